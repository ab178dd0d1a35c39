/** @see https://fetch.spec.whatwg.org/#forbidden-request-header */
const REQUEST_HEADERS = new Set([
  'accept-charset',
  'accept-encoding',
  'access-control-request-headers',
  'access-control-request-method',
  'connection',
  'content-length',
  'cookie',
  'cookie2',
  'date',
  'dnt',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'referer',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
]);
const METHOD_OVERRIDES = new Set(['x-http-method', 'x-http-method-override', 'x-method-override']);
const METHODS = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** Whether a browser leaves out a request header that a page sets. The name is lower-cased. */
export function isForbiddenRequestHeader(name: string, value: string): boolean {
  if (REQUEST_HEADERS.has(name) || name.startsWith('proxy-') || name.startsWith('sec-'))
    return true;
  return (
    METHOD_OVERRIDES.has(name) &&
    value.split(',').some((method) => METHODS.has(method.trim().toUpperCase()))
  );
}

/**
 * Whether no page ever sees a response header, whatever exposes it. The name is lower-cased.
 *
 * @see https://fetch.spec.whatwg.org/#forbidden-response-header-name
 */
export const isForbiddenResponseHeader = (name: string): boolean =>
  name === 'set-cookie' || name === 'set-cookie2';
