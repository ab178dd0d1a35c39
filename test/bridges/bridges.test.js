// The library behind what calls an app without a socket, and inside other apps: a preflight, and
// responses of every kind, have the CORS headers that they have over a socket.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { after, describe, test } from 'node:test';
import codegenie from '@codegenie/serverless-express';
import awsLambda from '@fastify/aws-lambda';
import { ServerlessAdapter } from '@h4ad/serverless-adapter';
import {
  AlbAdapter,
  ApiGatewayV1Adapter,
  ApiGatewayV2Adapter,
} from '@h4ad/serverless-adapter/lib/adapters/aws';
import { ExpressFramework } from '@h4ad/serverless-adapter/lib/frameworks/express';
import { FastifyFramework } from '@h4ad/serverless-adapter/lib/frameworks/fastify';
import { DefaultHandler } from '@h4ad/serverless-adapter/lib/handlers/default';
import { PromiseResolver } from '@h4ad/serverless-adapter/lib/resolvers/promise';
import vendia from '@vendia/serverless-express';
import compression from 'compression';
import express from 'express';
import session from 'express-session';
import inject from 'light-my-request';
import morgan from 'morgan';
import responseTime from 'response-time';
import serverless3 from 'serverless-http-3';
import serverless4 from 'serverless-http-4';
import supertest from 'supertest';
import { APP, createApp } from './app.js';
import { events, responseOf } from './events.js';

const EVIL = 'https://evil.example';
const OPTIONS = {
  method: 'OPTIONS',
  'Access-Control-Request-Method': 'PUT',
  'Access-Control-Request-Headers': 'x-a',
};

/** Every request that is sent in every way. */
const requests = ['listed', 'any', 'off', 'nowhere'].flatMap((path) =>
  [APP, EVIL, undefined].flatMap((origin) => {
    const own = origin === undefined ? {} : { Origin: origin };
    const { method, ...asked } = OPTIONS;
    return [
      { method: 'GET', path: `/${path}`, headers: own },
      { method: 'GET', path: `/${path}/head`, headers: own },
      { method: 'GET', path: `/${path}/plain`, headers: own },
      { method: 'GET', path: `/${path}/missing`, headers: own },
      { method: 'PUT', path: `/${path}`, headers: own },
      ...(origin === undefined
        ? []
        : [{ method, path: `/${path}`, headers: { ...own, ...asked } }]),
    ];
  }),
);

/** What every app has by itself, or its connection. */
const OF_THE_CONNECTION = new Set(['connection', 'date', 'keep-alive', 'transfer-encoding']);
const comparable = (headers) =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !OF_THE_CONNECTION.has(name))
      .map(([name, value]) => [name, String(value)]),
  );

const closing = [];
after(() => Promise.all(closing.map((close) => close())));

async function overSocket(listener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return async ({ method, path, headers }) => {
    const url = `http://127.0.0.1:${server.address().port}${path}`;
    const { request } = await import('node:http');
    const response = await new Promise((resolve, reject) =>
      request(url, { method, headers, agent: false }, resolve).on('error', reject).end(),
    );
    let body = '';
    for await (const chunk of response.setEncoding('utf8')) body += chunk;
    return { status: response.statusCode, headers: comparable(response.headers), body };
  };
}

/** What the listener of an app answers over a socket. */
const listenerOf = ({ nest }) => nest.getHttpServer().listeners('request')[0];

const h4ad = (app, Framework, adapter) => {
  const handler = ServerlessAdapter.new(app)
    .setFramework(new Framework())
    .setHandler(new DefaultHandler())
    .setResolver(new PromiseResolver())
    .addAdapter(adapter)
    .build();
  return (event) => handler(event, {}, () => {});
};
// Without it the app gets `Origin` and not `origin`, which no middleware reads.
const LOWER_CASE = { lowercaseRequestHeaders: true };
const V1 = 'API Gateway, version 1';
const V2 = 'API Gateway, version 2';

/** Bridges, by name, with the event that they are given. */
const bridges = {
  express: [
    ...[V1, V2, 'ALB'].flatMap((event) => [
      ['@codegenie/serverless-express', event, (app) => codegenie({ app })],
      ['@vendia/serverless-express', event, (app) => (vendia.default ?? vendia)({ app })],
    ]),
    ...[V1, V2, 'ALB'].flatMap((event) => [
      ['serverless-http 3', event, (app) => serverless3(app)],
      ['serverless-http 4', event, (app) => (serverless4.default ?? serverless4)(app)],
    ]),
    [
      '@h4ad/serverless-adapter',
      V1,
      (app) => h4ad(app, ExpressFramework, new ApiGatewayV1Adapter(LOWER_CASE)),
    ],
    [
      '@h4ad/serverless-adapter',
      V2,
      (app) => h4ad(app, ExpressFramework, new ApiGatewayV2Adapter()),
    ],
    ['@h4ad/serverless-adapter', 'ALB', (app) => h4ad(app, ExpressFramework, new AlbAdapter())],
  ],
  fastify: [
    ...[V1, V2, 'ALB'].map((event) => ['@fastify/aws-lambda', event, (app) => awsLambda(app)]),
    [
      '@h4ad/serverless-adapter',
      V1,
      (app) => h4ad(app, FastifyFramework, new ApiGatewayV1Adapter(LOWER_CASE)),
    ],
    [
      '@h4ad/serverless-adapter',
      V2,
      (app) => h4ad(app, FastifyFramework, new ApiGatewayV2Adapter()),
    ],
    ['@h4ad/serverless-adapter', 'ALB', (app) => h4ad(app, FastifyFramework, new AlbAdapter())],
  ],
};

