import type { RootNode } from 'regjsparser';

/** The features of the parser that the language has. */
export const FEATURES = {
  lookbehind: true,
  namedGroups: true,
  unicodePropertyEscape: true,
  unicodeSet: true,
  modifiers: true,
} as const;

/** The part of an expression that stands for one character, with all features of its parser. */
export type ExpressionNode = RootNode<typeof FEATURES>;

const PRINTABLE = Array.from({ length: 0x7f - 0x21 }, (_, at) => String.fromCharCode(0x21 + at));

/**
 * Finds the characters of an origin that a leaf of an expression matches, in lower case: a literal,
 * an escape, a class or a dot. The leaf is **run** on each character, so that its escapes, ranges
 * and flags mean what they mean to the engine. Case is ignored as well, because a group may do so
 * (`(?i:…)`): the answer may be too large, and is never too small.
 *
 * @returns `undefined` for what may match more than one character at once
 */
export function charactersOf(
  { raw, type }: ExpressionNode,
  flags: string,
): ReadonlySet<string> | undefined {
  const mayMatchStrings = flags.includes('v') && /\\[qpP]/.test(raw) && type !== 'value';
  if (mayMatchStrings) return undefined;
  const kept = flags.replaceAll(/[^uvs]/g, '');
  const ways = [kept, `${kept}i`].map((flags) => new RegExp(`^(?:${raw})$`, flags));
  const matched = PRINTABLE.filter((character) => ways.some((way) => way.test(character)));
  return new Set(matched.map((character) => character.toLowerCase()));
}
