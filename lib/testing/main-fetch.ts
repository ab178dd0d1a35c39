import { corsCheck } from './cors-check.js';
import { CorsError, type CorsFault } from './cors-error.js';
import { filteredResponse, opaqueRedirect } from './filtered-response.js';
import { networkFetch, type Browser } from './network-fetch.js';
import type { PageRequest } from './page-request.js';
import { preflightFetch } from './preflight-fetch.js';
import { isRedirectStatus, redirected } from './redirect-fetch.js';
import { isSameOrigin } from './request-origin.js';
import { isSafelistedMethod, unsafeRequestHeaderNames } from './safelisted.js';

/**
 * Sends a request the way that its mode asks for, and gives what the page may see.
 *
 * @throws CorsError where a browser gives a network error.
 * @see https://fetch.spec.whatwg.org/#concept-main-fetch
 */
export async function mainFetch(browser: Browser, request: PageRequest): Promise<Response> {
  const { url, origin, mode, tainting, redirect, method, headers, streams } = request;
  const refuse = (reason: CorsFault['reason'], why: string) =>
    new CorsError({ step: 'main fetch', reason, why }, request);

  // Once a chain has left the origin, it is not the origin's any more.
  if (tainting === 'basic' && isSameOrigin(url, origin)) return httpFetch(browser, request);
  if (mode === 'same-origin') {
    throw refuse('mode-same-origin', `has the mode "same-origin": expected a URL of ${origin}`);
  }
  if (!/^https?:$/.test(url.protocol)) {
    throw refuse('scheme', `has the scheme "${url.protocol}": expected http: or https:`);
  }
  if (mode === 'no-cors') {
    if (redirect !== 'follow') {
      throw refuse('mode-no-cors', 'has the mode "no-cors": expected the redirect mode "follow"');
    }
    return httpFetch(browser, { ...request, tainting: 'opaque' });
  }

  const cors = { ...request, tainting: 'cors' } as const;
  const isSafelisted =
    !streams && isSafelistedMethod(method) && unsafeRequestHeaderNames(headers).length === 0;
  if (isSafelisted) return httpFetch(browser, cors);
  try {
    if (!browser.preflights.covers(cors)) await preflightFetch(browser, cors);
    return await httpFetch(browser, cors);
  } catch (error) {
    browser.preflights.clear(cors);
    throw error;
  }
}

// https://fetch.spec.whatwg.org/#concept-http-fetch
async function httpFetch(browser: Browser, request: PageRequest): Promise<Response> {
  const response = await networkFetch(browser, request);
  const { status, headers } = response;
  const refuse = (fault: CorsFault) => {
    response.abort();
    return new CorsError(fault, request, { status });
  };

  const fault = request.tainting === 'cors' && corsCheck(request, headers);
  if (fault) throw refuse(fault);
  if (!isRedirectStatus(status)) return filteredResponse(request, response);

  if (request.redirect === 'error') {
    const why = 'is a redirect: expected none, for the redirect mode is "error"';
    throw refuse({ step: 'HTTP fetch', reason: 'redirect-mode', why });
  }
  if (request.redirect === 'manual') return opaqueRedirect(request, response);
  const location = headers.get('Location');
  if (location === null) return filteredResponse(request, response);
  response.discard();
  return mainFetch(browser, redirected(request, status, location));
}
