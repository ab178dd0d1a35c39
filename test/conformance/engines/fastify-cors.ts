import fastifyCors from '@fastify/cors';
import type { CorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { corsOptionsOf, corsOptionsOrDelegate } from './cors-options.js';
import type { Engine } from './engine.js';
import { type Asked, layersOf, type Layers } from './layers.js';

const asked = ({ method, url, headers }: FastifyRequest): Asked => ({
  method,
  path: url.split('?')[0] ?? '',
  header: (name) => headers[name]?.toString(),
});

async function start(layers: Layers<CorsOptions>) {
  const app = fastify();
  if (layers.root !== undefined) {
    const options = corsOptionsOrDelegate(layers, asked);
    await app.register(fastifyCors, () => options);
  }
  const answer = (headers: Record<string, string> = {}) => ({
    handler: (_: FastifyRequest, reply: FastifyReply) =>
      reply.headers({ 'X-Handler': '1', ...headers }).send(),
  });
  const { handler } = answer();

  app.route({ url: '/t', method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'], handler });
  for (const url of ['/x', '/off']) app.route({ url, method: ['GET', 'PUT'], handler });
  app.get('/vary', answer({ Vary: 'Accept-Encoding' }));
  app.get('/vary-origin', answer({ Vary: 'Origin' }));
  app.get('/vary-any', answer({ Vary: '*' }));
  app.get('/own', answer({ 'Access-Control-Allow-Origin': 'https://handler.example' }));
  app.get('/401', {
    preHandler: async (_, reply) => reply.code(401).send(),
    handler,
  });
  app.get('/500', () => {
    throw new Error('broken');
  });
  app.get('/sse', (_, reply) =>
    reply.type('text/event-stream').send(Readable.from(['data: one\n\n'])),
  );
  app.get('/raw', (_, reply) => {
    reply.hijack();
    reply.raw.writeHead(200).end('raw');
  });

  const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
  return { port: Number(port), close: () => app.close() };
}

/** `@fastify/cors`, for Fastify. */
export const fastifyCorsEngine: Engine = {
  name: '@fastify/cors, Fastify',
  isOurs: false,
  packages: ['@fastify/cors', 'fastify'],
  prepare(config) {
    const options = layersOf(config, corsOptionsOf);
    return { options, start: () => start(options) };
  },
};
