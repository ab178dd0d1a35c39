import { isToken } from './token.js';

/** More than any browser asks for, and little enough to look at. */
const MAX_LENGTH = 4096;
const MAX_NAMES = 128;
/** RFC 9110 has recipients accept "a reasonable number" of empty list elements. */
const MAX_EMPTY = 16;

/** Why a list of requested headers is refused. */
export type RequestedHeadersFault =
  'headers-too-long' | 'headers-too-many' | 'headers-malformed' | 'header-not-allowed';

/** What was asked for, lower-cased and joined with commas; or why it is refused, and for which name. */
export type RequestedHeaders =
  { readonly names: string } | { readonly fault: RequestedHeadersFault; readonly name?: string };

/**
 * Reads `Access-Control-Request-Headers` in one pass and stops at the first surprise, so that the
 * work and the answer are bounded whatever is sent (R43, R47). A name that is neither one of `names`
 * nor allowed among the `others` is a surprise too.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-lists-rule-abnf-extension
 */
export function readRequestedHeaders(
  value: string,
  names: ReadonlySet<string>,
  allowsOther: (name: string) => boolean,
): RequestedHeaders {
  if (value.length > MAX_LENGTH) return { fault: 'headers-too-long' };
  let read = '';
  let count = 0;
  let empty = 0;
  for (let start = 0, end = 0; start <= value.length; start = end + 1) {
    end = value.indexOf(',', start);
    if (end === -1) end = value.length;
    let name = withoutWhiteSpace(value, start, end);
    if (name === '') {
      if (++empty > MAX_EMPTY) return { fault: 'headers-malformed' };
      continue;
    }
    // Browsers write names in lower case, as the set has them: what is in it is a token.
    if (!names.has(name)) {
      // As it was written: some letters have their lower case in ASCII.
      if (!isToken(name)) return { fault: 'headers-malformed' };
      name = name.toLowerCase();
      if (!names.has(name) && !allowsOther(name)) return { fault: 'header-not-allowed', name };
    }
    if (++count > MAX_NAMES) return { fault: 'headers-too-many' };
    read = count === 1 ? name : `${read},${name}`;
  }
  return { names: read };
}

/** White space is a space or a tab here; `trim` would also take what no header may contain. */
function withoutWhiteSpace(text: string, start: number, end: number): string {
  while (start < end && isWhiteSpace(text.charCodeAt(start))) start++;
  while (end > start && isWhiteSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isWhiteSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
