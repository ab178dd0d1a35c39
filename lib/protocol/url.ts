/**
 * Parses a URL, or says that it is none. `URL.canParse` would not do: once it has been called often,
 * Node 20 refuses names with letters beyond ASCII.
 *
 * @see https://url.spec.whatwg.org/#dom-url-parse
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
