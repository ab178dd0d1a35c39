import { createRequire } from 'node:module';
import { FOREIGN, MOUNTED_AT } from './foreign.js';

/** A route that somebody adds to Fastify beside Nest: to Nest's instance, by a plugin, or before Nest to an own one. */
export interface FastifyRoute {
  readonly platform: 'fastify';
  readonly where: 'before' | 'plugin' | 'own';
  readonly method: string;
  readonly path: string;
  readonly constraint: string | undefined;
}

interface Reply {
  header(name: string, value: string): Reply;
  send(body: string): unknown;
}

/** What is used of Fastify. */
export interface FastifyInstance {
  route(options: {
    method: string | string[];
    url: string;
    constraints?: { host: string };
    handler: (request: unknown, reply: Reply) => unknown;
  }): void;
  register(plugin: (instance: FastifyInstance) => Promise<void>, options: { prefix: string }): void;
}

const require = createRequire(
  createRequire(import.meta.url).resolve('@nestjs/platform-fastify/package.json'),
);
/** Makes an instance with the Fastify that Nest's adapter has. */
export const fastify = require('fastify') as (options: object) => FastifyInstance;

/** Adds a route to an instance. */
export function addToFastify(
  instance: FastifyInstance,
  { where, method, path, constraint }: FastifyRoute,
): void {
  const register = (fastify: FastifyInstance) =>
    fastify.route({
      method: method === 'ALL' ? ['GET', 'PUT', 'DELETE', 'OPTIONS'] : method,
      url: path,
      ...(constraint !== undefined && { constraints: { host: constraint } }),
      handler: (_request, reply) => reply.header(FOREIGN, 'answers').send('outside'),
    });
  // A plugin that is not asynchronous would throw at nobody.
  if (where === 'plugin')
    instance.register(async (plugin) => register(plugin), { prefix: MOUNTED_AT });
  else register(instance);
}
