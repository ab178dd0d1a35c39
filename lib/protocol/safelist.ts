/** A request header that needs permission, and why: continues "X-Trace …". */
export interface UnsafeHeader {
  readonly name: string;
  readonly why: string;
}

// https://fetch.spec.whatwg.org/#cors-safelisted-method
const METHODS = new Set(['GET', 'HEAD', 'POST']);
// https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte
const UNSAFE_BYTE = /[^\t -~\u0080-\uffff]|["():<>?@[\\\]{}]/;
const LANGUAGES = /^[0-9A-Za-z *,\-.;=]*$/;
const CONTENT_TYPES = new Set([
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
]);
const MAX_LENGTH = 128;

/** Says whether a method needs no permission. */
export function isSafelistedMethod(method: string): boolean {
  return METHODS.has(method);
}

/**
 * Lists the headers that need permission: those whose name or value is not safelisted. Those that
 * are never come near the 1024 bytes that they may have together.
 *
 * @see https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
 */
export function unsafeHeaders(headers: Readonly<Record<string, string>>): readonly UnsafeHeader[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    const why = whyUnsafe(name.toLowerCase(), value);
    return why === undefined ? [] : [{ name, why }];
  });
}

/** https://fetch.spec.whatwg.org/#cors-safelisted-request-header */
function whyUnsafe(name: string, value: string): string | undefined {
  const rule = RULES.get(name);
  if (rule === undefined) return 'is not a safelisted header';
  if (value.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} bytes`;
  return rule(value);
}

type Rule = (value: string) => string | undefined;

const hasNoUnsafeByte: Rule = (value) =>
  UNSAFE_BYTE.test(value) ? 'has a character that is not safelisted' : undefined;
const isLanguages: Rule = (value) =>
  LANGUAGES.test(value) ? undefined : 'has a character that is not safelisted';
const isContentType: Rule = (value) => {
  const [essence = ''] = value.split(';');
  if (CONTENT_TYPES.has(essence.trim().toLowerCase())) return hasNoUnsafeByte(value);
  return 'has none of the three types that a form can send';
};
const isRange: Rule = (value) => {
  const [, start = '', end = ''] = /^bytes=(\d+)-(\d*)$/.exec(value) ?? [];
  const isOne = start !== '' && (end === '' || Number(start) <= Number(end));
  return isOne ? undefined : 'has no single range with a start';
};
const RULES: ReadonlyMap<string, Rule> = new Map([
  ['accept', hasNoUnsafeByte],
  ['accept-language', isLanguages],
  ['content-language', isLanguages],
  ['content-type', isContentType],
  ['range', isRange],
]);
