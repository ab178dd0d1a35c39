import { isForbiddenRequestHeader } from './forbidden.js';
import { isNoCorsSafelistedRequestHeader } from './safelisted.js';

/**
 * A request of a page, on its way: a redirect makes another one of it.
 *
 * @see https://fetch.spec.whatwg.org/#concept-request
 */
export interface PageRequest {
  readonly origin: string;
  /** Where it was sent first, and where each redirect has led. */
  readonly urls: readonly URL[];
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array | undefined;
  /** Whether the body is a stream, which cannot be sent twice and sets the use-CORS-preflight flag. */
  readonly streams: boolean;
  readonly mode: Request['mode'];
  readonly credentials: Request['credentials'];
  readonly redirect: Request['redirect'];
  readonly tainting: 'basic' | 'cors' | 'opaque';
  readonly signal: AbortSignal;
}

/**
 * Reads what a page gives to `fetch`. The constructor of Node.js knows methods, bodies and their
 * types; which headers a page may set at all is said here.
 *
 * @see https://fetch.spec.whatwg.org/#dom-request
 */
export async function pageRequest(
  origin: string,
  url: URL,
  init: RequestInit,
): Promise<PageRequest> {
  const request = new Request(url, init);
  const { method, mode, credentials, redirect, signal } = request;
  const allowed = [...request.headers].filter(
    ([name, value]) =>
      !isForbiddenRequestHeader(name, value) &&
      (mode !== 'no-cors' || isNoCorsSafelistedRequestHeader(name, value)),
  );
  return {
    origin,
    urls: [url],
    url,
    method,
    headers: new Headers(allowed),
    body: request.body ? new Uint8Array(await request.arrayBuffer()) : undefined,
    streams: Symbol.asyncIterator in Object(init.body),
    mode,
    credentials,
    redirect,
    tainting: 'basic',
    signal,
  };
}
