/**
 * Makes characters visible that are not: a name that turns the direction of a text around, or ends
 * its line, could pass for another one.
 */
export function visible(text: string): string {
  return text.replaceAll(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
