/**
 * A text that is written for `origin`, if it can be an origin, and otherwise a sentence. A text that
 * is only known to be a `string` is left to the boot.
 */
export type CheckedOriginText<Text extends string> = string extends Text
  ? Text
  : Text extends '*' | 'null'
    ? Text
    : Text extends ''
      ? 'An empty string is not an origin: write `false` to switch CORS off'
      : Text extends `${string}${',' | ' '}${string}`
        ? 'An origin has no comma and no space: write an array of origins'
        : Text extends `${infer Scheme}://${infer Authority}`
          ? CheckedAuthority<Text, Scheme, Authority>
          : `An origin has a scheme: write \`https://${Text}\``;

type CheckedAuthority<
  Text extends string,
  Scheme extends string,
  Authority extends string,
> = Authority extends ''
  ? 'An origin has a host: write scheme://host'
  : Authority extends `${string}@${string}`
    ? 'An origin has no user name: write scheme://host'
    : Authority extends `${infer Host}${'/' | '?' | '#'}${string}`
      ? `An origin ends with the host or the port: write \`${Scheme}://${Host}\``
      : Text extends Lowercase<Text>
        ? Text
        : `Browsers send an origin in lower case: write \`${Lowercase<Text>}\``;

/** Tells whether `'*'` is written for `origin`, alone or in a list. */
export type HasAnyOrigin<Origin> = Origin extends readonly unknown[]
  ? IsAny<Origin[number]>
  : IsAny<Origin>;

type IsAny<Entry> = string extends Entry ? false : '*' extends Entry ? true : false;
