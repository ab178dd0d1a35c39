import type { IncomingMessage } from 'node:http';
import { VERSION_NEUTRAL } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import type {
  Candidates,
  DeclaredRoute,
  PathRoute,
  PlatformRoutes,
  Reached,
  RequestTarget,
  Route,
  RouteVersion,
  Version,
} from '../platform-routes.js';
import { findLayers } from './express-layer-owners.js';
import { LayersByPath } from './express-layers.js';
import { hostnameOf } from './http-adapter.js';
import { isInFront, mayAnswer, servesMethod } from './express-matching.js';
import { MatchFailures } from './match-failures.js';
import {
  expressLayersFor,
  expressRouterOf,
  hostFilter,
  type ExpressLayer,
} from './nest-internals.js';
import { otherTargets, pathForms } from './request-path.js';

type ExpressRequest = IncomingMessage & { readonly path: string; readonly baseUrl?: string };

/** A layer, with its place in the stack, and the route of a controller that it serves, if it is Nest's. */
interface BoundLayer {
  readonly rank: number;
  readonly layer: ExpressLayer;
  readonly served: ServedRoute | undefined;
}

/** A route, and what Nest filters the requests by that its layer is given. */
interface ServedRoute {
  readonly route: Route;
  readonly servesHost?: ((hostname: string) => boolean) | undefined;
  /** Absent if every version is served. */
  readonly versions?: readonly Version[] | undefined;
  readonly servesVersion?: ((request: IncomingMessage) => boolean) | undefined;
}

/**
 * The routes of Express: its router's own layers, asked in its own order. The first one that
 * matches wins, unless it is for another host or version: then Nest passes the request on.
 */
export class ExpressRoutes implements PlatformRoutes {
  private layers = new LayersByPath<BoundLayer>();
  private paths: readonly { readonly layer: ExpressLayer; readonly route: PathRoute }[] = [];
  /** The layers that Nest's `MiddlewareConsumer` registers: they pass requests on. */
  private readonly middleware = new WeakSet<ExpressLayer>();
  private readonly failures = new MatchFailures();
  /** How many layers there are before those of the controllers. */
  private before = 0;

  constructor(private readonly adapter: AbstractHttpAdapter) {
    this.noteMiddleware();
  }

  begin(): void {
    this.before = this.stack.length;
  }

  bind(routes: readonly DeclaredRoute[]): readonly DeclaredRoute[] {
    const others = this.stack.filter((layer) => !this.middleware.has(layer));
    const { owners, missing } = findLayers(routes, others, this.stack.slice(this.before));
    this.layers = new LayersByPath();
    this.stack.forEach((layer, rank) => {
      const route = owners.get(layer);
      if (route !== undefined) {
        this.layers.add(layer.route?.path, { rank, layer, served: this.serve(route) });
      } else if (!this.middleware.has(layer) && isInFront(layer)) {
        this.layers.add(layer.route?.path, { rank, layer, served: undefined });
      }
    });
    return missing;
  }

  /** The longest path first. */
  bindPaths(paths: readonly PathRoute[]): void {
    const router = expressRouterOf(this.adapter);
    this.paths = paths
      .toSorted((one, other) => other.path.length - one.path.length)
      .flatMap((route) => expressLayersFor(router, route.path).map((layer) => ({ layer, route })));
  }

  find(request: IncomingMessage): Reached {
    const near = this.near(request);
    return this.reach(near, request, request.method ?? 'GET', ({ servesVersion }) =>
      servesVersion === undefined
        ? [true, true]
        : servesVersion(request)
          ? [true, true]
          : [false, false],
    );
  }

  candidates(preflight: IncomingMessage): Candidates {
    let near: readonly BoundLayer[] | undefined;
    return (method) => {
      near ??= this.near(preflight);
      const taken = new Set<Version>();
      return this.reach(near, preflight, method, ({ versions }) => {
        // Versions that an earlier layer is for never come this far.
        const isReached = versions?.every((version) => taken.has(version)) !== true;
        for (const version of versions ?? []) taken.add(version);
        return [isReached, versions === undefined];
      });
    };
  }

  findPaths(url: string): readonly (PathRoute | undefined)[] {
    if (this.paths.length === 0) return [undefined];
    const forms = pathForms(url);
    const find = (path: string) => this.paths.find(({ layer }) => layer.match(path))?.route;
    return forms.length === 1 ? [find(forms[0] ?? '/')] : [...new Set(forms.map(find))];
  }

