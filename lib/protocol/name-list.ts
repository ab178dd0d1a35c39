import type { Report } from './issue.js';

/**
 * Reads an option that is a list of names: an array, or one string with commas. White space around
 * names does not count. A member that is empty is kept for the reader of the option to refuse.
 */
export function readNames(
  option: string,
  value: unknown,
  report: Report,
): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value.split(',').map((name) => name.trim());
  if (Array.isArray(value) && value.every((name) => typeof name === 'string')) {
    return value.map((name) => name.trim());
  }
  report({
    option,
    value,
    reason: 'wrong-type',
    why: 'is not a list of names',
    fix: 'write an array of strings, or one string with commas',
  });
  return undefined;
}
