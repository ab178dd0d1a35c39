import { createServer } from 'node:http';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CorsModule } from 'nestjs-cors';
import { exchange } from '../support/exchange.js';
import { createAdapter, type Platform, platforms, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';
const GRANTED = [`access-control-allow-origin: ${APP}`, 'vary: origin'];

@Controller('cats')
class CatsController {
  @Get(':name') one() {
    return 'a cat';
  }
}

/** What does CORS in the app: both only see what the app sees. */
const engines = ['CorsModule', 'enableCors()'] as const;
type Engine = (typeof engines)[number];

async function start(
  engine: Engine,
  adapter: ExpressAdapter | FastifyAdapter,
  options: { readonly return503OnClosing?: boolean } = {},
): Promise<TestApp> {
  const imports = engine === 'CorsModule' ? [CorsModule.forRoot({ origin: APP })] : [];
  @Module({ imports, controllers: [CatsController] })
  class AppModule {}
  const nest = await NestFactory.create(AppModule, adapter, { logger: false, ...options });
  if (engine === 'enableCors()') nest.enableCors({ origin: [APP] });
  return TestApp.listen(nest);
}

/** The status of a response, and every line of CORS that it has. */
async function ask({ port }: TestApp, ...lines: readonly string[]) {
  const head = [...lines, `Origin: ${APP}`, 'Connection: close', '', ''];
  return received(await exchange(port, head.join('\r\n')));
}

function received(response: string) {
  const cors = response.match(/^(?:access-control-|vary).*$/gim) ?? [];
  return {
    status: Number(response.split(' ')[1]),
    cors: cors.map((line) => line.toLowerCase()).sort(),
  };
}

const get = (path: string) => [`GET ${path} HTTP/1.1`, 'Host: localhost'];
const without = (status: number) => ({ status, cors: [] });

describe.each(engines)('out of reach of %s is', (engine) => {
  describe.each(platforms)("Node's answer to what it cannot read, on %s:", (platform) => {
    let app: TestApp;
    beforeAll(async () => {
      app = await start(engine, createAdapter(platform));
    });
    afterAll(() => app.close());

    it.each([
      ['400 to a malformed header', 400, [...get('/cats/tom'), 'not a header']],
      ['400 to a request without Host', 400, ['GET /cats/tom HTTP/1.1']],
      ['417 to an expectation', 417, [...get('/cats/tom'), 'Expect: the impossible']],
      ['431 to large headers', 431, [...get('/cats/tom'), `X-Large: ${'x'.repeat(20_000)}`]],
    ])('%s', async (_, status, lines) => {
      expect(await ask(app, ...lines)).toEqual(without(status));
      // What it can read is within reach.
      expect(await ask(app, ...get('/cats/tom'))).toEqual({ status: 200, cors: GRANTED });
    });

    it('408 to a request that does not end', async () => {
      const app = await start(engine, impatientAdapter(platform));
      const response = await exchange(app.port, `GET /cats/tom HTTP/1.1\r\nOrigin: ${APP}\r\n`);
      await app.close();
      expect(received(response)).toEqual(without(408));
    });
  });

  it.each([
    ['400 for a malformed URL', 400, '/cats/%FF'],
    ['414 for a parameter that is too long', 414, `/cats/${'x'.repeat(101)}`],
  ])("Fastify's %s", async (_, status, path) => {
    const app = await start(engine, new FastifyAdapter());
    const answer = await ask(app, ...get(path));
    await app.close();
    expect(answer).toEqual(without(status));
  });

  it("Fastify's 503 while it closes", async () => {
    let answer: unknown;
    const adapter = new FastifyAdapter();
    adapter.getInstance().addHook('preClose', async () => {
      answer = await ask(app, ...get('/cats/tom'));
    });
    const app = await start(engine, adapter);
    await app.close();
    expect(answer).toEqual(without(503));
  });

  // Nest 11 has no such option.
  if ('beforeClose' in ExpressAdapter.prototype) {
    it.each(platforms)('the 503 of `return503OnClosing`, on %s', async (platform) => {
      let answer: unknown;
      const adapter = createAdapter(platform);
      const close = adapter.close.bind(adapter) as () => Promise<void>;
      adapter.close = async () => {
        answer = await ask(app, ...get('/cats/tom'));
        await close();
      };
      const app = await start(engine, adapter, { return503OnClosing: true });
      await app.close();
      const isReached = engine === 'CorsModule' && platform === 'express';
      expect(answer).toEqual(isReached ? { status: 503, cors: GRANTED } : without(503));
    });
  }
});

/** Its server soon closes a connection whose request does not come to an end. */
function impatientAdapter(platform: Platform): ExpressAdapter | FastifyAdapter {
  const http = { connectionsCheckingInterval: 10, headersTimeout: 20 };
  if (platform === 'fastify') return new FastifyAdapter({ http });
  return new (class extends ExpressAdapter {
    override initHttpServer(): void {
      this.setHttpServer(createServer(http, this.getInstance()));
    }
  })();
}
