import type { PageRequest } from './page-request.js';
import { parseUrl } from './parse-url.js';

/** Whether an address has the origin of a page. That of `null` is nobody else's. */
export const isSameOrigin = (url: URL, origin: string): boolean => url.origin === origin;

/**
 * The origin that a request says it comes from. Redirected from one foreign origin to another, it
 * is `null`.
 *
 * @see https://fetch.spec.whatwg.org/#serializing-a-request-origin
 */
export function serializedOrigin({ origin, urls }: PageRequest): string {
  const tainted = urls.some((url, at) => {
    const last = urls[at - 1];
    return last && !isSameOrigin(url, last.origin) && !isSameOrigin(last, origin);
  });
  return tainted ? 'null' : origin;
}

/**
 * The `Origin` header of a request, if it has one.
 *
 * @see https://fetch.spec.whatwg.org/#append-a-request-origin-header
 */
export function originHeader(request: PageRequest): string | undefined {
  const { tainting, method, mode, origin, url } = request;
  if (tainting === 'cors') return serializedOrigin(request);
  if (method === 'GET' || method === 'HEAD') return undefined;
  // The default referrer policy, strict-origin-when-cross-origin.
  const downgrades = origin.startsWith('https:') && url.protocol !== 'https:';
  return mode !== 'cors' && downgrades ? 'null' : serializedOrigin(request);
}

/**
 * Reads the `origin` option.
 *
 * @throws TypeError if no browser would send it.
 */
export function readOrigin(origin: string): string {
  const serialized = origin === 'null' ? origin : serializedOriginOf(origin);
  if (serialized === origin) return origin;
  const fix = serialized ? `write ${JSON.stringify(serialized)}` : 'begin with the scheme';
  throw new TypeError(
    `corsFetch: origin ${JSON.stringify(origin)} is not a serialized origin: ${fix}`,
  );
}

function serializedOriginOf(text: string): string | undefined {
  const url = parseUrl(text);
  if (url === undefined) return undefined;
  const { origin, protocol, host } = url;
  if (origin !== 'null') return origin;
  // Of a scheme that the URL standard does not know, such as capacitor://localhost.
  return host === '' ? 'null' : `${protocol}//${host}`;
}
