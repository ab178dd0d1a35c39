import { ACRH, ACRM } from './header.js';

/** What an actual response depends on, unless it is the same for every origin (R29, R31). */
export const VARY_ACTUAL = 'Origin';

/** What the answer to a preflight depends on (R49). */
export const VARY_PREFLIGHT = `Origin, ${ACRM}, ${ACRH}`;

/**
 * Adds names to the value of a `Vary` header: each name once, whatever its case, in the order of
 * their first appearance. `*` already says everything and stays alone (R32).
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-vary
 */
export function addToVary(present: string, added: string): string {
  const names = new Map<string, string>();
  for (const name of `${present},${added}`.split(',')) {
    const trimmed = name.trim();
    if (trimmed === '*') return '*';
    const key = trimmed.toLowerCase();
    if (trimmed !== '' && !names.has(key)) names.set(key, trimmed);
  }
  return [...names.values()].join(', ');
}
