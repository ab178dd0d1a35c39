import { closest } from 'fastest-levenshtein';
import type { FoundIssue } from './configuration-issues.js';
import type { CorsOptions } from './cors-options.js';
import { OPTION_NAMES } from './protocol/options.js';

const NAMES: ReadonlySet<string> = new Set(OPTION_NAMES);

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
  const known = Object.entries(value).filter(([name, option]) => {
    if (!NAMES.has(name)) {
      report({
        option: name,
        value: option,
        reason: 'option-unknown',
        why: 'is set, but there is no such option',
        fix: `write \`${closest(name, OPTION_NAMES)}\`, or remove it`,
      });
    }
    return NAMES.has(name);
  });
  return Object.fromEntries(known);
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

/** What to do about a name that is not one of those there are. */
export function nearest(name: string, names: readonly string[]): string {
  if (names.length === 0) return 'add it to `policies` of CorsModule.forRoot';
  const others = names.map((known) => JSON.stringify(known)).join(', ');
  return `write ${JSON.stringify(closest(name, names))} (there is ${others})`;
}