/** What each platform answers over a socket. */
const expected = new Map();

const corsOf = (headers) =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => /^(access-control-.*|vary)$/.test(name)),
  );
const only = ({ status, headers, body }) => ({
  status,
  cors: corsOf(headers),
  own: headers['x-a'],
  names: Object.keys(headers).filter((name) => name.length < 3),
  body,
});

for (const platform of ['express', 'fastify']) {
  const app = await createApp(platform);
  closing.push(() => app.nest.close());
  const reference = await overSocket(listenerOf(app));
  expected.set(platform, await Promise.all(requests.map(reference)));

  describe(platform, () => {
    test('over a socket, a preflight is granted', async () => {
      const { method, ...asked } = OPTIONS;
      const { status, headers } = await reference({
        method,
        path: '/listed',
        headers: { Origin: APP, ...asked },
      });
      assert.deepEqual(
        [status, corsOf(headers)],
        [
          204,
          {
            'access-control-allow-origin': APP,
            'access-control-allow-credentials': 'true',
            'access-control-allow-methods': 'GET,HEAD,PUT',
            'access-control-allow-headers': 'x-a',
            vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
          },
        ],
      );
    });

    for (const [name, event, bridge] of bridges[platform]) {
      test(`${name}, ${event}: answers as over a socket`, async () => {
        const bridged = await createApp(platform, { prepare: bridge });
        closing.push(() => bridged.nest.close());
        const handler = bridged.prepared;
        for (const request of requests) {
          const response = responseOf(await handler(events[event](request), {}));
          assert.deepEqual(only(response), only(await reference(request)), JSON.stringify(request));
        }
      });
    }

    test('supertest: answers as over a socket', async () => {
      for (const request of requests) {
        const { method, path, headers } = request;
        const send = supertest(app.nest.getHttpServer())[method.toLowerCase()];
        const { status, ...response } = await send(path).set(headers);
        const own = { status, headers: comparable(response.headers), body: response.text };
        assert.deepEqual(own, await reference(request), JSON.stringify(request));
      }
    });
  });
}

const middlewares = {
  'morgan 1.10': () => morgan(':status :res[x-a]', { stream: { write() {} } }),
  'compression 1.7': () => compression({ threshold: 0 }),
  'express-session': () =>
    session({ secret: 'a', resave: false, saveUninitialized: false, cookie: {} }),
  'response-time': () => responseTime(),
};

describe('inside an outer Express app', () => {
  for (const [name, create] of Object.entries(middlewares)) {
    test(`${name} before it: the headers of a socket`, async () => {
      const alone = await createApp('express');
      const reference = await overSocket(listenerOf(alone));
      const inner = await createApp('express');
      const outer = express();
      outer.use(create());
      outer.use(inner.instance);
      closing.push(
        () => alone.nest.close(),
        () => inner.nest.close(),
      );
      const send = await overSocket(outer);
      for (const request of requests) {
        const own = only(await send(request));
        const expected = only(await reference(request));
        // It varies what it compresses.
        if (name.startsWith('compression')) {
          for (const { cors } of [own, expected]) {
            const names = cors.vary?.split(', ').filter((name) => name !== 'Accept-Encoding');
            if (names?.length > 0) cors.vary = names.join(', ');
            else delete cors.vary;
          }
        }
        assert.deepEqual(own, expected, JSON.stringify(request));
      }
    });
  }
});

test('the middlewares have an on-headers that loops over pairs', () => {
  const { version } = createRequire(import.meta.url)('on-headers/package.json');
  assert.equal(version, '1.0.2');
});

// The last: of an Express app it changes the prototypes that all share.
for (const platform of ['express', 'fastify']) {
  test(`light-my-request, ${platform}: answers as over a socket`, async () => {
    const answers = expected.get(platform);
    const { instance, nest } = await createApp(platform);
    closing.push(() => nest.close());
    const dispatch = platform === 'express' ? instance : instance.routing;
    for (const [index, { method, path, headers }] of requests.entries()) {
      const response = await inject(dispatch, { method, url: path, headers });
      const own = { status: response.statusCode, headers: comparable(response.headers) };
      assert.deepEqual({ ...own, body: response.body }, answers[index]);
    }
  });
}

after(() => {
  if (!process.env.RUNS_ON) return;
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const all = [...bridges.express, ...bridges.fastify].map(([name]) => name);
  const names = [...new Set(all), 'supertest', 'light-my-request'].map((name) => {
    // Two versions of one are installed under names of their own.
    const [, version] = /([\d.]+)$/.exec(dependencies[name.replace(' ', '-')]);
    return `${name.split(' ')[0]} ${version}`;
  });
  writeFileSync(process.env.RUNS_ON, JSON.stringify({ 'bridges, without a socket': names }));
});
