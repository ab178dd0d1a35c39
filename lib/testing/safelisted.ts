/** @see https://fetch.spec.whatwg.org/#cors-safelisted-method */
const METHODS = new Set(['GET', 'HEAD', 'POST']);

/** Whether a method needs no permission of a preflight. */
export const isSafelistedMethod = (method: string): boolean => METHODS.has(method);

/** @see https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name */
export const SAFELISTED_RESPONSE_HEADERS: readonly string[] = [
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
];

// https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte
// oxlint-disable-next-line no-control-regex -- the bytes as the standard lists them
const UNSAFE_BYTE = /[\0-\x08\x0A-\x1F"():<>?@[\\\]{}\x7F]/;
const LANGUAGES = /^[0-9A-Za-z *,\-.;=]*$/;
// https://mimesniff.spec.whatwg.org/#parse-a-mime-type: parameters are never what fails
const MIME_ESSENCE = /^[\t\n\r ]*([!#$%&'*+\-.^_`|~\w]+\/[!#$%&'*+\-.^_`|~\w]+)[\t\n\r ]*(?:;|$)/;
const FORM_TYPES = new Set([
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
]);

/** Whether a value is safelisted, by the names for which any is. */
const values: Readonly<Record<string, (value: string) => boolean>> = {
  accept: (value) => !UNSAFE_BYTE.test(value),
  'accept-language': (value) => LANGUAGES.test(value),
  'content-language': (value) => LANGUAGES.test(value),
  'content-type'(value) {
    const [, essence = ''] = MIME_ESSENCE.exec(value) ?? [];
    return !UNSAFE_BYTE.test(value) && FORM_TYPES.has(essence.toLowerCase());
  },
  range(value) {
    const [, start, end] = /^bytes=(\d+)-(\d*)$/.exec(value) ?? [];
    return start !== undefined && (!end || BigInt(start) <= BigInt(end));
  },
};

/**
 * Whether a header needs no permission of a preflight. The name is lower-cased.
 *
 * @see https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export function isSafelistedRequestHeader(name: string, value: string): boolean {
  return value.length <= 128 && Object.hasOwn(values, name) && values[name]?.(value) === true;
}

/**
 * Whether a page may set a header on a request that is not for it to read.
 *
 * @see https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header
 */
export function isNoCorsSafelistedRequestHeader(name: string, value: string): boolean {
  return name !== 'range' && isSafelistedRequestHeader(name, value);
}

/**
 * The names of the headers that need permission, lower-cased and sorted. Safelisted ones need it
 * too when there is more in them together than 1,024 bytes.
 *
 * @see https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
 */
export function unsafeRequestHeaderNames(headers: Headers): readonly string[] {
  // They come lower-cased and sorted.
  const all = [...headers];
  const unsafe = all.filter(([name, value]) => !isSafelistedRequestHeader(name, value));
  const size = all.reduce(
    (sum, field) => (unsafe.includes(field) ? sum : sum + field[1].length),
    0,
  );
  return (size > 1024 ? all : unsafe).map(([name]) => name);
}

/**
 * Whether a header is never meant by `*`: `Authorization`, and no other.
 *
 * @see https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
 */
export const isNonWildcardRequestHeader = (name: string): boolean => name === 'authorization';
