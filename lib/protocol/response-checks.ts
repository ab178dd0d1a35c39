import { ACAC, ACAH, ACAM, ACAO } from './header.js';
import { isSafelistedMethod } from './safelist.js';

/** What a user agent knows when it looks at a response. */
export interface CheckedRequest {
  readonly origin: string;
  readonly method: string;
  readonly credentials: boolean;
}

/** A response's headers, by the names that this library sends. */
type Headers = Readonly<Record<string, string>>;

/**
 * The CORS check of a user agent: says why it fails, if it does.
 *
 * @see https://fetch.spec.whatwg.org/#concept-cors-check
 */
export function failedCorsCheck(
  headers: Headers,
  { origin, credentials }: CheckedRequest,
): string | undefined {
  const allowed = headers[ACAO];
  if (allowed === undefined) return `there is no ${ACAO}`;
  if (!credentials && allowed === '*') return undefined;
  if (allowed === '*') return `${ACAO} is "*", which is for requests without credentials`;
  if (allowed !== origin) return `${ACAO} is ${JSON.stringify(allowed)}`;
  if (!credentials || headers[ACAC] === 'true') return undefined;
  return `there is no ${ACAC}, and the request includes credentials`;
}

/** Says why a preflight's answer does not allow the method, if it does not. */
export function failedMethodCheck(
  headers: Headers,
  { method, credentials }: CheckedRequest,
): string | undefined {
  const methods = members(headers[ACAM]);
  if (methods.includes(method) || isSafelistedMethod(method)) return undefined;
  if (!credentials && methods.includes('*')) return undefined;
  return `${ACAM} has no ${method}`;
}

/** Says why a preflight's answer does not allow these headers, if it does not. */
export function failedHeadersCheck(
  headers: Headers,
  names: readonly string[],
  { credentials }: CheckedRequest,
): string | undefined {
  const allowed = members(headers[ACAH]?.toLowerCase());
  // https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
  const isAny = (name: string) => !credentials && allowed.includes('*') && name !== 'authorization';
  const missing = names
    .map((name) => name.toLowerCase())
    .find((name) => !allowed.includes(name) && !isAny(name));
  return missing === undefined ? undefined : `${ACAH} has no ${missing}`;
}

function members(value = ''): readonly string[] {
  return value.split(',').map((member) => member.trim());
}
