import { Controller, Get, Module, Post, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule } from 'nestjs-cors';
import { preflight, send, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';
const GRANTED = { 'access-control-allow-origin': APP, vary: 'Origin' };

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

interface ExpressApp {
  (request: IncomingMessage, response: ServerResponse): void;
  use(...args: (string | Middleware | ExpressApp)[]): void;
}

// It comes without types, and has to be the one that Nest's adapter has.
const require = createRequire(
  createRequire(import.meta.url).resolve('@nestjs/platform-express/package.json'),
);
const express = require('express') as () => ExpressApp;

type Request = IncomingMessage & Readonly<Record<string, unknown>>;
type Reply = ServerResponse & { readonly locals: object };

/** Everything that Express and its router give a request and a response. */
function given(request: Request, response: Reply) {
  const { baseUrl, originalUrl, url, params, query, hostname, ip, protocol } = request;
  return {
    from: { baseUrl, originalUrl, url, params, query, hostname, ip, protocol },
    path: request['path'],
    route: (request['route'] as { path: unknown } | undefined)?.path,
    isItsResponse: request['res'] === response,
    hasNext: typeof request['next'],
    locals: [Object.getPrototypeOf(response.locals), Object.keys(response.locals)],
    status: [response.statusCode, response.statusMessage],
    body: request['body'],
  };
}

@Cors({ origin: APP })
@Controller('cats')
class CatsController {
  @Get(':id') one(@Req() request: Request, @Res({ passthrough: true }) response: Reply) {
    return given(request, response);
  }
  @Post() create(@Req() request: Request, @Res({ passthrough: true }) response: Reply) {
    return given(request, response);
  }
}

const withLibrary = { imports: [CorsModule.forRoot({})], controllers: [CatsController] };
const without = { controllers: [CatsController] };

describe('an Express app whose requests meet the library first', () => {
  let server: Server;
  let port: number;
  let apps: readonly { close(): Promise<void> }[] = [];

  /** An app of Nest's on an Express app that has middleware of its own, as others mount it. */
  async function mounted(metadata: typeof without, passed: string[]) {
    @Module(metadata)
    class AppModule {}
    const inner = express();
    inner.use((request: IncomingMessage, _response: ServerResponse, next: () => void) => {
      passed.push(request.method ?? '');
      next();
    });
    const nest = await NestFactory.create(AppModule, new ExpressAdapter(inner), { logger: false });
    await nest.init();
    return { inner, nest };
  }

  const passed: string[] = [];
  beforeAll(async () => {
    const one = await mounted(withLibrary, passed);
    const other = await mounted(without, []);
    const outer = express();
    outer.use('/with', one.inner);
    outer.use('/without', other.inner);
    outer.use((_request: IncomingMessage, response: ServerResponse) => {
      response.statusCode = 404;
      response.end('nobody');
    });
    server = createServer(outer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    apps = [one.nest, other.nest];
  });
  afterAll(async () => {
    server.close();
    for (const app of apps) await app.close();
  });

  it.each([
    ['GET', '/cats/7?a=1'],
    ['POST', '/cats?b=%20'],
  ])('gives a handler the same request and response: %s %s', async (method, path) => {
    const bodies: unknown[] = [];
    for (const metadata of [withLibrary, without]) {
      const app = await TestApp.start('express', metadata);
      const json = { 'Content-Type': 'application/json' };
      const body = method === 'POST' ? '{"a":1}' : undefined;
      const { body: text } = await app.send(method, path, { Origin: APP, ...json }, body);
      bodies.push(JSON.parse(text));
      await app.close();
    }
    expect(bodies[0]).toMatchObject({
      from: { originalUrl: path },
      hasNext: 'function',
      isItsResponse: true,
    });
    const [one, other] = bodies as object[];
    expect(one).toEqual(other);
  });

  it('gives it the same where another Express app has it mounted', async () => {
    const read = async (at: string) => {
      const { body } = await send(port, 'GET', `${at}/cats/7?a=1`, { Origin: APP });
      return JSON.parse(body.replaceAll(at, '/at')) as object;
    };
    expect(await read('/with')).toEqual(await read('/without'));
    expect(await read('/with')).toMatchObject({
      from: { baseUrl: '/at', originalUrl: '/at/cats/7?a=1' },
    });
  });

  it('answers with the headers of the policy where it is mounted', async () => {
    const { status, cors } = await send(port, 'GET', '/with/cats/7', { Origin: APP });
    expect([status, cors]).toEqual([200, GRANTED]);
    const refused = await send(port, 'GET', '/with/cats/7', { Origin: 'https://evil.example' });
    expect([refused.status, refused.cors]).toEqual([200, { vary: 'Origin' }]);
  });

  it('answers a preflight before the middleware that the Express app has had all along (R17)', async () => {
    passed.length = 0;
    expect((await preflight(port, '/with/cats/7', APP, 'GET')).status).toBe(204);
    expect((await preflight(port, '/with/cats/7', 'https://evil.example', 'GET')).status).toBe(403);
    await send(port, 'GET', '/with/cats/7');
    expect(passed).toEqual(['GET']);
  });

  it('leaves to the outer app what it has no handler for', async () => {
    const { status, body } = await send(port, 'GET', '/elsewhere', { Origin: APP });
    expect([status, body]).toEqual([404, 'nobody']);
  });
});
