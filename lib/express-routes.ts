import type { IncomingMessage } from 'node:http';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { VERSION_NEUTRAL } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { LegacyRouteConverter } from '@nestjs/core/router/legacy-route-converter.js';
import { hostFilter } from './host-filter.js';
import { hostnameOf } from './http-adapter.js';
import { LayersByPath } from './layers-by-path.js';
import type {
  Candidates,
  DeclaredRoute,
  PathRoute,
  PlatformRoutes,
  Route,
  RouteVersion,
  Version,
} from './platform-routes.js';

type ExpressRequest = IncomingMessage & { readonly path: string };

/** What is used of a layer of Express's router. */
interface Layer {
  /** Tells what of the path the layer matches, if it does; throws if a parameter cannot be decoded. */
  match(path: string): { readonly path: string } | false;
  /** A router that is mounted has layers of its own. */
  readonly handle: object & { readonly stack?: readonly Layer[] };
  readonly route?: {
    readonly path: unknown;
    readonly methods: Readonly<Record<string, boolean>>;
    readonly stack: readonly { readonly handle: object }[];
  };
}

/** What is used of Express's router. */
interface Router {
  readonly stack: readonly Layer[];
  readonly caseSensitive: boolean;
  readonly strict: boolean;
  use(path: string, middleware: () => void): void;
}

/** A layer, with its place in the stack, and the route of a controller that it serves, if it is Nest's. */
interface BoundLayer {
  readonly rank: number;
  readonly layer: Layer;
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
  private paths: readonly { readonly layer: Layer; readonly route: PathRoute }[] = [];

  constructor(private readonly adapter: AbstractHttpAdapter) {}

  bind(routes: readonly DeclaredRoute[]): void {
    // Several routes may have one method and one path (versions, hosts): those stay in order.
    const waiting = new Map<string, DeclaredRoute[]>();
    for (const route of routes) {
      // As the adapter has done, which has logged what it thinks of it.
      const path = LegacyRouteConverter.tryConvert(route.path, { logs: false });
      const key = `${route.method} ${path}`;
      waiting.set(key, [...(waiting.get(key) ?? []), route]);
    }
    this.layers = new LayersByPath();
    this.router.stack.forEach((layer, rank) => {
      const isOurs = isNests(layer);
      const key = `${methodOf(layer)} ${String(layer.route?.path)}`;
      const route = isOurs ? waiting.get(key)?.shift() : undefined;
      if (isOurs && route === undefined) return;
      const served = route && this.serve(route);
      this.layers.add(layer.route?.path, { rank, layer, served });
    });
  }

  /** They are layers of a router of the same make and settings, the longest path first. */
  bindPaths(paths: readonly PathRoute[]): void {
    const { router } = this;
    const { caseSensitive, strict } = router;
    this.paths = paths
      .toSorted((one, other) => other.path.length - one.path.length)
      .flatMap((route) => {
        const scratch = { stack: [] as Layer[], params: {}, caseSensitive, strict };
        router.use.call(scratch, route.path, () => undefined);
        return scratch.stack.map((layer) => ({ layer, route }));
      });
  }

  find(request: IncomingMessage): Route | undefined {
    const near = this.near(request);
    return this.reach(near, request, request.method ?? 'GET', ({ servesVersion }) =>
      servesVersion === undefined ? true : servesVersion(request),
    );
  }

  candidates(preflight: IncomingMessage): Candidates {
    let near: readonly BoundLayer[] | undefined;
    return (method) => {
      near ??= this.near(preflight);
      const found: Route[] = [];
      const taken = new Set<Version>();
      this.reach(near, preflight, method, ({ route, versions }) => {
        // Versions that an earlier layer is for never come this far.
        if (versions?.every((version) => taken.has(version)) !== true) found.push(route);
        for (const version of versions ?? []) taken.add(version);
        return versions === undefined;
      });
      return found;
    };
  }

  findPath(request: IncomingMessage): PathRoute | undefined {
    const { path } = request as ExpressRequest;
    return this.paths.find(({ layer }) => layer.match(path))?.route;
  }

  private get router(): Router {
    return this.adapter.getInstance<{ router: Router }>().router;
  }

  private near(request: IncomingMessage): readonly BoundLayer[] {
    const { path } = request as ExpressRequest;
    // Express finds no path in some targets that no browser sends, and no layer for them.
    return typeof path === 'string' ? this.layers.near(path) : [];
  }

  /**
   * Goes to the routes of controllers whose layers would be given a request, in order, up to the
   * one that ends it. A parameter that cannot be decoded, or an extractor that throws, ends the
   * search as it ends the request.
   */
  private reach(
    near: readonly BoundLayer[],
    request: IncomingMessage,
    method: string,
    isEnd: (served: ServedRoute) => boolean,
  ): Route | undefined {
    const { path } = request as ExpressRequest;
    try {
      for (const { layer, served } of near) {
        if (served === undefined) {
          if (answers(layer, method, path)) return undefined;
        } else if (
          handles(layer, method) &&
          layer.match(path) !== false &&
          this.servesHost(served, request) &&
          isEnd(served)
        ) {
          return served.route;
        }
      }
    } catch {
      // Nothing is reached.
    }
    return undefined;
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

/** Nest gives the handlers of controllers the metadata of the method; nobody else does. */
function isNests({ route }: Layer): boolean {
  return route?.stack.some(({ handle }) => Reflect.hasMetadata(PATH_METADATA, handle)) ?? false;
}

/**
 * Whether a layer of somebody else answers by itself: a route whose function takes no `next`, or a
 * router that has one. Other middleware is taken to pass a request on.
 */
function answers(layer: Layer, method: string, path: string): boolean {
  const { route, handle } = layer;
  if (route !== undefined) {
    const ends = route.stack.some((inner) => (inner.handle as () => void).length < 3);
    return ends && handles(layer, method) && layer.match(path) !== false;
  }
  if (handle.stack === undefined) return false;
  const mounted = layer.match(path);
  if (mounted === false) return false;
  const rest = path.slice(mounted.path.length);
  const below = rest.startsWith('/') ? rest : `/${rest}`;
  return handle.stack.some(
    (inner) =>
      answers(inner, method, below) || (method === 'OPTIONS' && isOffered(inner, method, below)),
  );
}

/** Whether a router that is mounted lists a route in its own answer to `OPTIONS`. */
function isOffered(layer: Layer, method: string, path: string): boolean {
  return layer.route !== undefined && !handles(layer, method) && layer.match(path) !== false;
}

/** https://expressjs.com/en/5x/api.html#app.METHOD: without a handler of its own, HEAD is GET's. */
function handles({ route }: Layer, method: string): boolean {
  const methods = route?.methods ?? {};
  const name = method.toLowerCase();
  // Node.js takes no method in lower case, so that no request with it ever comes.
  if (name === method) return false;
  return '_all' in methods || name in methods || (name === 'head' && 'get' in methods);
}

/** Nest registers one method a layer; `all` has them all by name, or `_all`. */
function methodOf({ route }: Layer): string {
  const [method = '', another] = Object.keys(route?.methods ?? {});
  return method === '_all' || another !== undefined ? 'ALL' : method.toUpperCase();
}
