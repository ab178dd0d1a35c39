import type { INestApplication } from '@nestjs/common';
import { AppConnection } from './app-connection.js';
import { CookieJar } from './cookie-jar.js';
import { mainFetch } from './main-fetch.js';
import { pageRequest } from './page-request.js';
import { PreflightCache } from './preflight-cache.js';
import { readOrigin } from './request-origin.js';

/** From where an app is called. */
export interface CorsFetchOptions {
  /**
   * The origin of the page that calls: a serialized origin such as `https://app.example.com`, or
   * `null` for a sandboxed frame and whatever else has an opaque origin.
   */
  readonly origin: string;
  /**
   * Where the page takes the app to be, such as `https://api.example.com`. Paths are resolved
   * against it, and its host is in `Host`. When omitted: where the app listens.
   */
  readonly baseUrl?: string | URL;
}

/**
 * A `fetch` as a page has it. A path is one of the app's; a URL may name any host, and is sent to
 * the app all the same.
 */
export type CorsFetch = (input: string | URL, init?: RequestInit) => Promise<Response>;

/**
 * Makes a `fetch` for end-to-end tests that does what the `fetch` of a browser does in a page of an
 * origin: it sends preflights and remembers them, leaves out forbidden headers, follows redirects,
 * and shows of a response what is exposed. What a browser would refuse, it rejects with a
 * {@link CorsError} that says at which step and why.
 *
 * Requests go over real sockets to the app, which listens on a free port of the loopback if it does
 * not listen yet; none goes anywhere else. Each `fetch` made is a browser of its own: cookies that
 * a response sets when credentials are included are sent to the same origin when they are
 * included again. `SameSite`, `Secure` and `Domain` of cookies, the HTTP cache, and what other
 * standards block (mixed content, `Cross-Origin-Resource-Policy`) are not looked at. It follows the
 * standard where a browser is more lenient: `*` never covers `Authorization`.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 * @example
 * ```ts
 * const fetch = corsFetch(app, { origin: 'https://app.example.com' });
 * const response = await fetch('/widgets/1', { method: 'PUT', credentials: 'include' });
 * response.status; // 200: the page may read it
 *
 * const stranger = corsFetch(app, { origin: 'https://evil.example' });
 * await stranger('/widgets/1', { method: 'PUT' });
 * // CorsError: PUT http://127.0.0.1:3000/widgets/1 from https://evil.example: the preflight's
 * // response (403) has no Access-Control-Allow-Origin: expected "https://evil.example" or "*"
 * ```
 */
export function corsFetch(app: INestApplication, { origin, baseUrl }: CorsFetchOptions): CorsFetch {
  const page = readOrigin(origin);
  const base = baseUrl === undefined ? undefined : new URL(baseUrl);
  const browser = {
    app: new AppConnection(app),
    preflights: new PreflightCache(),
    cookies: new CookieJar(),
  };
  return async (input, init = {}) => {
    const url = new URL(input, base ?? (await browser.app.address()));
    return mainFetch(browser, await pageRequest(page, url, init));
  };
}
