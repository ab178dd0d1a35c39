/**
 * Writes characters that cannot be seen as `\u202e`: a terminal obeys some of them, and others turn
 * the direction of a text around or hide in it. Whatever is printed of a text goes through here.
 */
export function visible(text: string): string {
  return text.replaceAll(
    /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu,
    (character) => {
      const code = (character.codePointAt(0) ?? 0).toString(16);
      return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
    },
  );
}
