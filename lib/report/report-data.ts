import type { CorsRoute } from '../described-routes.js';
import { Identity } from '../identity.js';
import { isDecorated, ROOT } from '../place.js';
import { by, compare } from './sorted.js';
import { DeclaredOrigins, type CorsReportOrigin } from './declared-origins.js';
import { marksOf } from './marks.js';
import { optionsOf, type CorsReportOption } from './reported-options.js';

/** Who may do what: the routes of an app, by policy. Plain data, made for `JSON.stringify`. */
export interface CorsReportData {
  /** The policies, each once, sorted by name; routes are sorted by path. A new one moves no other. */
  readonly policies: readonly CorsReportPolicy[];
  /** The routes on which CORS is switched off: no page on another origin reads a response. */
  readonly off: readonly CorsReportRoute[];
  /** The routes of which no layer says anything, and where the library stays out. */
  readonly unsaid: readonly CorsReportRoute[];
  /** The paths where an upstream answers, with a CORS of its own; absent where there are none. */
  readonly upstream?: readonly CorsReportRoute[];
}

/** A policy, and the routes that have it. */
export interface CorsReportPolicy {
  /**
   * Where it is written, the place of `origin` first: `policies.public + WidgetController.news`. Of
   * several that are written there, with a route: `policies.public (GET /widgets)`.
   */
  readonly name: string;
  /** The origins as they are declared, not those that a pattern or a function stands for. */
  readonly origins: readonly CorsReportOrigin[];
  /**
   * What a reviewer looks for: `any origin`, `null origin`, `decided by code`, `loaded list`,
   * `credentials`, and each dangerous option by its name.
   */
  readonly marks: readonly string[];
  /** The options that are set, and of those that grant something also the others. */
  readonly options: readonly CorsReportOption[];
  readonly routes: readonly CorsReportRoute[];
}

/** A route: of a controller, of `paths`, or all else, which is `ALL *`. */
export type CorsReportRoute = Pick<CorsRoute, 'method' | 'path' | 'name' | 'differs'>;

/** Of each route, the policy by name that its options are or extend: `policies.public`. */
export type PolicyNames = ReadonlyMap<CorsRoute, string | undefined>;

/** Groups the routes of an app by what is granted on them. */
export function reportOf(
  routes: readonly CorsRoute[],
  names: PolicyNames = new Map(),
): CorsReportData {
  const identity = new Identity();
  const declared = new DeclaredOrigins();
  const groups = new Map<number, CorsRoute[]>();
  for (const route of routes) {
    if (route.cors !== 'on') continue;
    const key = identity.of(route.options);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [route]);
    else group.push(route);
  }
  const without = (cors: CorsRoute['cors']) =>
    routes
      .filter((route) => route.cors === cors)
      .toSorted(byPath)
      .map(reported);
  const upstream = without('upstream');
  const policies = [...groups.values()].map((group) =>
    policyOf(group.toSorted(byPath), declared, names),
  );
  return {
    policies: withOwnNames(policies).toSorted(by(({ name }) => name)),
    off: without('off'),
    unsaid: without('none'),
    ...(upstream.length > 0 && { upstream }),
  };
}

function policyOf(
  routes: readonly CorsRoute[],
  declared: DeclaredOrigins,
  names: PolicyNames,
): CorsReportPolicy {
  const [{ options, sources } = { options: {}, sources: {} }] = routes;
  const named = routes.filter((route) => names.get(route) !== undefined);
  const naming = named.length > 0 ? named : routes;
  const origins = declared.of(options.origin, sources.origin);
  return {
    name: naming.map((route) => nameOf(route.sources, names.get(route))).reduce(better),
    origins,
    marks: marksOf(options, origins),
    options: optionsOf(options, routes),
    routes: routes.map(reported),
  };
}

/** The root is named only where the origins come from it: it has a part in every policy. */
function nameOf(sources: CorsRoute['sources'], policy: string | undefined): string {
  const { origin = ROOT, ...others } = sources;
  const places = new Set([
    origin,
    ...(policy === undefined ? [] : [policy]),
    ...Object.values(others),
  ]);
  if (origin !== ROOT || policy !== undefined) places.delete(ROOT);
  return [...places].join(' + ');
}

/** Of the places that say the same, the one that a new route is least likely to replace. */
function better(one: string, other: string): string {
  const rank = (name: string) => [name.split(' + ').length, isDecorated(name) ? 1 : 0, name];
  return compare(rank(one), rank(other)) > 0 ? other : one;
}

function withOwnNames(policies: readonly CorsReportPolicy[]): readonly CorsReportPolicy[] {
  const names = new Map<string, number>();
  for (const { name } of policies) names.set(name, (names.get(name) ?? 0) + 1);
  return policies.map((policy) => {
    const { name, routes } = policy;
    const [{ method, path } = { method: '', path: '' }] = routes;
    return names.get(name) === 1 ? policy : { ...policy, name: `${name} (${method} ${path})` };
  });
}

/** All else comes last. */
const byPath = by(({ path, method, name }: CorsRoute) => [
  path === '*' ? 1 : 0,
  path,
  method,
  name,
]);

function reported({ method, path, name, differs }: CorsRoute): CorsReportRoute {
  return { method, path, name, ...(differs && { differs }) };
}
