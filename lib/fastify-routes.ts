import type { IncomingMessage } from 'node:http';
import { VERSION_NEUTRAL } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import {
  assumedOr,
  assumptionsOf,
  type Assumption,
  type Constraints,
} from './fastify-constraints.js';
import {
  createFastifyRouter,
  type FastifyInstance,
  type FastifyRouter,
  type Params,
  type RouteOptions,
} from './fastify-router.js';
import { hostFilter } from './host-filter.js';
import { hostnameOf } from './http-adapter.js';
import type {
  Candidates,
  DeclaredRoute,
  PathRoute,
  PlatformRoutes,
  Route,
} from './platform-routes.js';
import { isToken } from './protocol/token.js';

/** One method at one path, as Fastify was told. A route of no controller stays without one. */
interface Registered {
  readonly method: string;
  readonly url: string;
  readonly constraints: Constraints;
  route?: Route;
  /** Says whether Nest lets the request through to the handler. */
  serves?: (request: IncomingMessage, params: Params) => boolean;
}

/** What Nest's adapter asks of a request before it calls the handler, where it asks for something. */
type ParamsGuard = (url: string, handler: () => boolean) => (...args: readonly object[]) => unknown;

/**
 * The routes of Fastify: all that it is told of, also by plugins, in a second router of the same
 * make, the same version and the same options as its own, which it does not share.
 */
export class FastifyRoutes implements PlatformRoutes {
  private readonly router: FastifyRouter;
  private readonly registered: Registered[] = [];
  private readonly known: ReadonlySet<string>;
  /** Every combination of constraints that a request could have and a preflight does not show. */
  private assumptions: readonly Assumption[] = [{}];
  /**
   * Whether a method and a path are all that a route is found by. Without the constraints of each
   * request to ask for, a preflight with its six methods takes the library a quarter less.
   */
  private isPlain: boolean;
  private paths: FastifyRouter;

  constructor(private readonly adapter: AbstractHttpAdapter) {
    const fastify = adapter.getInstance<FastifyInstance>();
    const { constraints = {} } = fastify.initialConfig.routerOptions ?? {};
    const strategies = assumedOr(constraints);
    this.router = createFastifyRouter(adapter, strategies);
    this.paths = createFastifyRouter(adapter);
    this.known = new Set(['version', 'host', ...Object.keys(strategies)]);
    this.isPlain = !Object.values(strategies).some((strategy) => strategy.mustMatchWhenDerived);
    fastify.addHook('onRoute', (options) => this.register(options));
  }

  bind(routes: readonly DeclaredRoute[]): void {
    const declared = new Map<string, DeclaredRoute[]>();
    for (const route of routes) {
      const key = `${route.method} ${route.path}`;
      declared.set(key, [...(declared.get(key) ?? []), route]);
    }
    const candidates = ({ method, url }: Registered): readonly DeclaredRoute[] => {
      // Fastify adds HEAD to GET.
      const methods = method === 'HEAD' ? ['HEAD', 'GET', 'ALL'] : [method, 'ALL'];
      return methods.flatMap((name) => declared.get(`${name} ${url}`) ?? []);
    };
    const served = new Set<DeclaredRoute>();
    for (const registered of this.registered) {
      const route = candidates(registered).find((candidate) =>
        isSame(registered.constraints, constraintsOf(candidate)),
      );
      if (route !== undefined) this.serve(registered, route);
      if (route !== undefined) served.add(route);
    }
    // Nest 11 leaves the constraints of `@All()` out.
    for (const registered of this.registered) {
      if (registered.route !== undefined || !isSame(registered.constraints, {})) continue;
      const route = candidates(registered).find((candidate) => !served.has(candidate));
      if (route?.method === 'ALL') this.serve(registered, route);
    }
    this.assumptions = assumptionsOf(this.registered.map(({ constraints }) => constraints));
  }

  bindPaths(paths: readonly PathRoute[]): void {
    const router = createFastifyRouter(this.adapter);
    for (const route of paths) {
      router.on('GET', route.path, { constraints: {} }, () => route, route);
      router.on('GET', `${route.path}/*`, { constraints: {} }, () => route, route);
    }
    this.paths = router;
  }

  find(request: IncomingMessage): Route | undefined {
    return this.lookup(request.method ?? '', request, {});
  }

