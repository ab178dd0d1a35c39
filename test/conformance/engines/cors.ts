import cors from 'cors';
import express, { type Request, type RequestHandler } from 'express';
import { createServer } from 'node:http';
import type { CorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import { corsOptionsOf, corsOptionsOrDelegate } from './cors-options.js';
import type { Engine } from './engine.js';
import { type Asked, layersOf, type Layers } from './layers.js';
import { listening } from './listening.js';

const asked = ({ method, path, headers }: Request): Asked => ({
  method,
  path,
  header: (name) => headers[name]?.toString(),
});

const answer =
  (headers: Record<string, string> = {}): RequestHandler =>
  (_, response) =>
    void response.set({ 'X-Handler': '1', ...headers }).end();

function start(layers: Layers<CorsOptions>) {
  const app = express().set('env', 'test');
  if (layers.root !== undefined) app.use(cors(corsOptionsOrDelegate(layers, asked)));

  app.get('/401', (_, response) => void response.status(401).end());
  app.get('/raw', (_, response) => void response.writeHead(200).end('raw'));
  app.get('/sse', (_, response) => void response.type('text/event-stream').end('data: one\n\n'));

  for (const method of ['get', 'post', 'put', 'patch', 'delete', 'options'] as const) {
    app[method]('/t', answer());
  }
  app.get(['/x', '/off'], answer());
  app.put(['/x', '/off'], answer());
  app.get('/vary', answer({ Vary: 'Accept-Encoding' }));
  app.get('/vary-origin', answer({ Vary: 'Origin' }));
  app.get('/vary-any', answer({ Vary: '*' }));
  app.get('/own', answer({ 'Access-Control-Allow-Origin': 'https://handler.example' }));
  app.get('/500', () => {
    throw new Error('broken');
  });
  return listening(createServer(app));
}

/** `cors`, for Express. */
export const corsEngine: Engine = {
  name: 'cors, Express',
  isOurs: false,
  packages: ['cors', 'express'],
  prepare(config) {
    const options = layersOf(config, corsOptionsOf);
    return { options, start: () => start(options) };
  },
};
