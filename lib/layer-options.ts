import { closest, distance } from 'fastest-levenshtein';
import type { FoundIssue } from './configuration-issues.js';
import type { CorsOptions } from './cors-options.js';
import { printed } from './printed.js';
import { FirstIssues } from './protocol/issue.js';
import { bare, OPTION_NAMES } from './protocol/options.js';
import { originMeant } from './protocol/origin-fault.js';
import { Unreadable } from './unreadable.js';
import { shownOrigin } from './shown-origin.js';

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
  const unknown = new FirstIssues<FoundIssue>();
  for (const name of Object.keys(value).filter((name) => !KNOWN.has(name))) {
    unknown.add(() => ({
      option: name,
      reason: 'option-unknown',
      why: 'is set, but there is no such option',
      fix: nearestOption(name),
    }));
  }
  unknown.list().forEach(report);
  const given = NAMES.filter((name) => Object.hasOwn(value, name));
  const readable = given.filter((name) => !hasThrown(value[name]));
  for (const option of given.filter((name) => !readable.includes(name))) {
    report({
      option,
      reason: 'option-unreadable',
      why: 'cannot be read: its getter, or its Proxy, has thrown',
      fix: 'give it a value that can be read',
    });
  }
  return bare(Object.fromEntries(readable.map((name) => [name, value[name]])));
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
  if (typeof value !== 'object' || value === null || value instanceof Unreadable) return false;
  return Object.prototype.toString.call(value) === OBJECT;
}

const OBJECT = '[object Object]';

function hasThrown(value: unknown): boolean {
  return value instanceof Unreadable && value.hasThrown;
}

function nearestOption(name: string): string {
  if (name === 'policies' || name === 'paths') {
    return `move it: only CorsModule.forRoot has \`${name}\``;
  }
  const meant = /^(?:allowed)?origins?$/i.test(name) ? 'origin' : closeTo(name, NAMES);
  if (meant !== undefined) return `write \`${meant}\`, or remove it`;
  return `remove it: the options are ${NAMES.join(', ')}`;
}

/**
 * What to do about the name of a policy that there is not. `boots` tries an origin that stands in the
 * place of the name, beside what is inherited.
 */
export function nearestPolicy(
  name: string,
  names: readonly string[],
  boots: (origin: string) => boolean,
): string {
  if (name === '*' || name.includes('://')) {
    const meant = [name, originMeant(name) ?? ''].find((origin) => boots(origin));
    const isTold = meant !== undefined && shownOrigin(meant) === meant;
    return `write @Cors({ origin: ${isTold ? JSON.stringify(meant) : '…'} })`;
  }
  const meant = closeTo(name, names);
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  const few = names.slice(0, MAX_NAMES).map((other) => printed(other));
  const known = `${few.join(', ')}${more}`;
  if (meant !== undefined) return `write ${JSON.stringify(meant)} (there is ${known})`;
  const instead = names.length === 0 ? '' : `write one of ${known}, or `;
  return `${instead}add it to \`policies\` of CorsModule.forRoot`;
}

const MAX_NAMES = 10;
const MAX_LENGTH = 100;
const MAX_COMPARED = 1000;

/** Finds the name that was misspelt: a guess that is not close could be the wrong policy. */
export function closeTo(name: string, names: readonly string[]): string | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  const near = names
    .slice(0, MAX_COMPARED)
    .filter((other) => Math.abs(other.length - name.length) <= Math.max(2, name.length / 3));
  if (near.length === 0) return undefined;
  const meant = closest(name, near);
  const errors = distance(name.toLowerCase(), meant.toLowerCase());
  return errors <= Math.max(2, name.length / 3) && errors < meant.length / 2 ? meant : undefined;
}
