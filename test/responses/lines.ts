import { EVIL } from './app/policy.js';
import { isNest12 } from './nest-12.js';
import { actual, preflight, type Row } from './row.js';

const json = { method: 'POST', headers: { 'Content-Type': 'application/json' } } as const;
const zipped = {
  app: 'compressed',
  headers: { 'Accept-Encoding': 'gzip' },
  also: { 'content-encoding': 'gzip' },
  vary: 'Accept-Encoding',
} as const;
const http2 = { app: 'http2', on: 'fastify' } as const;
const nosniff = { 'x-content-type-options': 'nosniff' };

/** A line of README's table, and the responses that it is about. */
type Line = readonly [line: string, rows: readonly Row[]];

const ANSWERS: readonly Line[] = [
  [
    '200, 204, 304, `HEAD`, a redirect',
    [
      actual('200', 200, '/answers/ok', { says: 'cats' }),
      actual('204', 204, '/answers/nothing'),
      actual('304 of a handler', 304, '/answers/not-modified'),
      actual('304 by the ETag', 304, '/answers/ok', {
        on: 'express',
        headers: { 'If-None-Match': '*' },
      }),
      actual('`HEAD`', 200, '/answers/ok', { method: 'HEAD' }),
      actual('a redirect', 302, '/answers/redirect', {
        on: 'fastify',
        also: { location: '/answers/ok' },
      }),
      // Express writes a body in the type that the client accepts.
      actual('a redirect', 302, '/answers/redirect', {
        on: 'express',
        also: { location: '/answers/ok' },
        vary: 'Accept',
      }),
    ],
  ],
  ['`StreamableFile`', [actual('a file', 200, '/answers/file', { says: 'a file' })]],
  ['`@Sse()`', [actual('events', 200, '/answers/events', { says: 'data: an event' })]],
  ['`@Render()`', [actual('a page', 200, '/answers/page', { says: '<h1>Ada</h1>' })]],
  [
    '`@Res()`: `stream.pipe(res)`; Fastify: `reply.send(stream)`',
    [actual('a stream', 200, '/raw/stream', { says: 'a stream' })],
  ],
  [
    '`@Res()`: `end`, `write`; Fastify: `reply.raw`',
    [
      actual('`end`', 200, '/raw/end', { says: 'ended' }),
      actual('`write`', 200, '/raw/chunks', { says: 'one,two,three' }),
    ],
  ],
  [
    '`@Res()`: `writeHead`; Fastify: `reply.raw`',
    [
      actual('an object', 202, '/raw/write-head', { also: { 'x-a': '1' } }),
      actual('a list', 202, '/raw/write-head-list', { also: { 'x-a': '1' } }),
    ],
  ],
  [
    'Fastify: `reply.hijack()`',
    [actual('hijacked', 202, '/raw/hijacked', { on: 'fastify', says: 'past Fastify' })],
  ],
];

const FAILURES: readonly Line[] = [
  [
    'an exception of the handler',
    [
      actual('500', 500, '/answers/throws'),
      actual('418', 418, '/answers/teapot'),
      actual('415', 415, '/answers/media', { method: 'POST' }),
    ],
  ],
  ['400 of a pipe', [actual('400', 400, '/answers/number?n=x')]],
  ['408 of a timeout', [actual('408', 408, '/refused/slow')]],
  [
    'an exception filter: of a method, a class, the app, `APP_FILTER`',
    [
      actual('of a method', 409, '/odd/method', { says: 'odd' }),
      actual('of a class', 409, '/odd-class', { says: 'odd' }),
      actual('`useGlobalFilters`', 409, '/odd/global', { says: 'odd' }),
      actual('`APP_FILTER`', 409, '/odd/app', { says: 'odd' }),
    ],
  ],
  [
    'an exception filter that writes to the raw response',
    [actual('raw', 409, '/odd/raw', { says: 'odd' })],
  ],
  [
    '401, 403 of a guard: of a method, the app, `APP_GUARD`',
    [
      actual('401', 401, '/refused/token'),
      actual('403', 403, '/refused/nobody'),
      actual('401 of `useGlobalGuards`', 401, '/refused/global-guard'),
      actual('401 of `APP_GUARD`', 401, '/refused/app-guard'),
    ],
  ],
  ['429 of `ThrottlerGuard`', [actual('429', 429, '/refused/throttled')]],
];

const BEFORE_THE_HANDLER: readonly Line[] = [
  [
    'an `APP_INTERCEPTOR` that answers: a cache',
    [actual('a cache', 200, '/refused/cached', { says: 'from the cache' })],
  ],
  ['400 of malformed JSON', [actual('400', 400, '/answers/body', { ...json, body: '{"cat":' })]],
  [
    '413',
    [
      actual('413', 413, '/answers/body', {
        ...json,
        body: JSON.stringify('x'.repeat(1_100_000)),
      }),
    ],
  ],
  [
    '415 of the body parser',
    [
      actual('a charset', 415, '/answers/body', {
        on: 'express',
        method: 'POST',
        headers: { 'Content-Type': 'application/json; charset=x-none' },
        body: '{}',
      }),
      actual('a media type', 415, '/answers/body', {
        on: 'fastify',
        method: 'POST',
        headers: { 'Content-Type': 'application/x-none' },
        body: '{}',
      }),
    ],
  ],
  [
    'a middleware of `main.ts` that answers or throws',
    [
      actual('answers', 202, '/middleware/ends', { says: 'ended' }),
      actual('throws', 500, '/middleware/throws'),
    ],
  ],
  [
    'a middleware of a module that answers or throws',
    [
      actual('answers', 202, '/middleware/module-ends', { says: 'ended' }),
      actual('throws', 500, '/middleware/module-throws'),
    ],
  ],
];