  candidates(preflight: IncomingMessage): Candidates {
    return (method) => {
      const found: Route[] = [];
      for (const assumption of this.assumptions) {
        const route = this.lookup(method, preflight, assumption);
        if (route !== undefined && !found.includes(route)) found.push(route);
      }
      return found;
    };
  }

  findPath(request: IncomingMessage): PathRoute | undefined {
    return this.paths.find('GET', request.url ?? '/')?.store as PathRoute | undefined;
  }

  private lookup(
    method: string,
    request: IncomingMessage,
    assumption: Assumption,
  ): Route | undefined {
    if (!this.isPlain) return this.lookupConstrained(method, request, assumption);
    const found = this.router.find(method, request.url ?? '/');
    // Nothing is stored for what cannot be decoded, or is too long.
    if (!found?.store) return undefined;
    return servedBy(found.store as Registered, request, found.params);
  }

  private lookupConstrained(
    method: string,
    request: IncomingMessage,
    assumption: Assumption,
  ): Route | undefined {
    // A request of HTTP/2 throws if it is given nothing for a method.
    if (!isToken(method)) return undefined;
    const lookUp = () => this.router.lookup(request, null, assumption) as Route | undefined;
    return askingFor(method, request, lookUp);
  }

  private register({ method, url, prefix, routePath, constraints = {} }: RouteOptions): void {
    // What Fastify was given a constraint for later on is matched as if it had none.
    const known = Object.entries(constraints).filter(([name]) => this.known.has(name));
    for (const name of [method].flat()) {
      this.add({ method: name, url, constraints: Object.fromEntries(known) });
      // A plugin's "/" is served with a slash and without one, but announced once.
      if (prefix !== '' && routePath === '') {
        this.add({ method: name, url: `${url}/`, constraints: Object.fromEntries(known) });
      }
    }
  }

  private add(registered: Registered): void {
    const { method, url, constraints } = registered;
    this.registered.push(registered);
    this.isPlain &&= isSame(constraints, {});
    try {
      this.router.on(
        method,
        url,
        { constraints },
        (request, _response, params) => servedBy(registered, request, params),
        registered,
      );
    } catch {
      // There already. Fastify tolerates that for the HEAD that it adds, of which the path with an
      // optional parameter may be new, and refuses the rest itself.
    }
  }

  private serve(registered: Registered, route: DeclaredRoute): void {
    const servesHost = route.hosts === undefined ? undefined : hostFilter(route.hosts);
    const servesParams = this.paramsGuard(registered.url);
    registered.route = route;
    registered.serves = (request, params) =>
      servesParams(request, params) && (servesHost?.(hostnameOf(this.adapter, request)) ?? true);
  }

  /** Nest's adapter answers 404 for a parameter that is empty. It is asked itself, without its log. */
  private paramsGuard(url: string): (request: IncomingMessage, params: Params) => boolean {
    const silent = Object.create(this.adapter, { logger: { value: { warn() {} } } }) as {
      requireNonEmptyParams?: ParamsGuard;
    };
    const guard = silent.requireNonEmptyParams?.(url, () => true);
    if (guard === undefined) return () => true;
    return (request, params) => guard({ params, raw: request }, { callNotFound() {} }) === true;
  }
}

function servedBy(
  { route, serves }: Registered,
  request: IncomingMessage,
  params: Params,
): Route | undefined {
  return (serves?.(request, params) ?? true) ? route : undefined;
}

/** Has a request ask for another method, for as long as it is looked up: nobody sees it in between. */
function askingFor<T>(method: string, request: IncomingMessage, lookUp: () => T): T {
  const { method: own } = request;
  request.method = method;
  try {
    return lookUp();
  } finally {
    request.method = own;
  }
}

/** What Nest's adapter constrains a route by: `@RouteConstraints()`, and its version. */
function constraintsOf({ callback, version }: DeclaredRoute): Constraints {
  const declared = Reflect.getMetadata('__fastify_route_constraints__', callback) as
    Constraints | undefined;
  const isVersioned = version !== undefined && version.of !== VERSION_NEUTRAL;
  return { ...declared, ...(isVersioned && { version: version.of }) };
}

function isSame(one: Constraints, other: Constraints): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}
