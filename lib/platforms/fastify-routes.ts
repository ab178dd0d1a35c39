import type { IncomingMessage } from 'node:http';
import type { AbstractHttpAdapter } from '@nestjs/core';
import type {
  Candidates,
  DeclaredRoute,
  PathRoute,
  PlatformRoutes,
  Reached,
  Route,
} from '../platform-routes.js';
import { FastifyCandidates, lookUpAs, MAX_GROUPS, type Match } from './fastify-candidates.js';
import { isSame, synchronous } from './fastify-constraints.js';
import { earlyRoutes } from './fastify-early-routes.js';
import { findRegistered, type RegisteredRoute } from './fastify-route-owners.js';
import {
  createFastifyRouter,
  routerOptionsOf,
  type FastifyInstance,
  type FastifyRouter,
  type Params,
  type RouteOptions,
  type Strategies,
} from './fastify-router.js';
import { hostnameOf, unrouted, wrappedRequestOf } from './http-adapter.js';
import { MatchFailures } from './match-failures.js';
import { MountedPaths } from './mounted-paths.js';
import { hasExtractorFailed, hostFilter, paramsGuardOf } from './nest-internals.js';
import { otherTargets, pathnameOf } from './request-path.js';

/** A registered route, with the controller's route that it serves. One of others stays without. */
interface Registered extends RegisteredRoute {
  route?: Route;
  /** Tells whether Nest lets a request through to the handler. */
  serves?: (request: IncomingMessage, params: Params) => boolean;
}

/** In the `config` of a route of Fastify: the route by method. */
const REGISTERED = Symbol('nestjs-cors route');

type Config = { readonly [REGISTERED]?: ReadonlyMap<string, Registered> };

const NOTHING: Reached = { routes: [], isSure: true };

/**
 * The routes of Fastify. It has routed an actual request before its first hook, so that it is asked
 * itself; for a preflight, all routes that it announces are looked up in routers of the same make.
 */
export class FastifyRoutes implements PlatformRoutes {
  private readonly fastify: FastifyInstance;
  private readonly registered: Registered[] = [];
  private readonly strategies: Strategies;
  private readonly reachable: FastifyCandidates<Registered>;
  private readonly failures = new MatchFailures();
  private readonly mounted: MountedPaths;
  /** Finds a request that Fastify has not routed yet; absent where no route has constraints. */
  private router: FastifyRouter | undefined;
  /** Whether there are routes that this class does not know. */
  private readonly isPartial: boolean;
  /** Whether only Fastify itself can tell which requests some routes are for. */
  private hasUnknownConstraints = false;
  private paths: FastifyRouter | undefined;

  constructor(private readonly adapter: AbstractHttpAdapter) {
    this.fastify = adapter.getInstance<FastifyInstance>();
    const { constraints = {} } = routerOptionsOf(this.fastify);
    this.strategies = synchronous(constraints);
    this.reachable = new FastifyCandidates(
      () => createFastifyRouter(adapter),
      constraints['host'] === undefined,
    );
    this.mounted = new MountedPaths(adapter);
    const early = earlyRoutes(this.fastify);
    this.isPartial = early === undefined;
    for (const { method, url } of early ?? []) this.add({ method, url, constraints: {} });
    this.fastify.addHook('onRoute', (options) => this.register(options));
  }

  begin(): void {
    // Fastify announces each route, so that there is nothing to tell apart by its place.
  }

  bind(routes: readonly DeclaredRoute[]): readonly DeclaredRoute[] {
    const { owners, missing } = findRegistered(routes, this.registered);
    for (const [registered, route] of owners) this.serve(registered, route);
    this.router = this.registered.some(({ constraints }) => !isSame(constraints, {}))
      ? this.constrainedRouter()
      : undefined;
    if (this.reachable.size > MAX_GROUPS) {
      throw new Error(
        `nestjs-cors: the routes of Fastify have ${this.reachable.size} different sets of constraints, and each is looked up for a preflight: use at most ${MAX_GROUPS}`,
      );
    }
    return missing;
  }

  bindPaths(paths: readonly PathRoute[]): void {
    this.paths = undefined;
    if (paths.length === 0) return;
    const router = createFastifyRouter(this.adapter);
    for (const route of paths) {
      router.on('GET', route.path, { constraints: {} }, () => route, route);
      router.on('GET', `${route.path}/*`, { constraints: {} }, () => route, route);
    }
    this.paths = router;
  }

  find(request: IncomingMessage): Reached {
    const wrapped = wrappedRequestOf(request);
    if (wrapped === undefined) return this.lookUp(request);
    const { config } = wrapped.routeOptions as { readonly config?: Config };
    const registered = config?.[REGISTERED]?.get(request.method ?? '');
    if (hasExtractorFailed(this.adapter, request)) {
      const { routes } = this.candidates(request)(request.method ?? '');
      return { routes, isSure: false };
    }
    // A route without a mark was there before Nest.
    if (registered === undefined) return wrapped.is404 ? NOTHING : this.lookUp(request);
    return this.reached([{ route: registered, params: wrapped.params }], request, false);
  }

