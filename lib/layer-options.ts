import { closest, distance } from 'fastest-levenshtein';
import type { FoundIssue } from './configuration-issues.js';
import type { CorsOptions } from './cors-options.js';
import { OPTION_NAMES } from './protocol/options.js';

const NAMES = [...OPTION_NAMES, 'reportOnly'] as const satisfies readonly (keyof CorsOptions)[];
const KNOWN: ReadonlySet<string> = new Set(NAMES);

/**
 * Reads what one layer was given for options: an object, with the names of options and no others.
 * What is not is reported, and left out.
 */
export function readLayerOptions(value: unknown, report: (issue: FoundIssue) => void): CorsOptions {
  if (!isOptions(value)) {
    report({
      option: 'options',
      value,
      reason: 'wrong-type',
      why: 'is not an object of options',
      fix: 'write { … }, with the options to set',
    });
    return {};
  }
  for (const name of Object.keys(value)) {
    if (!KNOWN.has(name)) {
      report({
        option: name,
        value: value[name],
        reason: 'option-unknown',
        why: 'is set, but there is no such option',
        fix: nearestOption(name),
      });
    }
  }
  // `in`, and not its own properties only: options may be the getters of a class.
  const given = NAMES.filter((name) => name in value);
  return Object.fromEntries(given.map((name) => [name, value[name]]));
}

/** Reads the `policies` of the root: an object, whose members are read one by one. */
export function readPolicies(
  value: unknown,
  report: (issue: FoundIssue) => void,
): Readonly<Record<string, unknown>> {
  if (isOptions(value)) return { ...value };
  report({
    option: 'policies',
    value,
    reason: 'wrong-type',
    why: 'is not an object of policies',
    fix: 'write { name: { … } }, with the options of each policy',
  });
  return {};
}

/** Says whether a value is an object that can hold options: a list, a map or a promise is none. */
export function isOptions(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object.prototype.toString.call(value) === '[object Object]';
}

function nearestOption(name: string): string {
  if (name === 'policies' || name === 'paths') {
    return `move it: only CorsModule.forRoot has \`${name}\``;
  }
  const meant = /^(?:allowed)?origins?$/i.test(name) ? 'origin' : closeTo(name, NAMES);
  if (meant !== undefined) return `write \`${meant}\`, or remove it`;
  return `remove it: the options are ${NAMES.join(', ')}`;
}

/** What to do about the name of a policy that there is not. */
export function nearestPolicy(name: string, names: readonly string[]): string {
  if (name === '*' || name.includes('://')) {
    return `write @Cors({ origin: ${JSON.stringify(name)} })`;
  }
  const meant = closeTo(name, names);
  const known = names.map((other) => JSON.stringify(other)).join(', ');
  if (meant !== undefined) return `write ${JSON.stringify(meant)} (there is ${known})`;
  const instead = names.length === 0 ? '' : `write one of ${known}, or `;
  return `${instead}add it to \`policies\` of CorsModule.forRoot`;
}

/** The name that was misspelt: a guess that is not close could be the wrong policy. */
function closeTo(name: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const meant = closest(name, names);
  const errors = distance(name.toLowerCase(), meant.toLowerCase());
  return errors <= Math.max(2, name.length / 3) && errors < meant.length / 2 ? meant : undefined;
}
