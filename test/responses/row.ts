import type { Platform, Response } from '../support/test-app.js';
import { APP, type AppName, EVIL, ROOT, SHARED } from './app/policy.js';

/** A kind of response. */
export interface Row {
  readonly name: string;
  readonly kind: 'actual' | 'granted preflight' | 'refused preflight' | 'refused origin';
  readonly app: AppName;
  readonly platforms: readonly Platform[];
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signs: Signs;
  /** What this library sends: first to the origin that the row is about, then to others. */
  readonly expected: readonly [Expected, ...Expected[]];
}

/** What shows that a response is the one that is meant. */
export interface Signs {
  readonly status: number;
  /** Text that is in the body. */
  readonly says: string;
  readonly also: Readonly<Record<string, string | undefined>>;
}

export interface Expected {
  readonly origin: string;
  /** Every `Access-Control-*` header and `Vary`. */
  readonly cors: Readonly<Record<string, string>>;
}

/** What is written of a response, where it is not as most are. */
interface Written {
  readonly app?: AppName;
  readonly on?: Platform;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly says?: string;
  readonly also?: Readonly<Record<string, string>>;
  /** What is in `Vary` besides `Origin`. */
  readonly vary?: string;
  /** It has the policy of the root, and not of a handler. */
  readonly root?: true;
}

const both: readonly Platform[] = ['express', 'fastify'];

/** A response to an actual request. */
export function actual(name: string, status: number, path: string, written: Written = {}): Row {
  const { app = 'plain', on, method = 'GET', headers = {}, body } = written;
  const { says = '', also = {}, root = false } = written;
  const [allowed, other] = root ? [ROOT, APP] : [APP, ROOT];
  const vary = written.vary === undefined ? 'Origin' : `Origin, ${written.vary}`;
  return {
    name,
    kind: 'actual',
    app,
    platforms: on === undefined ? both : [on],
    method,
    path,
    headers,
    body,
    signs: { status, says, also },
    expected: [
      {
        origin: allowed,
        cors: {
          'access-control-allow-origin': allowed,
          'access-control-allow-credentials': String(SHARED.credentials),
          'access-control-expose-headers': SHARED.exposedHeaders,
          vary,
        },
      },
      { origin: EVIL, cors: { vary } },
      { origin: other, cors: { vary } },
    ],
  };
}

/** What is written of a preflight that is refused: what is asked for in vain. */
interface Asked {
  readonly app?: AppName;
  readonly origin?: string;
  readonly method?: string;
  readonly header?: string;
}

/** The response to a preflight, which asks for what is granted unless something else is written. */
export function preflight(name: string, asked: Asked = {}): Row {
  const { app = 'plain', origin = APP, method = 'POST', header = 'x-api-key' } = asked;
  const isGranted = origin === APP && method === 'POST' && header === 'x-api-key';
  const vary = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';
  const granted = {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': String(SHARED.credentials),
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': header,
  };
  return {
    name,
    kind: isGranted ? 'granted preflight' : 'refused preflight',
    app,
    platforms: app === 'http2' ? ['fastify'] : both,
    method: 'OPTIONS',
    path: '/answers/body',
    headers: {
      'Access-Control-Request-Method': method,
      'Access-Control-Request-Headers': header,
    },
    signs: { status: isGranted ? 204 : 403, says: '', also: {} },
    expected: [{ origin, cors: { ...(isGranted && granted), vary } }],
  };
}

/** What a response has of the signs of a row. */
export function signsOf({ status, headers, body }: Response, { says, also }: Signs): Signs {
  return {
    status,
    says: body.includes(says) ? says : body,
    also: Object.fromEntries(Object.keys(also).map((name) => [name, headers[name]])),
  };
}

/** The order of the names in `Vary`, and their case, mean nothing; a name that comes twice shows. */
export function inOrder({ vary = '', ...others }: Readonly<Record<string, string>>) {
  return { ...others, vary: vary.toLowerCase().split(', ').sort().join(', ') };
}
