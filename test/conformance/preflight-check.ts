import { type Answer, listOf } from './wire.js';

/** A request that a browser asks about first. */
export interface AskedRequest {
  readonly origin: string;
  readonly method: string;
  /** Its CORS-unsafe request-header names, lower-cased. */
  readonly headers: readonly string[];
  /** Whether its credentials mode is `include`. */
  readonly credentials: boolean;
}

const SAFELISTED_METHODS = new Set(['GET', 'HEAD', 'POST']);
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * What the Fetch standard's CORS-preflight fetch, from its step 7 on, says of an answer: why it is a
 * network error, or nothing.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch
 */
export function refusalOf(answer: Answer, request: AskedRequest): string | undefined {
  // 7. If a CORS check for request and response returns success and its status is an ok status …
  const failed = corsCheck(answer, request);
  if (failed !== undefined) return failed;
  if (answer.status < 200 || answer.status > 299) return `status ${answer.status}`;

  // 7.1, 7.2. Extracting header list values: one that does not parse is a failure.
  const methods = listOf(answer, 'access-control-allow-methods');
  const headers = listOf(answer, 'access-control-allow-headers').map((name) => name.toLowerCase());
  // 7.3. If either is failure, return a network error.
  if (!methods.every((name) => TOKEN.test(name))) return 'Access-Control-Allow-Methods malformed';
  if (!headers.every((name) => TOKEN.test(name))) return 'Access-Control-Allow-Headers malformed';
  // 7.4 is about the use-CORS-preflight flag, which upload listeners set: no case has one.

  // 7.5. The method is listed, or safelisted, or `*` covers it.
  const anyMethod = !request.credentials && methods.includes('*');
  if (!methods.includes(request.method) && !SAFELISTED_METHODS.has(request.method) && !anyMethod) {
    return `method ${JSON.stringify(request.method)} not listed`;
  }
  // 7.6. A CORS non-wildcard request-header name is listed itself.
  // 7.7. Every other one is, or `*` covers it.
  const anyHeader = !request.credentials && headers.includes('*');
  const missing = request.headers.find(
    (name) => !headers.includes(name) && (name === 'authorization' || !anyHeader),
  );
  return missing === undefined ? undefined : `header ${JSON.stringify(missing)} not listed`;
}

/** @see https://fetch.spec.whatwg.org/#concept-cors-check */
function corsCheck({ headers }: Answer, request: AskedRequest): string | undefined {
  // 1. Let origin be the result of getting Access-Control-Allow-Origin: two lines are joined.
  const origin = headers.get('access-control-allow-origin')?.join(', ');
  // 2. If origin is null, then return failure.
  if (origin === undefined) return 'no Access-Control-Allow-Origin';
  // 3. If request's credentials mode is not "include" and origin is `*`, then return success.
  if (!request.credentials && origin === '*') return undefined;
  // 4. If the result of byte-serializing a request origin is not origin, then return failure.
  if (origin !== request.origin) return `Access-Control-Allow-Origin: ${origin}`;
  // 5. If request's credentials mode is not "include", then return success.
  if (!request.credentials) return undefined;
  // 6–8. Access-Control-Allow-Credentials is `true`, byte for byte, or return failure.
  const credentials = headers.get('access-control-allow-credentials')?.join(', ');
  return credentials === 'true' ? undefined : 'no Access-Control-Allow-Credentials: true';
}