  candidates(preflight: IncomingMessage): Candidates {
    return (method) => this.reached(this.reachable.find(method, preflight), preflight, true);
  }

  findPaths(url: string): readonly (PathRoute | undefined)[] {
    const { paths } = this;
    if (paths === undefined) return [undefined];
    const find = (path: string) => paths.find('GET', path)?.store as PathRoute | undefined;
    const forms = [pathnameOf(url), ...otherTargets(url)];
    return [...new Set(forms.map((path) => find(path) ?? undefined))];
  }

  otherForms(request: IncomingMessage): readonly IncomingMessage[] {
    return otherTargets(request.url ?? '/').map((url) => unrouted(request, url));
  }

  /** Fastify routes a request before any middleware sees it. */
  rerouted(): undefined {
    return undefined;
  }

  /** The routes of controllers among those that are found. A route of others may be the one that answers. */
  private reached(
    matches: readonly Match<Registered>[],
    request: IncomingMessage,
    isGuess: boolean,
  ): Reached {
    const routes = new Set<Route>();
    let isSure = !(isGuess && this.isPartial) && !this.mounted.covers(request.url ?? '/');
    for (const { route: registered, params } of matches) {
      try {
        if (registered.route === undefined) isSure &&= matches.length === 1;
        else if (registered.serves?.(request, params) ?? true) routes.add(registered.route);
      } catch (error) {
        this.failures.report(error);
        isSure = false;
        if (registered.route !== undefined) routes.add(registered.route);
      }
    }
    return { routes: [...routes], isSure, isTaken: matches.length > 0 };
  }

  /** Finds a request that Fastify has not routed: one that is made up, or any on Nest 11.1. */
  private lookUp(request: IncomingMessage): Reached {
    const { method = '' } = request;
    if (this.hasUnknownConstraints) return { ...this.candidates(request)(method), isSure: false };
    if (this.router === undefined) {
      return this.reached(this.reachable.find(method, request), request, true);
    }
    try {
      const match = lookUpAs(this.router, method, request) as Match<Registered> | undefined;
      const reached = this.reached(match === undefined ? [] : [match], request, true);
      return reached;
    } catch (error) {
      this.failures.report(error);
      return { ...this.candidates(request)(method), isSure: false };
    }
  }

  private constrainedRouter(): FastifyRouter {
    const router = createFastifyRouter(this.adapter, this.strategies);
    // A strategy that an instance was given later, or that waits for a callback, is not known.
    const known = new Set(['host', ...Object.keys(this.strategies)]);
    for (const registered of this.registered) {
      const { method, url, constraints } = registered;
      if (Object.keys(constraints).some((name) => !known.has(name))) {
        this.hasUnknownConstraints = true;
        continue;
      }
      try {
        router.on(
          method,
          url,
          { constraints },
          (_request, _response, params) => ({ route: registered, params }),
          registered,
        );
      } catch {
        // A duplicate. Fastify refuses it itself, except for a HEAD that it adds.
      }
    }
    return router;
  }

  private register(options: RouteOptions): void {
    const { method, url, prefix, routePath, constraints = {} } = options;
    const marks = new Map<string, Registered>();
    for (const name of [method].flat()) {
      const registered: Registered = { method: name, url, constraints };
      marks.set(name, registered);
      this.add(registered);
      // A plugin's "/" is served with a slash and without one, but announced once.
      if (prefix !== '' && routePath === '') this.add({ ...registered, url: `${url}/` });
    }
    // Another object: the HEAD that Fastify adds shares the options of its GET.
    options.config = { ...options.config, [REGISTERED]: marks };
  }

  private add(registered: Registered): void {
    const { method, url, constraints } = registered;
    this.registered.push(registered);
    this.reachable.add(method, url, constraints, registered);
  }

  private serve(registered: Registered, route: DeclaredRoute): void {
    const servesHost = route.hosts === undefined ? undefined : hostFilter(route.hosts);
    const servesParams = this.paramsGuard(registered.url);
    registered.route = route;
    if (servesHost === undefined && servesParams === undefined) return;
    registered.serves = (request, params) =>
      (servesParams?.(request, params) ?? true) &&
      (servesHost?.(hostnameOf(this.adapter, request)) ?? true);
  }

  /** Nest's adapter answers 404 for a parameter that is empty. It is asked itself. */
  private paramsGuard(
    url: string,
  ): ((request: IncomingMessage, params: Params) => boolean) | undefined {
    const handler = () => true;
    const guard = paramsGuardOf(this.adapter)?.(url, handler);
    if (guard === undefined || guard === handler) return undefined;
    return (request, params) => guard({ params, raw: request }, { callNotFound() {} }) === true;
  }
}
