import { createRequire } from 'node:module';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { INestApplication } from '@nestjs/common';

/** A route that is not Nest's. */
export type OutsideRoute = ExpressRoute | FastifyRoute;

export interface ExpressRoute {
  readonly platform: 'express';
  /**
   * On the instance, before Nest's own routes or after them and their 404; one that passes all
   * requests on; in a router; or somewhere behind a function.
   */
  readonly where: 'before' | 'after' | 'passing' | 'mounted' | 'middleware';
  readonly method: string;
  readonly path: string;
}

export interface FastifyRoute {
  readonly platform: 'fastify';
  readonly where: 'before' | 'plugin';
  readonly method: string;
  readonly path: string;
  readonly constraint: string | undefined;
}

/** Where routers and plugins are mounted. */
export const MOUNTED_AT = '/a';

/** What says that middleware does not answer, so that what is behind it does. */
export const PASS = 'x-pass';

export function addOutside(nest: INestApplication, route: OutsideRoute): void {
  if (route.platform === 'express') addToExpress(nest, route);
  else addToFastify(nest, route);
}

type Registers = Record<string, ((path: string, answer: object) => void) | undefined>;

interface Express {
  (): { set(name: string, value: unknown): void };
  Router(): Registers & ((...args: unknown[]) => void);
}

// It comes without types, and has to be the one that Nest's adapter has.
const require = createRequire(
  createRequire(import.meta.url).resolve('@nestjs/platform-express/package.json'),
);
export const express = require('express') as Express;

function addToExpress(nest: INestApplication, { where, method, path }: ExpressRoute): void {
  const answer = (_request: unknown, response: ServerResponse) => response.end('outside');
  const instance = nest.getHttpAdapter().getInstance() as Registers;
  const name = method.toLowerCase();
  if (where === 'mounted' || where === 'middleware') {
    const router = express.Router();
    router[name]?.(path, answer);
    const middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) =>
      PASS in request.headers ? next() : router(request, response, next);
    nest.use(MOUNTED_AT, where === 'mounted' ? router : middleware);
  } else if (where === 'passing') {
    instance[name]?.(path, (_request: unknown, _response: unknown, next: () => void) => next());
  } else {
    instance[name]?.(path, answer);
  }
}

/** What is used of Fastify. */
interface FastifyInstance {
  route(options: {
    method: string | string[];
    url: string;
    constraints?: { host: string };
    handler: (request: unknown, reply: { send(body: string): unknown }) => unknown;
  }): void;
  register(plugin: (instance: FastifyInstance) => Promise<void>, options: { prefix: string }): void;
}

function addToFastify(
  nest: INestApplication,
  { where, method, path, constraint }: FastifyRoute,
): void {
  const register = (fastify: FastifyInstance) =>
    fastify.route({
      method: method === 'ALL' ? ['GET', 'PUT', 'DELETE', 'OPTIONS'] : method,
      url: path,
      ...(constraint !== undefined && { constraints: { host: constraint } }),
      handler: (_request, reply) => reply.send('outside'),
    });
  const instance = nest.getHttpAdapter().getInstance() as FastifyInstance;
  // A plugin that is not asynchronous would throw at nobody.
  if (where === 'plugin')
    instance.register(async (plugin) => register(plugin), { prefix: MOUNTED_AT });
  else register(instance);
}
