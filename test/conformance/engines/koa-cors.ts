import cors, { type Options } from '@koa/cors';
import Koa, { type Context, type Middleware } from 'koa';
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import type { Policy } from '../case.js';
import type { Engine } from './engine.js';
import { layersOf, type Layers, optionsFor } from './layers.js';
import { listening } from './listening.js';
import { isGranted, methodsOf, originsOf } from './origins.js';

/**
 * The options of `@koa/cors`.
 *
 * - A list of origins is a function: a string would be sent to every origin.
 * - An empty `allowHeaders` echoes what is asked for, so that "none" is a name that is safelisted anyway.
 * - With credentials `'*'` is a literal name: headers are echoed, and nothing says "any method".
 */
function optionsOf(policy: Policy): Options {
  const { credentials = false, allowedHeaders = [], exposedHeaders, maxAge } = policy;
  const origins = originsOf(policy);
  const methods = methodsOf(policy);
  const names = [allowedHeaders].flat();
  const echoes = allowedHeaders === '*' && credentials;
  return {
    origin:
      origins === '*'
        ? origins
        : (context) => {
            const origin = context.get('Origin');
            return isGranted(origins, origin) ? origin : '';
          },
    credentials,
    allowMethods: [methods].flat(),
    ...(!echoes && { allowHeaders: names.length === 0 ? ['Accept'] : names }),
    ...(exposedHeaders !== undefined && { exposeHeaders: [exposedHeaders].flat() }),
    // The number 0 would be left out.
    ...(maxAge !== undefined && { maxAge: String(Math.max(0, maxAge)) }),
  };
}

/** Its documentation has no function for all options: a middleware around it chooses. */
function middleware(layers: Layers<Options>): Middleware {
  return (context, next) => {
    const { method, path } = context;
    const header = (name: string) => context.get(name) || undefined;
    const options = optionsFor(layers, { method, path, header });
    return options === undefined ? next() : cors(options)(context, next);
  };
}

const answer = (context: Context, headers: Record<string, string> = {}) => {
  for (const [name, value] of Object.entries({ 'X-Handler': '1', ...headers })) {
    context.set(name, value);
  }
  context.status = 200;
};

/** Koa has no router of its own. HEAD is GET. */
const routes: Readonly<Record<string, Middleware>> = {
  ...Object.fromEntries(
    ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((m) => [`${m} /t`, (c) => answer(c)]),
  ),
  'GET /x': (context) => answer(context),
  'PUT /x': (context) => answer(context),
  'GET /off': (context) => answer(context),
  'PUT /off': (context) => answer(context),
  'GET /vary': (context) => answer(context, { Vary: 'Accept-Encoding' }),
  'GET /vary-origin': (context) => answer(context, { Vary: 'Origin' }),
  'GET /vary-any': (context) => answer(context, { Vary: '*' }),
  'GET /own': (context) =>
    answer(context, { 'Access-Control-Allow-Origin': 'https://handler.example' }),
  'GET /401': (context) => context.throw(401),
  'GET /500': () => {
    throw new Error('broken');
  },
  'GET /sse'(context) {
    context.set('Content-Type', 'text/event-stream');
    context.body = Readable.from(['data: one\n\n']);
  },
  'GET /raw'(context) {
    context.respond = false;
    context.res.writeHead(200).end('raw');
  },
};

function start(layers: Layers<Options>) {
  const app = new Koa();
  // It prints errors that the app is made to have.
  app.silent = true;
  app.use(middleware(layers));
  app.use((context, next) => {
    const method = context.method === 'HEAD' ? 'GET' : context.method;
    return (routes[`${method} ${context.path}`] ?? next)(context, next);
  });
  return listening(createServer((...pair) => void app.callback()(...pair)));
}

/** `@koa/cors`, for Koa. */
export const koaCorsEngine: Engine = {
  name: '@koa/cors, Koa',
  isOurs: false,
  packages: ['@koa/cors', 'koa'],
  prepare(config) {
    const options = layersOf(config, optionsOf);
    return { options, start: () => start(options) };
  },
};
