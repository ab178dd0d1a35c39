import type { AppResponse } from './app-connection.js';
import { isForbiddenResponseHeader } from './forbidden.js';
import { listHeader } from './list-header.js';
import type { PageRequest } from './page-request.js';
import { SAFELISTED_RESPONSE_HEADERS } from './safelisted.js';

// https://fetch.spec.whatwg.org/#null-body-status
const NULL_BODY = new Set([101, 103, 204, 205, 304]);

/**
 * What a page gets to see of a response: with CORS the headers that are exposed, without it
 * nothing at all.
 *
 * @see https://fetch.spec.whatwg.org/#concept-filtered-response
 */
export function filteredResponse(request: PageRequest, response: AppResponse): Response {
  if (request.tainting === 'opaque') return hidden(request, response, 'opaque');

  const { status, statusText } = response;
  const sees = request.tainting === 'basic' ? () => true : exposes(request, response.headers);
  const headers = [...response.headers].filter(
    ([name]) => !isForbiddenResponseHeader(name) && sees(name),
  );
  const isEmpty = request.method === 'HEAD' || NULL_BODY.has(status);
  if (isEmpty) response.discard();
  return seenAs(new Response(isEmpty ? null : response.body(), { status, statusText, headers }), {
    type: request.tainting,
    url: request.url.href,
    redirected: request.urls.length > 1,
  });
}

/** A response to a redirect that the page wants to follow by itself, and learns nothing from. */
export const opaqueRedirect = (request: PageRequest, response: AppResponse): Response =>
  hidden(request, response, 'opaqueredirect');

function exposes({ credentials }: PageRequest, headers: Headers): (name: string) => boolean {
  const listed = listHeader(headers, 'Access-Control-Expose-Headers') ?? [];
  // With credentials `*` is just a name. A list with a malformed member exposes nothing.
  const names = listed === 'malformed' ? [] : listed.map((name) => name.toLowerCase());
  const isAny = credentials !== 'include' && names.includes('*');
  return (name) => isAny || names.includes(name) || SAFELISTED_RESPONSE_HEADERS.includes(name);
}

type Seen = Pick<Response, 'type' | 'url' | 'redirected'>;

function hidden({ url }: PageRequest, response: AppResponse, type: Response['type']): Response {
  response.discard();
  // An error is what has the status 0, and neither headers nor body.
  return seenAs(Response.error(), {
    type,
    url: type === 'opaque' ? '' : url.href,
    redirected: false,
  });
}

/** A `Response` that says what a browser says of it: no constructor takes these. */
function seenAs(response: Response, seen: Seen): Response {
  return Object.defineProperties(response, {
    type: { value: seen.type },
    url: { value: seen.url },
    redirected: { value: seen.redirected },
    clone: { value: () => seenAs(Response.prototype.clone.call(response), seen) },
  });
}
