import type { IncomingMessage } from 'node:http';
import type { AbstractHttpAdapter } from '@nestjs/core';
import findMyWay from 'find-my-way';
import type { Assumption, Constraints, ConstraintStrategy } from './fastify-constraints.js';

/** What is used of a Fastify instance. */
export interface FastifyInstance {
  addHook(name: 'onRoute', hook: (options: RouteOptions) => void): void;
  readonly initialConfig: { readonly routerOptions?: RouterOptions };
}

export interface RouteOptions {
  readonly method: string | readonly string[];
  readonly url: string;
  readonly prefix: string;
  readonly routePath: string;
  readonly constraints?: Constraints;
}

interface RouterOptions {
  readonly constraints?: Strategies;
}

type Strategies = Readonly<Record<string, ConstraintStrategy>>;

export type Params = Readonly<Record<string, string | undefined>>;

/** What is used of find-my-way. */
export interface FastifyRouter {
  on(
    method: string,
    path: string,
    options: { readonly constraints: Constraints },
    handler: (request: IncomingMessage, response: null, params: Params) => unknown,
    store: unknown,
  ): void;
  lookup(request: IncomingMessage, response: null, assumption: Assumption): unknown;
  find(method: string, path: string): Found | null;
}

interface Found {
  /** `null` for what is not found either: a path that cannot be decoded, a parameter that is too long. */
  readonly store: unknown;
  readonly params: Params;
}

/** A router like Fastify's own, from its own copy of find-my-way. */
export function createFastifyRouter(
  adapter: AbstractHttpAdapter,
  constraints: Strategies = {},
): FastifyRouter {
  const { initialConfig } = adapter.getInstance<FastifyInstance>();
  const createFindMyWay = findMyWay as unknown as (options: object) => FastifyRouter;
  const defaultRoute = () => undefined;
  return createFindMyWay({ ...initialConfig.routerOptions, constraints, defaultRoute });
}
