import fc from 'fast-check';
import { mostly, rarely } from './mostly.js';
import { MOUNTED_AT } from './foreign.js';
import { change } from './path-changes.js';
import { joined, printedAs, versionsOf, type RouteSet } from './route-set.js';
import { NEUTRAL, versionHeaders } from './versions.js';

export interface AimedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** What a request is aimed at: a route as somebody would read it, who knows nothing of its platform. */
interface Aim {
  readonly method: string;
  readonly path: string;
  readonly version: string | undefined;
  readonly host: string | undefined;
}

/** What fills a parameter. */
const ORDINARY = ['1', '2', 'a', 'b', 'a-b', 'x.y'];
const ENCODED = ['%61', '%2F', 'a%2Fb', '%25', '%40', '%3A', '%20', '%C3%A9', '%E2%84%AA'];
const UNDECODABLE = ['%ff', '%', '%zz'];
const ODD = ['', 'A', 'v1', '1234567', '1;x', ':id', '*', '~', '..', '.', '1,2', 'x'.repeat(101)];
const value = mostly(
  4,
  fc.constantFrom(...ORDINARY),
  fc.constantFrom(...ENCODED, ...UNDECODABLE, ...ODD),
);

/** Mostly what is aimed at. */
const orElse = (times: number, ...others: readonly string[]) =>
  rarely(times, fc.constantFrom(...others));

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND', 'SEARCH', 'PATCH'];
const NAMES = ['a.example.com', 'b.example.com', 'www.a.example.com', 'x.b.example.com', 'all.com'];
const HOSTS = [
  ...NAMES,
  'A.EXAMPLE.COM',
  'a.example.com:80',
  'a.example.com.',
  'localhost',
  '[::1]:3000',
];

/** What becomes a request that is likely to hit something, once there is a set. */
export const requestSeed = fc.record({
  aim: fc.nat(99),
  method: orElse(6, ...METHODS),
  any: fc.constantFrom(...METHODS),
  values: fc.array(value, { minLength: 3, maxLength: 3 }),
  optional: fc.boolean(),
  changes: mostly(
    3,
    fc.constant<((path: string) => string)[]>([]),
    fc.array(change, { minLength: 1, maxLength: 2 }),
  ),
  form: orElse(30, 'http://a.example.com', '*'),
  version: orElse(5, '1', '2', '3', '1,2', NEUTRAL),
  ownVersion: fc.nat(3),
  host: orElse(5, ...HOSTS),
  forwarded: orElse(9, 'a.example.com, b.example.com', ...HOSTS),
});
export type RequestSeed = typeof requestSeed extends fc.Arbitrary<infer S> ? S : never;

/** Aims a request at a set. */
export function aimed(set: RouteSet, seed: RequestSeed): AimedRequest {
  const aims = aimsOf(set, seed.ownVersion);
  const aim = aims[seed.aim % aims.length];
  if (aim === undefined) throw new Error('a set has no route');
  const { method, any, changes, form, version, host, forwarded } = seed;
  const own = aim.method === 'ALL' ? any : aim.method;
  const target = changes.reduce((path, change) => change(path), filled(aim.path, seed));
  const path = isRestored(set) ? target.replace(/#.*/, '') : target;
  // Fastify serves no QUERY without a body.
  const isQuery = (method ?? own) === 'QUERY';
  const request = {
    method: method ?? own,
    // The target of a request may also be absolute, or `*` without a slash.
    path: form === '*' ? path.replace('/', form) : `${form ?? ''}${path}`,
    headers: {
      ...versionHeaders(set.versioning, version ?? aim.version ?? NEUTRAL),
      ...hostHeaders(host ?? aim.host),
      ...(forwarded !== undefined && { 'X-Forwarded-Host': forwarded }),
      ...(isQuery && { 'Content-Type': 'application/json' }),
    },
    body: isQuery ? '{}' : undefined,
  };
  return printedAs(request, printedRequest);
}

/**
 * Whether Express takes a path apart for something that is mounted. With a fragment, which no
 * browser sends, it does not put it together as it was.
 */
function isRestored({ outside }: RouteSet): boolean {
  return outside.some(({ where }) => where !== 'before' && where !== 'after');
}

export function printedRequest({ method, path, headers }: AimedRequest): string {
  const fields = Object.entries(headers).map(([name, value]) => ` ${name}: ${value}`);
  return `${method} ${path}${fields.join(',')}`;
}

function hostHeaders(host: string | undefined): Readonly<Record<string, string>> {
  return host === undefined ? {} : { Host: host };
}

/** Where a route is below a path that it is mounted at. */
const MOUNTED = /mounted|middleware|sub-app|plugin/;

function aimsOf(set: RouteSet, ownVersion: number): readonly Aim[] {
  const { prefix, versioning, controllers, outside } = set;
  const aims: Aim[] = controllers.flatMap((controller) =>
    controller.handlers.flatMap((handler) => {
      const versions = versionsOf(set, controller, handler);
      const version = versions[ownVersion % Math.max(versions.length, 1)];
      const inUri = versioning?.type === 'uri' && version !== undefined && version !== NEUTRAL;
      return controller.paths.flatMap((controllerPath) =>
        handler.paths.map((path) => {
          const own = joined(controller.modulePath ?? '', controllerPath, path);
          const excluded = prefix?.exclude.some(
            ({ path, method }) =>
              path === (own || '/') && (method === undefined || method === handler.method),
          );
          return {
            method: handler.method,
            path: joined(
              excluded ? '' : (prefix?.path ?? ''),
              inUri ? `${versioning.prefix || ''}${version}` : '',
              own,
            ),
            version,
            host: handler.constraint ?? hostOf([controller.hosts ?? []].flat()[0]),
          };
        }),
      );
    }),
  );
  for (const route of outside) {
    const { where, method, path } = route;
    const at = MOUNTED.test(where) ? joined(MOUNTED_AT, path) : path;
    const host = 'constraint' in route ? route.constraint : undefined;
    aims.push({ method, path: at, version: undefined, host });
  }
  return aims.map((aim) => ({ ...aim, path: aim.path || '/' }));
}

function hostOf(host: string | RegExp | undefined): string | undefined {
  if (host === undefined) return undefined;
  if (typeof host !== 'string') return 'b.example.com';
  return host.replace(/\{www\.\}|\*/, '').replace(':tenant', 'b');
}

/** A path of a route with its parameters filled, as a browser would write it. */
function filled(path: string, { values, optional }: RequestSeed): string {
  let next = 0;
  const value = () => values[next++ % values.length] ?? '';
  const text = path
    .replaceAll(/\{([^{}]*)\}/g, (_, inside: string) => (optional ? inside : ''))
    .replaceAll(/::|\\:|[:*][$\w]*(?:\([^)]*\))?\??/g, (found) => {
      if (found === '::' || found === '\\:') return ':';
      return found.startsWith('*') && optional ? `${value()}/${value()}` : value();
    });
  const written = text.startsWith('/') ? text : `/${text}`;
  return written.replaceAll(/[^\x21-\x7e]/g, encodeURIComponent);
}