  otherForms(request: IncomingMessage): readonly IncomingMessage[] {
    return otherTargets(request.url ?? '/').map((url) => withTarget(request, url));
  }

  rerouted(request: IncomingMessage, came: RequestTarget): IncomingMessage | undefined {
    const { baseUrl = '', url = '/' } = request as ExpressRequest;
    // A router takes the path at which it is mounted off, and leaves at least a slash.
    const mountedAt = baseUrl.slice(came.baseUrl.length);
    const now =
      mountedAt !== '' && /^\/(?=\?|$)/.test(url) ? mountedAt + url.slice(1) : mountedAt + url;
    const isSame = withoutSlash(now) === withoutSlash(came.url) && request.method === came.method;
    if (isSame) return undefined;
    return withTarget(request, now);
  }

  private get stack(): readonly ExpressLayer[] {
    return expressRouterOf(this.adapter).stack;
  }

  /** Nest registers the middleware of modules with functions that the adapter makes. */
  private noteMiddleware(): void {
    type Factory = AbstractHttpAdapter['createMiddlewareFactory'];
    const create = this.adapter.createMiddlewareFactory.bind(this.adapter) as (
      ...args: Parameters<Factory>
    ) => Extract<ReturnType<Factory>, (...args: never[]) => unknown>;
    this.adapter.createMiddlewareFactory = (method) => {
      const register = create(method);
      return (path, callback) => {
        const { length } = this.stack;
        register(path, callback);
        for (const layer of this.stack.slice(length)) this.middleware.add(layer);
      };
    };
  }

  private near(request: IncomingMessage): readonly BoundLayer[] {
    const { path } = request as ExpressRequest;
    // Express finds no path in some targets that no browser sends, and no layer for them.
    return typeof path === 'string' ? this.layers.near(path) : [];
  }

  /**
   * Goes to the routes of controllers whose layers would be given a request, in order, up to the
   * one that ends it. `serves` tells of a route whether a request may reach it, and whether it
   * always ends there. A match that throws ends the request in Express: then it is not sure which
   * route speaks for it.
   */
  private reach(
    near: readonly BoundLayer[],
    request: IncomingMessage,
    method: string,
    serves: (served: ServedRoute) => readonly [isReached: boolean, isEnd: boolean],
  ): Reached {
    const { path } = request as ExpressRequest;
    const routes: Route[] = [];
    let isSure = true;
    for (const { layer, served } of near) {
      try {
        if (served === undefined) {
          isSure &&= !mayAnswer(layer, method, path);
          continue;
        }
        if (!servesMethod(layer, method) || layer.match(path) === false) continue;
        if (!this.servesHost(served, request)) continue;
        const [isReached, isEnd] = serves(served);
        if (isReached) routes.push(served.route);
        if (isEnd) break;
      } catch (error) {
        this.failures.report(error);
        isSure = false;
        if (served !== undefined) routes.push(served.route);
      }
    }
    return { routes, isSure };
  }

  private servesHost({ servesHost }: ServedRoute, request: IncomingMessage): boolean {
    return servesHost === undefined || servesHost(hostnameOf(this.adapter, request));
  }

  private serve(route: DeclaredRoute): ServedRoute {
    const { hosts, version } = route;
    return {
      route,
      servesHost: hosts === undefined ? undefined : hostFilter(hosts),
      ...(version !== undefined &&
        version.of !== VERSION_NEUTRAL && {
          versions: [version.of].flat(),
          servesVersion: this.versionFilter(version),
        }),
    };
  }

  /** The adapter's own filter, with nothing behind it. */
  private versionFilter({ of, options }: RouteVersion): (request: IncomingMessage) => boolean {
    type Arguments = Parameters<AbstractHttpAdapter['applyVersionFilter']>;
    const filter = this.adapter.applyVersionFilter(
      () => true,
      of as Arguments[1],
      options,
    ) as unknown as (request: IncomingMessage, response: undefined, next: () => false) => boolean;
    return (request) => filter(request, undefined, () => false);
  }
}

/** A request target without the slash at the end of its path. */
function withoutSlash(url: string): string {
  return url.replace(/\/(?=\?|$)/, '');
}

/** The same request for another target. */
function withTarget(request: IncomingMessage, url: string): IncomingMessage {
  return Object.create(request, { url: { value: url, writable: true } }) as IncomingMessage;
}
