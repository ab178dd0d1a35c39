import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AbstractHttpAdapter } from '@nestjs/core';
import type { DeclaredRoute, PlatformRoutes, Route } from './platform-routes.js';

/** What is used of a Fastify instance. */
interface FastifyInstance {
  addHook(name: 'onRoute', hook: (options: RouteOptions) => void): void;
  readonly initialConfig: { readonly routerOptions?: object };
}

interface RouteOptions {
  readonly method: string | readonly string[];
  readonly url: string;
}

/** What is used of find-my-way. */
interface Router {
  on(method: string, path: string, handler: () => void, store: Registered): void;
  hasRoute(method: string, path: string): boolean;
  find(
    method: string,
    path: string,
  ): { readonly store: Registered; readonly params: Record<string, string | undefined> } | null;
}

/** One method at one path, as Fastify was told. A route of no controller stays without one. */
interface Registered {
  readonly method: string;
  readonly url: string;
  route?: Route | undefined;
}

/**
 * The routes of Fastify: all that it is told of, also by plugins, in a second router of the same
 * make, the same version and the same options as its own, which it does not share.
 */
export class FastifyRoutes implements PlatformRoutes {
  private readonly router: Router;
  private readonly registered: Registered[] = [];

  constructor(adapter: AbstractHttpAdapter) {
    const fastify = adapter.getInstance<FastifyInstance>();
    this.router = createRouter(fastify.initialConfig.routerOptions);
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const name of [method].flat()) this.register(name, url);
    });
  }

  bind(routes: readonly DeclaredRoute[]): void {
    const declared = new Map<string, DeclaredRoute>();
    for (const route of routes) {
      const key = `${route.method} ${route.path}`;
      if (!declared.has(key)) declared.set(key, route);
    }
    for (const registered of this.registered) {
      const { method, url } = registered;
      registered.route =
        declared.get(`${method} ${url}`) ??
        (method === 'HEAD' ? declared.get(`GET ${url}`) : undefined) ??
        declared.get(`ALL ${url}`);
    }
  }

  find(request: IncomingMessage, method: string): Route | undefined {
    const match = this.router.find(method, request.url ?? '/');
    if (match === null) return undefined;
    // Nest's adapter answers 404 for a parameter that is empty.
    const empty = Object.entries(match.params).some(
      ([name, value]) => value === '' && name !== '*',
    );
    return empty ? undefined : match.store.route;
  }

  private register(method: string, url: string): void {
    // Fastify adds HEAD to GET, and tolerates that it is there already.
    if (this.router.hasRoute(method, url)) return;
    const registered: Registered = { method, url };
    this.registered.push(registered);
    this.router.on(method, url, () => undefined, registered);
  }
}

/** Fastify's own copy of find-my-way: another version could match otherwise. */
function createRouter(options: object | undefined): Router {
  const ours = createRequire(import.meta.url);
  const platforms = createRequire(ours.resolve('@nestjs/platform-fastify/package.json'));
  const fastifys = createRequire(platforms.resolve('fastify'));
  const createFindMyWay = fastifys('find-my-way') as (options?: object) => Router;
  return createFindMyWay({ ...options, constraints: {} });
}
