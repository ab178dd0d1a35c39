import type { CorsFault, CorsReason } from './cors-error.js';
import type { PageRequest } from './page-request.js';
import { serializedOrigin } from './request-origin.js';

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';
const ALLOW_CREDENTIALS = 'Access-Control-Allow-Credentials';

/**
 * Says what keeps a page from a response, or nothing if the response lets it in.
 *
 * @see https://fetch.spec.whatwg.org/#concept-cors-check
 */
export function corsCheck(request: PageRequest, headers: Headers): CorsFault | undefined {
  const origin = serializedOrigin(request);
  const withCredentials = request.credentials === 'include';

  const allowed = headers.get(ALLOW_ORIGIN) ?? undefined;
  const either = withCredentials ? `"${origin}"` : `"${origin}" or "*"`;
  const tainted = origin === request.origin ? '' : ', for a redirect across origins makes it null';
  const originFault = (reason: CorsReason, said: string): CorsFault => ({
    step: 'CORS check',
    reason,
    why: `${said}: expected ${either}${tainted}`,
    header: ALLOW_ORIGIN,
    received: allowed,
    expected: origin,
  });
  if (allowed === undefined) return originFault('origin-missing', `has no ${ALLOW_ORIGIN}`);
  if (allowed === '*' && !withCredentials) return undefined;
  if (allowed !== origin) {
    const said = `has ${ALLOW_ORIGIN} ${JSON.stringify(allowed)}`;
    if (allowed === '*') {
      return originFault('origin-wildcard', `${said}, which is for requests without credentials`);
    }
    if (allowed.includes(',')) {
      return originFault('origin-several', `${said}, which is more than one`);
    }
    return originFault('origin-differs', said);
  }

  if (!withCredentials) return undefined;
  const credentials = headers.get(ALLOW_CREDENTIALS) ?? undefined;
  // Byte for byte: "True" is not "true".
  if (credentials === 'true') return undefined;
  const missing = credentials === undefined;
  return {
    step: 'CORS check',
    reason: missing ? 'credentials-missing' : 'credentials-not-true',
    why: `has ${missing ? 'no ' : ''}${ALLOW_CREDENTIALS}${missing ? '' : ` ${JSON.stringify(credentials)}`}: expected "true", for the request has credentials`,
    header: ALLOW_CREDENTIALS,
    received: credentials,
    expected: 'true',
  };
}