/** What no handler answers has the policy of the root. */
const WITHOUT_A_HANDLER: readonly Line[] = [
  [
    '404: no such path, no such method',
    [
      actual('a path', 404, '/nowhere', { root: true }),
      actual('a method', 404, '/answers/ok', { method: 'DELETE', root: true }),
    ],
  ],
  [
    'Express: 400 of a malformed URL',
    [actual('400', 400, '/answers/%FF', { on: 'express', root: true })],
  ],
  [
    '`@nestjs/serve-static`',
    [
      actual('a file', 200, '/static/page.txt', { says: 'A file.', root: true }),
      actual('404', 404, '/static/none.txt', { root: true }),
    ],
  ],
  [
    '`@nestjs/swagger`',
    [
      actual('the page', 200, '/swagger', { says: 'swagger-ui', root: true }),
      actual('its style', 200, '/swagger/swagger-ui.css', { root: true }),
      actual('the document', 200, '/swagger-json', { says: '"openapi"', root: true }),
      actual('the document, compressed', 200, '/swagger-json', { ...zipped, root: true }),
    ],
  ],
  [
    '`@nestjs/graphql`, with Apollo',
    [
      actual('200', 200, '/graphql', {
        ...json,
        body: '{"query":"{ cats }"}',
        says: 'Tom',
        root: true,
      }),
      actual('400', 400, '/graphql', { ...json, body: '{"query":"{ dogs }"}', root: true }),
    ],
  ],
];

const NEIGHBOURS: readonly Line[] = [
  [
    'HTTP/2 on Fastify: 200, `@Sse()`',
    [
      actual('200', 200, '/answers/ok', { ...http2, says: 'cats' }),
      actual('events', 200, '/answers/events', { ...http2, says: 'data: an event' }),
    ],
  ],
  [
    'HTTP/2 on Fastify: `reply.raw`, 401, 404, a middleware',
    [
      actual('`end`', 200, '/raw/end', { ...http2, says: 'ended' }),
      actual('`write`', 200, '/raw/chunks', { ...http2, says: 'one,two,three' }),
      actual('`writeHead`', 202, '/raw/write-head', { ...http2, also: { 'x-a': '1' } }),
      actual('hijacked', 202, '/raw/hijacked', { ...http2, says: 'past Fastify' }),
      actual('401', 401, '/refused/token', http2),
      actual('404', 404, '/nowhere', { ...http2, root: true }),
      actual('a middleware', 202, '/middleware/ends', { ...http2, says: 'ended' }),
    ],
  ],
  ['with compression: `Vary` of both', [actual('200', 200, '/answers/long', zipped)]],
  [
    "with helmet, or Nest 12's `useSecurityHeaders()`",
    [
      actual('helmet', 200, '/answers/ok', { app: 'helmet', also: nosniff }),
      ...(isNest12
        ? [actual('Nest', 200, '/answers/ok', { app: 'securityHeaders', also: nosniff })]
        : []),
    ],
  ],
];

const HANDLERS_OWN: readonly Line[] = [
  ["`@Header('Vary', …)`", [actual('Vary', 200, '/answers/vary', { vary: 'Accept' })]],
  [
    '`Vary` in `writeHead`',
    [
      actual('an object', 202, '/raw/write-head-vary', { vary: 'Accept' }),
      actual('a list', 202, '/raw/write-head-list-vary', { vary: 'Accept' }),
      actual('HTTP/2', 202, '/raw/write-head-vary', { ...http2, vary: 'Accept' }),
    ],
  ],
  [
    "`@Header('Access-Control-Allow-Origin', '*')`",
    [actual('any origin', 200, '/answers/any-origin')],
  ],
  [
    'nothing but `Vary` for an origin that is refused',
    [{ ...actual('200', 200, '/answers/ok'), kind: 'refused origin' }],
  ],
];

const PREFLIGHTS: readonly Line[] = [
  ['a preflight', [preflight('granted'), preflight('granted over HTTP/2', { app: 'http2' })]],
  [
    '403 for a preflight that is refused',
    [
      preflight('of an origin', { origin: EVIL }),
      preflight('for a method', { method: 'DELETE' }),
      preflight('for a header', { header: 'x-other' }),
    ],
  ],
];

/** The lines of README's table. */
export const LINES: readonly Line[] = [
  ...ANSWERS,
  ...FAILURES,
  ...BEFORE_THE_HANDLER,
  ...WITHOUT_A_HANDLER,
  ...NEIGHBOURS,
  ...HANDLERS_OWN,
  ...PREFLIGHTS,
];
