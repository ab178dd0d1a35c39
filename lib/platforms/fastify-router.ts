import type { IncomingMessage } from 'node:http';
import type { AbstractHttpAdapter } from '@nestjs/core';
import createFindMyWay from 'find-my-way';
import type { Constraints, ConstraintStrategy } from './fastify-constraints.js';

/** The part of a Fastify instance that is used here. */
export interface FastifyInstance {
  addHook(name: 'onRoute', hook: (options: RouteOptions) => void): void;
  addHook(name: 'onReady', hook: () => Promise<void>): void;
  hasRoute(route: { url: string; method: string; constraints: Constraints }): boolean;
  printRoutes(options: { commonPrefix: boolean }): string;
  routing(request: IncomingMessage, response: unknown): void;
  /** The options of the router have a place of their own since Fastify 5.5. */
  readonly initialConfig: RouterOptions & { readonly routerOptions?: RouterOptions };
}

export interface RouteOptions {
  readonly method: string | readonly string[];
  readonly url: string;
  readonly prefix: string;
  readonly routePath: string;
  readonly constraints?: Constraints;
  config?: object;
}

interface RouterOptions {
  readonly constraints?: Strategies;
}

export type Strategies = Readonly<Record<string, ConstraintStrategy>>;

export type Params = Readonly<Record<string, string | undefined>>;

/** The part of find-my-way that is used here. */
export interface FastifyRouter {
  on(
    method: string,
    path: string,
    options: { readonly constraints: Constraints },
    handler: (request: IncomingMessage, response: null, params: Params) => unknown,
    store: unknown,
  ): void;
  lookup(request: IncomingMessage, response: null): unknown;
  find(method: string, path: string): Found | null;
}

interface Found {
  /** `null` for what is not found either: a path that cannot be decoded, a parameter that is too long. */
  readonly store: unknown;
  readonly params: Params;
}

/** The options of the router of a Fastify instance. */
export function routerOptionsOf({ initialConfig }: FastifyInstance): RouterOptions {
  return initialConfig.routerOptions ?? initialConfig;
}

/** Makes a router with the options of Fastify's own, which Fastify does not share. */
export function createFastifyRouter(
  adapter: AbstractHttpAdapter,
  constraints: Strategies = {},
): FastifyRouter {
  const own = routerOptionsOf(adapter.getInstance<FastifyInstance>());
  const options = { ...own, constraints, defaultRoute: () => undefined };
  return createFindMyWay(options as object) as unknown as FastifyRouter;
}
