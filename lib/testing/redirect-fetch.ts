import { CorsError, type CorsReason } from './cors-error.js';
import type { PageRequest } from './page-request.js';
import { parseUrl } from './parse-url.js';
import { isSameOrigin } from './request-origin.js';
import { isNonWildcardRequestHeader } from './safelisted.js';

// https://fetch.spec.whatwg.org/#redirect-status
const STATUSES = new Set([301, 302, 303, 307, 308]);
const MAX_REDIRECTS = 20;
// https://fetch.spec.whatwg.org/#request-body-header-name
const BODY_HEADERS = ['content-encoding', 'content-language', 'content-location', 'content-type'];

/** Whether a response leads elsewhere. */
export const isRedirectStatus = (status: number): boolean => STATUSES.has(status);

/**
 * The request that a redirect makes of a request.
 *
 * @throws CorsError if it may not be followed.
 * @see https://fetch.spec.whatwg.org/#concept-http-redirect-fetch
 */
export function redirected(request: PageRequest, status: number, location: string): PageRequest {
  const { origin, urls, url: from, mode, tainting } = request;
  const refuse = (reason: CorsReason, why: string) =>
    new CorsError(
      { step: 'HTTP-redirect fetch', reason, why, header: 'Location', received: location },
      request,
      { status },
    );
  const leads = `leads to ${JSON.stringify(location)}`;

  const url = parseUrl(location, from.href);
  if (url === undefined) throw refuse('redirect-location', `${leads}: expected a URL`);
  if (!/^https?:$/.test(url.protocol)) {
    throw refuse('redirect-scheme', `${leads}: expected http: or https:`);
  }
  if (urls.length > MAX_REDIRECTS)
    throw refuse('redirect-count', `is redirect number ${urls.length}`);
  const hasCredentials = url.username !== '' || url.password !== '';
  if (hasCredentials && (tainting === 'cors' || (mode === 'cors' && !isSameOrigin(url, origin)))) {
    throw refuse('redirect-credentials', `${leads}: expected no user name and no password`);
  }
  if (status !== 303 && request.streams) {
    throw refuse('redirect-body', `${leads}: the body is a stream, which cannot be sent again`);
  }

  const headers = new Headers(request.headers);
  const method = methodAfter(status, request.method);
  const keepsBody = method === request.method;
  if (!keepsBody) for (const name of BODY_HEADERS) headers.delete(name);
  if (!isSameOrigin(url, from.origin)) {
    for (const [name] of request.headers)
      if (isNonWildcardRequestHeader(name)) headers.delete(name);
  }
  return {
    ...request,
    url,
    urls: [...urls, url],
    method,
    headers,
    body: keepsBody ? request.body : undefined,
    streams: keepsBody && request.streams,
  };
}

function methodAfter(status: number, method: string): string {
  const becomesGet =
    status === 303 ? method !== 'GET' && method !== 'HEAD' : status < 303 && method === 'POST';
  return becomesGet ? 'GET' : method;
}
