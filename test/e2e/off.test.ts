import { Controller, Get, Header, HttpException, Redirect, Res, Sse } from '@nestjs/common';
import { createServer, request as httpRequest, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { Cors, CorsModule, SkipCors } from 'nestjs-cors';
import { platforms, type Response, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';
const EVIL = 'https://evil.example';
const THEIRS = {
  'Access-Control-Allow-Origin': EVIL,
  'access-control-allow-credentials': 'true',
  'Access-Control-Allow-Private-Network': 'true',
  'ACCESS-CONTROL-ALLOW-EVERYTHING': 'yes',
};

type Reply = ServerResponse & {
  raw?: ServerResponse;
  header(name: string, value: string): Reply;
  hijack?(): void;
  send(body: unknown): void;
};

/** Node's response, which Fastify no longer writes by itself. */
function rawOf(reply: Reply): ServerResponse {
  reply.hijack?.();
  return reply.raw ?? reply;
}

/** Sets headers as a handler does, a middleware, a proxy, or a server that is mounted. */
class Handlers {
  @Header('Access-Control-Allow-Origin', EVIL)
  @Header('Access-Control-Allow-Everything', 'yes')
  @Header('Vary', 'Cookie')
  @Get('header')
  header() {
    return '';
  }
  @Get('reply') reply(@Res({ passthrough: true }) reply: Reply) {
    for (const [name, value] of Object.entries(THEIRS)) reply.header(name, value);
    reply.header('Vary', 'Cookie');
    return '';
  }
  @Get('set') set(@Res() reply: Reply) {
    const raw = rawOf(reply);
    for (const [name, value] of Object.entries(THEIRS)) raw.setHeader(name, [value]);
    raw.setHeader('Vary', 'Cookie');
    raw.end();
  }
  @Get('append') append(@Res() reply: Reply) {
    const raw = rawOf(reply);
    for (const [name, value] of Object.entries(THEIRS)) {
      raw.appendHeader(name, value).appendHeader(name, value);
    }
    raw.appendHeader('Vary', 'Cookie').end();
  }
  @Get('set-headers') setHeaders(@Res() reply: Reply) {
    rawOf(reply)
      .setHeaders(new Headers({ ...THEIRS, Vary: 'Cookie' }))
      .end();
  }
  @Get('object') object(@Res() reply: Reply) {
    rawOf(reply)
      .writeHead(200, { ...THEIRS, Vary: 'Cookie' })
      .end();
  }
  @Get('reason') reason(@Res() reply: Reply) {
    rawOf(reply)
      .writeHead(200, 'Fine', { ...THEIRS, vary: 'Cookie' })
      .end();
  }
  @Get('list') list(@Res() reply: Reply) {
    rawOf(reply)
      .writeHead(200, [...Object.entries(THEIRS).flat(), 'VARY', 'Cookie'])
      .end();
  }
  @Get('null') null(@Res() reply: Reply) {
    // As a function that always passes three arguments does.
    const args: unknown[] = [200, { ...THEIRS, Vary: 'Cookie' }, null];
    rawOf(reply)
      .writeHead(...(args as [number]))
      .end();
  }
  @Get('stream') stream(@Res() reply: Reply) {
    const raw = rawOf(reply);
    for (const [name, value] of Object.entries(THEIRS)) raw.setHeader(name, value);
    raw.setHeader('Vary', 'Cookie');
    Readable.from(['one', 'two']).pipe(raw);
  }
  @Get('flushed') flushed(@Res() reply: Reply) {
    const raw = rawOf(reply);
    for (const [name, value] of Object.entries(THEIRS)) raw.setHeader(name, value);
    raw.setHeader('Vary', 'Cookie').flushHeaders();
    raw.end();
  }
  @Get('thrown') thrown(@Res({ passthrough: true }) reply: Reply) {
    for (const [name, value] of Object.entries(THEIRS)) reply.header(name, value);
    reply.header('Vary', 'Cookie');
    throw new HttpException('no', 418);
  }
  @Header('Access-Control-Allow-Origin', EVIL)
  @Header('Vary', 'Cookie')
  @Redirect('/')
  @Get('redirect')
  redirect() {}
  @Sse('events') events(@Res({ passthrough: true }) reply: Reply) {
    const raw = reply.raw ?? reply;
    raw.setHeader('Access-Control-Allow-Origin', EVIL);
    raw.setHeader('Vary', 'Cookie');
    return of({ data: 'one' });
  }
  @Get('proxied') proxied(@Res() reply: Reply) {
    const raw = rawOf(reply);
    // As http-proxy and its like do.
    httpRequest({ port: upstreamPort, host: '127.0.0.1' }, (answer) => {
      for (let at = 0; at < answer.rawHeaders.length; at += 2) {
        const [name = '', value = ''] = answer.rawHeaders.slice(at, at + 2);
        raw.setHeader(name, value);
      }
      raw.writeHead(answer.statusCode ?? 0);
      answer.pipe(raw);
    }).end();
  }
  @Get('replayed') replayed(@Res() reply: Reply) {
    const raw = rawOf(reply);
    httpRequest({ port: upstreamPort, host: '127.0.0.1' }, (answer) => {
      raw.writeHead(answer.statusCode ?? 0, answer.statusMessage, answer.rawHeaders);
      answer.pipe(raw);
    }).end();
  }
}

let upstreamPort = 0;

/** A server that grants everything, such as GraphQL Yoga. */
const generous = (_request: unknown, response: ServerResponse) =>
  response.writeHead(200, { ...THEIRS, Vary: 'Cookie' }).end('{}');

@SkipCors()
@Controller('off')
class OffController extends Handlers {}

@Cors({ origin: APP })
@Controller('listed')
class ListedController extends Handlers {}

const WAYS = [
  'header',
  'reply',
  'set',
  'append',
  'set-headers',
  'object',
  'reason',
  'list',
  'null',
  'stream',
  'flushed',
  'thrown',
  'redirect',
  'events',
  'proxied',
  'replayed',
];

// R56: off is off, whoever has set it.
describe.each(platforms)('on %s, a response', (platform) => {
  let upstream: Server;
  let app: TestApp;
  let silent: TestApp;
  const mounted = { configure: (nest: TestApp['nest']) => void nest.use('/graphql', generous) };
  const corsOf = ({ cors }: Response) => cors;
  // Express answers with a link or with text.
  const varyOf = (way: string) =>
    platform === 'express' && way === 'redirect' ? 'Cookie, Accept' : 'Cookie';
  beforeAll(async () => {
    upstream = createServer(generous).listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    upstreamPort = (upstream.address() as AddressInfo).port;
    const controllers = [OffController, ListedController];
    app = await TestApp.start(
      platform,
      {
        imports: [CorsModule.forRoot({ paths: [{ path: '/graphql', policy: false }] })],
        controllers,
      },
      mounted,
    );
    silent = await TestApp.start(
      platform,
      { imports: [CorsModule.forRoot({})], controllers: [Silent] },
      mounted,
    );
  });
  afterAll(async () => {
    await Promise.all([app.close(), silent.close()]);
    upstream.close();
  });

  @Controller('silent')
  class Silent extends Handlers {}

  it.each(WAYS)('where CORS is off has no CORS header that is set: %s', async (way) => {
    for (const origin of [APP, EVIL, undefined]) {
      expect(corsOf(await app.get(`/off/${way}`, origin))).toEqual({ vary: varyOf(way) });
    }
  });

  it.each(WAYS)('under a policy has those of the policy and no others: %s', async (way) => {
    expect(corsOf(await app.get(`/listed/${way}`, APP))).toEqual({
      'access-control-allow-origin': APP,
      vary: `${varyOf(way)}, Origin`,
    });
    expect(corsOf(await app.get(`/listed/${way}`, EVIL))).toEqual({
      vary: `${varyOf(way)}, Origin`,
    });
  });

  it.each(WAYS)('that no policy is for has those that are set: %s', async (way) => {
    const { cors } = await silent.get(`/silent/${way}`, APP);
    expect(new Set(cors['access-control-allow-origin']?.split('\n'))).toEqual(new Set([EVIL]));
    expect(cors['vary']).toBe(varyOf(way));
  });

  it('of a mounted server has none where its path is off', async () => {
    expect(corsOf(await app.get('/graphql', EVIL))).toEqual({ vary: 'Cookie' });
    const theirs = Object.entries(THEIRS).map(([name, value]) => [name.toLowerCase(), value]);
    expect(corsOf(await silent.get('/graphql', EVIL))).toEqual({
      ...Object.fromEntries(theirs),
      vary: 'Cookie',
    });
  });

  it('has none if a middleware has led the request to a handler where CORS is off', async () => {
    const rewritten = await TestApp.start(
      platform,
      { imports: [CorsModule.forRoot({})], controllers: [OffController, Silent] },
      {
        configure: (nest) =>
          nest.use((request: { url: string }, _response: unknown, next: () => void) => {
            request.url = request.url.replace('/other/', '/off/');
            next();
          }),
      },
    );
    try {
      const { status, cors } = await rewritten.get('/other/reply', EVIL);
      // Fastify has routed a request before it meets a middleware.
      if (platform === 'express') expect([status, cors]).toEqual([200, { vary: 'Cookie' }]);
      else expect([status, cors]).toEqual([404, {}]);
    } finally {
      await rewritten.close();
    }
  });
});
