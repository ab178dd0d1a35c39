/** The request headers that CORS reads, as Node gives them: lower-cased names, lines joined. */
export interface RequestHeaders {
  readonly origin?: string | undefined;
  readonly 'access-control-request-method'?: string | undefined;
  readonly 'access-control-request-headers'?: string | undefined;
}

/**
 * Says whether a request is a CORS-preflight request: `OPTIONS` with `Origin` and
 * `Access-Control-Request-Method`, and nothing else (R15). Any other `OPTIONS` belongs to the app.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-request
 */
export function isPreflight(method: string | undefined, headers: RequestHeaders): boolean {
  return (
    method === 'OPTIONS' &&
    headers.origin !== undefined &&
    headers['access-control-request-method'] !== undefined
  );
}
