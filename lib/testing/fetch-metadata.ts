import type { PageRequest } from './page-request.js';
import { isSameOrigin } from './request-origin.js';
import { isSameSite } from './site.js';

// https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
const TRUSTWORTHY =
  /^(?:https:|http:\/\/(?:(?:[^/:]+\.)?localhost|127(?:\.\d+){3}|\[::1\])(?::|$))/;

/**
 * The `Sec-Fetch-*` headers of a request. They go to what is safe from eavesdroppers, and nowhere
 * else.
 *
 * @see https://w3c.github.io/webappsec-fetch-metadata/
 */
export function fetchMetadata(request: PageRequest): Readonly<Record<string, string>> {
  if (!TRUSTWORTHY.test(request.url.origin)) return {};
  return {
    'Sec-Fetch-Dest': 'empty',
    'Sec-Fetch-Mode': request.mode,
    'Sec-Fetch-Site': siteRelation(request),
  };
}

function siteRelation({ origin, urls }: PageRequest): string {
  if (urls.every((url) => isSameOrigin(url, origin))) return 'same-origin';
  return urls.every((url) => isSameSite(url.origin, origin)) ? 'same-site' : 'cross-site';
}
