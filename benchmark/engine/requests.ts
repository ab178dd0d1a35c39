import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';

/** One request that engines are measured with. */
export interface EngineRequest {
  readonly name: string;
  /** Whether its origin is among the allowed ones. */
  readonly allowed: boolean;
  /** Whether a strict engine refuses it for what else it asks. */
  readonly excessive?: boolean;
  readonly method: 'GET' | 'OPTIONS';
  readonly headers: Readonly<Record<string, string>>;
}

const REFUSED = 'https://elsewhere.example';

const actual = (name: string, origin: string): EngineRequest => ({
  name,
  allowed: origin !== REFUSED,
  method: 'GET',
  headers: { origin },
});

const preflight = (name: string, origin: string, requested = 'content-type,x-api-key') => ({
  name,
  allowed: origin !== REFUSED,
  method: 'OPTIONS' as const,
  headers: {
    origin,
    'access-control-request-method': 'PUT',
    'access-control-request-headers': requested,
  },
});

/** What every policy is asked, from an origin that it allows and from one that it does not. */
export const usualRequests = (allowed: string): readonly EngineRequest[] => [
  actual('actual, allowed', allowed),
  actual('actual, refused', REFUSED),
  preflight('preflight, allowed', allowed),
  preflight('preflight, refused', REFUSED),
];

/** `Access-Control-Request-Headers` as no browser sends it. */
export const maliciousRequests = (allowed: string): readonly EngineRequest[] =>
  Object.entries({
    '15 KB of commas': ','.repeat(15_000),
    '2,500 names': Array.from({ length: 2500 }, (_, index) => `x-${index}`).join(','),
    // As many names as are looked at, and the last one is no token.
    '128 names, the last one malformed': `${'content-type,x-api-key,'.repeat(63)}x-trace,x-trac{`,
    'a name with a letter too many': 'content-type,x-api-keys',
  }).map(([name, requested]) => ({ ...preflight(name, allowed, requested), excessive: true }));

/** The request as Node would hand it over. */
export function incoming({ method, headers }: EngineRequest): IncomingMessage {
  const message = new IncomingMessage(new Socket());
  return Object.assign(message, { method, url: '/', headers: { ...headers } });
}
