import { corsCheck } from './cors-check.js';
import { CorsError, type CorsFault } from './cors-error.js';
import { listHeader } from './list-header.js';
import { networkFetch, type Browser } from './network-fetch.js';
import type { PageRequest } from './page-request.js';
import {
  isNonWildcardRequestHeader,
  isSafelistedMethod,
  unsafeRequestHeaderNames,
} from './safelisted.js';

const ALLOW_METHODS = 'Access-Control-Allow-Methods';
const ALLOW_HEADERS = 'Access-Control-Allow-Headers';
const DEFAULT_MAX_AGE = 5;

/**
 * Asks whether a request may be sent, and remembers the answer.
 *
 * @throws CorsError if it may not.
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export async function preflightFetch(browser: Browser, request: PageRequest): Promise<void> {
  const names = unsafeRequestHeaderNames(request.headers);
  const headers = new Headers({
    Accept: '*/*',
    'Access-Control-Request-Method': request.method,
    ...(names.length > 0 && { 'Access-Control-Request-Headers': names.join(',') }),
  });
  const response = await networkFetch(browser, {
    ...request,
    method: 'OPTIONS',
    headers,
    body: undefined,
    mode: 'cors',
    credentials: 'same-origin',
    tainting: 'cors',
  });
  response.discard();

  const { status } = response;
  const refuse = (fault: CorsFault) => new CorsError(fault, request, { preflight: true, status });
  const fault = corsCheck(request, response.headers) ?? statusFault(status);
  if (fault) throw refuse(fault);

  const methods = granted('methods-malformed', ALLOW_METHODS, response.headers);
  if ('step' in methods) throw refuse(methods);
  const allowedHeaders = granted('headers-malformed', ALLOW_HEADERS, response.headers);
  if ('step' in allowedHeaders) throw refuse(allowedHeaders);
  // An upload alone asks for no method: https://fetch.spec.whatwg.org/#use-cors-preflight-flag
  if (methods.received === undefined && request.streams) methods.names.push(request.method);

  const notGranted = methodFault(request, methods) ?? headerFault(request, names, allowedHeaders);
  if (notGranted) throw refuse(notGranted);
  browser.preflights.remember(
    request,
    maxAgeOf(response.headers),
    methods.names,
    allowedHeaders.names,
  );
}

/** A list of what is granted, beside the header as it came. */
interface Granted {
  readonly names: string[];
  readonly received: string | undefined;
}

function granted(
  reason: 'methods-malformed' | 'headers-malformed',
  header: string,
  headers: Headers,
): Granted | CorsFault {
  const received = headers.get(header) ?? undefined;
  const names = listHeader(headers, header);
  if (names !== 'malformed') return { names: [...(names ?? [])], received };
  return {
    step: 'CORS-preflight fetch',
    reason,
    why: `has ${header} ${JSON.stringify(received)}: expected names, separated by commas`,
    header,
    received,
  };
}

function statusFault(status: number): CorsFault | undefined {
  if (status >= 200 && status <= 299) return undefined;
  const redirects = status >= 300 && status <= 399;
  return {
    step: 'CORS-preflight fetch',
    reason: redirects ? 'preflight-redirect' : 'preflight-status',
    why: `has the status ${status}: expected 200 to 299${redirects ? ', for no redirect is followed' : ''}`,
  };
}

function methodFault(request: PageRequest, { names, received }: Granted): CorsFault | undefined {
  const { method, credentials } = request;
  if (names.includes(method) || isSafelistedMethod(method)) return undefined;
  if (credentials !== 'include' && names.includes('*')) return undefined;
  return {
    step: 'CORS-preflight fetch',
    reason: 'method-not-allowed',
    why: `${has(ALLOW_METHODS, received)}: expected ${expectation(method, credentials)}`,
    header: ALLOW_METHODS,
    received,
    expected: method,
  };
}

function headerFault(
  { credentials }: PageRequest,
  unsafe: readonly string[],
  { names, received }: Granted,
): CorsFault | undefined {
  const listed = new Set(names.map((name) => name.toLowerCase()));
  const isAny = credentials !== 'include' && listed.has('*');
  const missing = unsafe.find(
    (name) => !listed.has(name) && !(isAny && !isNonWildcardRequestHeader(name)),
  );
  if (missing === undefined) return undefined;
  const byName = isAny
    ? `"${missing}" by its name, which "*" never covers`
    : expectation(missing, credentials);
  return {
    step: 'CORS-preflight fetch',
    reason: isAny ? 'header-not-in-wildcard' : 'header-not-allowed',
    why: `${has(ALLOW_HEADERS, received)}: expected ${byName}`,
    header: ALLOW_HEADERS,
    received,
    expected: missing,
  };
}

const has = (header: string, received: string | undefined) =>
  received === undefined ? `has no ${header}` : `has ${header} ${JSON.stringify(received)}`;

const expectation = (name: string, credentials: PageRequest['credentials']) =>
  `"${name}" ${credentials === 'include' ? 'by its name, for the request has credentials' : 'or "*"'}`;

/** Seconds. */
function maxAgeOf(headers: Headers): number {
  const value = headers.get('Access-Control-Max-Age') ?? '';
  return /^\d+$/.test(value) ? Number(value) : DEFAULT_MAX_AGE;
}
