import { type HttpBindings, getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono, type MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { createServer } from 'node:http';
import type { Policy } from '../case.js';
import type { Engine } from './engine.js';
import { layersOf, type Layers, optionsFor } from './layers.js';
import { listening } from './listening.js';
import { isGranted, methodsOf, originsOf } from './origins.js';

type Options = NonNullable<Parameters<typeof cors>[0]>;

/**
 * The options of hono's `cors`.
 *
 * - It knows no expressions: where there is one, a function decides.
 * - An empty `allowHeaders` echoes what is asked for, so that "none" is a name that is safelisted anyway.
 * - With credentials `'*'` is a literal name: headers are echoed, and nothing says "any method".
 */
function optionsOf(policy: Policy): Options {
  const { credentials = false, allowedHeaders = [], exposedHeaders = [], maxAge } = policy;
  const origins = originsOf(policy);
  const methods = methodsOf(policy);
  const echoes = allowedHeaders === '*' && credentials;
  return {
    origin:
      origins === '*' || !origins.some((one) => one instanceof RegExp)
        ? (origins as '*' | string[])
        : (origin) => (isGranted(origins, origin) ? origin : undefined),
    credentials,
    allowMethods: [methods].flat(),
    allowHeaders: echoes ? [] : allowedHeaders.length === 0 ? ['Accept'] : [allowedHeaders].flat(),
    exposeHeaders: [exposedHeaders].flat(),
    ...(maxAge !== undefined && { maxAge: Math.max(0, maxAge) }),
  };
}

/** Its documentation makes the middleware inside another one where options depend on the request. */
function middleware(layers: Layers<Options>): MiddlewareHandler {
  return (context, next) => {
    const { method, path } = context.req;
    const header = (name: string) => context.req.header(name);
    const options = optionsFor(layers, { method, path, header });
    return options === undefined ? next() : cors(options)(context, next);
  };
}

function start(layers: Layers<Options>) {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use('*', middleware(layers));

  app.get('/401', () => {
    throw new HTTPException(401);
  });
  app.get('/raw', ({ env }) => {
    env.outgoing.writeHead(200).end('raw');
    return RESPONSE_ALREADY_SENT;
  });
  app.get('/sse', (context) =>
    context.body('data: one\n\n', 200, { 'Content-Type': 'text/event-stream' }),
  );
  app.on(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'], '/t', (context) =>
    context.body(null, 200, HANDLER),
  );
  app.on(['GET', 'PUT'], ['/x', '/off'], (context) => context.body(null, 200, HANDLER));
  for (const [path, name, value] of OWN_HEADERS) {
    app.get(path, (context) => {
      context.header(name, value);
      return context.body(null, 200, HANDLER);
    });
  }
  app.get('/500', () => {
    throw new Error('broken');
  });
  app.onError((error, context) =>
    error instanceof HTTPException ? error.getResponse() : context.body(null, 500),
  );
  return listening(createServer(getRequestListener(app.fetch)));
}

const HANDLER = { 'X-Handler': '1' };
const OWN_HEADERS = [
  ['/vary', 'Vary', 'Accept-Encoding'],
  ['/vary-origin', 'Vary', 'Origin'],
  ['/vary-any', 'Vary', '*'],
  ['/own', 'Access-Control-Allow-Origin', 'https://handler.example'],
] as const;

/** hono's `cors`, on Node. */
export const honoEngine: Engine = {
  name: 'hono/cors',
  isOurs: false,
  packages: ['hono', '@hono/node-server'],
  prepare(config) {
    const options = layersOf(config, optionsOf);
    return { options, start: () => start(options) };
  },
};
