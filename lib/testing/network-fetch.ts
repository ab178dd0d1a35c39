import type { AppConnection, AppResponse } from './app-connection.js';
import type { CookieJar } from './cookie-jar.js';
import { fetchMetadata } from './fetch-metadata.js';
import type { PageRequest } from './page-request.js';
import type { PreflightCache } from './preflight-cache.js';
import { originHeader } from './request-origin.js';

/** What a browser keeps between the requests of a page. */
export interface Browser {
  readonly app: AppConnection;
  readonly preflights: PreflightCache;
  readonly cookies: CookieJar;
}

/**
 * Sends a request as it stands, with the headers that are the browser's to set.
 *
 * @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
 */
export async function networkFetch(
  { app, cookies }: Browser,
  request: PageRequest,
): Promise<AppResponse> {
  const { url, method, body, signal, credentials, tainting } = request;
  const includesCredentials =
    credentials === 'include' || (credentials === 'same-origin' && tainting === 'basic');

  const headers = new Headers(request.headers);
  if (!headers.has('Accept')) headers.set('Accept', '*/*');
  // https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch, step 8
  const length = body?.byteLength ?? (method === 'POST' || method === 'PUT' ? 0 : undefined);
  for (const [name, value] of Object.entries({
    'Content-Length': length === undefined ? undefined : String(length),
    ...fetchMetadata(request),
    Origin: originHeader(request),
    Cookie: includesCredentials ? cookies.headerFor(url) : undefined,
  })) {
    if (value !== undefined) headers.set(name, value);
  }

  const response = await app.send({ url, method, headers, body, signal });
  if (includesCredentials) cookies.store(url, response.headers.getSetCookie());
  return response;
}
