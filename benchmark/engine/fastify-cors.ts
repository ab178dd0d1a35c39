import fastifyCors, { type FastifyCorsOptions } from '@fastify/cors';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { type IncomingMessage, ServerResponse } from 'node:http';
import { corsOptionsOf } from './cors-options.js';
import type { Engine } from './engine.js';

type Hook = (request: FastifyRequest, reply: FastifyReply, done: () => void) => void;
type MakeReply = new (
  response: ServerResponse,
  request: FastifyRequest,
  log: unknown,
) => FastifyReply;

/** `@fastify/cors`: its hook, with Fastify's own requests and replies. */
export const fastifyCorsEngine: Engine = {
  name: '@fastify/cors',
  prepare(policy) {
    const handle = hookOf(corsOptionsOf(policy) as FastifyCorsOptions);
    return {
      async exchange(asked) {
        const { request, reply } = await captured(asked);
        const Reply = reply.constructor as MakeReply;
        return {
          fresh: () => new Reply(new ServerResponse(request.raw), request, reply.log),
          answer: (reply: FastifyReply) => handle(request, reply, () => undefined),
          // It writes to the reply, which Fastify hands over to Node's response when it is sent.
          headersOf: (reply: FastifyReply) => reply.getHeaders(),
        };
      },
    };
  },
};

/** What the plugin registers. */
function hookOf(options: FastifyCorsOptions): Hook {
  const hooks: Hook[] = [];
  const instance = {
    decorateRequest: () => undefined,
    addHook: (_: string, hook: Hook) => hooks.push(hook),
    options: () => undefined,
  };
  Reflect.apply(fastifyCors, undefined, [instance, options, () => undefined]);
  const [hook] = hooks;
  if (hook === undefined) throw new Error('@fastify/cors has registered no hook');
  return hook;
}

/** Fastify's request and reply, from a route that has been asked. */
async function captured({ method, headers }: IncomingMessage) {
  const seen: { request: FastifyRequest; reply: FastifyReply }[] = [];
  const app = fastify();
  app.route({
    url: '/',
    method: ['GET', 'OPTIONS'],
    handler: (request, reply) => {
      seen.push({ request, reply });
      return reply.send();
    },
  });
  await app.inject({ url: '/', method: method as 'GET' | 'OPTIONS', headers });
  await app.close();
  const [exchange] = seen;
  if (exchange === undefined) throw new Error('Fastify has not been asked');
  return exchange;
}
