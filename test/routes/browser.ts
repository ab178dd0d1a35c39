import { send, type Response } from '../support/test-app.js';

/** What a page asks a browser for. */
export interface PageRequest {
  readonly origin: string;
  readonly method: string;
  readonly path: string;
  /** The names of headers that need permission, lower-cased and sorted. */
  readonly headers: readonly string[];
  /** Whether cookies go with it. */
  readonly credentials: boolean;
}

// https://fetch.spec.whatwg.org/#cors-safelisted-method
const SAFELISTED_METHODS = new Set(['GET', 'HEAD', 'POST']);
// https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
const NON_WILDCARD = 'authorization';

/** Sends the preflight of a request. The `sent` headers are those that a proxy or a host name add. */
export function sendPreflight(
  port: number,
  { origin, method, path, headers }: PageRequest,
  sent: Readonly<Record<string, string>>,
): Promise<Response> {
  return send(port, 'OPTIONS', path, {
    ...sent,
    Origin: origin,
    'Access-Control-Request-Method': method,
    ...(headers.length > 0 && { 'Access-Control-Request-Headers': headers.join(',') }),
  });
}

/** Says whether a browser goes on to the actual request: https://fetch.spec.whatwg.org/#cors-preflight-fetch */
export function isGranted(preflight: Response, request: PageRequest): boolean {
  const { status, cors } = preflight;
  if (status < 200 || status > 299 || !isReadable(preflight, request)) return false;
  const { method, headers, credentials } = request;
  const methods = listed(cors['access-control-allow-methods']);
  const names = listed(cors['access-control-allow-headers']?.toLowerCase());
  if (
    !methods.includes(method) &&
    !SAFELISTED_METHODS.has(method) &&
    (credentials || !methods.includes('*'))
  ) {
    return false;
  }
  const isAny = !credentials && names.includes('*');
  return headers.every((name) => names.includes(name) || (isAny && name !== NON_WILDCARD));
}

/** Says whether the page gets to see a response: https://fetch.spec.whatwg.org/#concept-cors-check */
export function isReadable(response: Response, { origin, credentials }: PageRequest): boolean {
  const { cors } = response;
  const allowed = cors['access-control-allow-origin'];
  if (allowed === '*' && !credentials) return true;
  if (allowed !== origin) return false;
  return !credentials || cors['access-control-allow-credentials'] === 'true';
}

/** The members of a header that is a list. */
export function listed(value = ''): readonly string[] {
  return value.split(',').flatMap((member) => member.trim() || []);
}
