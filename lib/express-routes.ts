import type { IncomingMessage } from 'node:http';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import type { AbstractHttpAdapter } from '@nestjs/core';
import type { DeclaredRoute, PlatformRoutes, Route } from './platform-routes.js';

/** What is used of a layer of Express's router. */
interface Layer {
  /** Truthy if the layer matches; throws if a parameter cannot be decoded. */
  match(path: string): unknown;
  readonly route?: {
    readonly path: unknown;
    readonly methods: Readonly<Record<string, boolean>>;
    readonly stack: readonly { readonly handle: object }[];
  };
}

/** A layer of a controller, and the route that it serves. */
interface BoundLayer {
  readonly layer: Layer;
  /** Upper case; `ALL` for every method. */
  readonly method: string;
  readonly route: Route;
}

/**
 * The routes of Express: its router's own layers, asked in its own order. The first one that
 * matches wins.
 */
export class ExpressRoutes implements PlatformRoutes {
  private bound: readonly BoundLayer[] = [];

  constructor(private readonly adapter: AbstractHttpAdapter) {}

  bind(routes: readonly DeclaredRoute[]): void {
    // Several routes may have one method and one path (versions, hosts): those stay in order.
    const waiting = new Map<string, DeclaredRoute[]>();
    for (const route of routes) {
      const path = this.adapter.normalizePath?.(route.path) ?? route.path;
      const key = `${route.method} ${path}`;
      waiting.set(key, [...(waiting.get(key) ?? []), route]);
    }
    this.bound = this.layers().flatMap((layer) => {
      const method = methodOf(layer);
      const route = waiting.get(`${method} ${String(layer.route?.path)}`)?.shift();
      return route === undefined ? [] : [{ layer, method, route }];
    });
  }

  find(request: IncomingMessage, method: string): Route | undefined {
    const { path } = request as IncomingMessage & { path: string };
    try {
      return this.bound.find((bound) => serves(bound.method, method) && bound.layer.match(path))
        ?.route;
    } catch {
      // A parameter that cannot be decoded: Express answers 400 without asking any route.
      return undefined;
    }
  }

  /** The layers of controllers. Nest gives their handlers the metadata of the method; nobody else does. */
  private layers(): readonly Layer[] {
    const { router } = this.adapter.getInstance<{ router: { stack: readonly Layer[] } }>();
    return router.stack.filter(({ route }) =>
      route?.stack.some(({ handle }) => Reflect.hasMetadata(PATH_METADATA, handle)),
    );
  }
}

/** Nest registers one method a layer; `all` has them all by name, or `_all`. */
function methodOf({ route }: Layer): string {
  const [method = '', another] = Object.keys(route?.methods ?? {});
  return method === '_all' || another !== undefined ? 'ALL' : method.toUpperCase();
}

/** https://expressjs.com/en/5x/api.html#app.METHOD: without a handler of its own, HEAD is GET's. */
function serves(own: string, method: string): boolean {
  return own === method || own === 'ALL' || (own === 'GET' && method === 'HEAD');
}
