import { Controller, Get, Module, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { execFile } from 'node:child_process';
import type { ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule } from 'nestjs-cors';
import { sendHttp2 } from '../support/send-http2.js';
import { platforms, type Response, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';
const EVIL = 'https://evil.example';
const THEIRS = {
  'Access-Control-Allow-Origin': EVIL,
  'Access-Control-Allow-Credentials': 'true',
  Vary: 'Cookie',
  'X-A': '1',
};
const FLAT = Object.entries(THEIRS).flat();

type Reply = ServerResponse & { raw?: ServerResponse; hijack?(): void };
type WriteHead = (...args: unknown[]) => ServerResponse;

@Cors({ origin: APP })
@Controller()
class HeadsController {
  private write(reply: Reply, ...args: unknown[]) {
    reply.hijack?.();
    const raw = reply.raw ?? reply;
    (raw.writeHead as WriteHead).apply(raw, args).end();
  }
  @Get('object') object(@Res() reply: Reply) {
    this.write(reply, 201, THEIRS);
  }
  @Get('undefined') undefined(@Res() reply: Reply) {
    this.write(reply, 201, THEIRS, undefined);
  }
  @Get('second') second(@Res() reply: Reply) {
    this.write(reply, 201, undefined, THEIRS);
  }
  @Get('list') list(@Res() reply: Reply) {
    this.write(reply, 201, FLAT);
  }
  @Get('list-undefined') listUndefined(@Res() reply: Reply) {
    this.write(reply, 201, FLAT, undefined);
  }
  @Get('wrapped') wrapped(@Res() reply: Reply) {
    const raw = reply.raw ?? reply;
    const writeHead = raw.writeHead.bind(raw) as WriteHead;
    raw.writeHead = ((status: number, reason?: string, headers?: object) =>
      writeHead(status, reason, headers)) as typeof raw.writeHead;
    this.write(reply, 201, THEIRS);
  }
}

const WAYS = ['object', 'undefined', 'second', 'list', 'list-undefined', 'wrapped'];
const IMPORTS = { imports: [CorsModule.forRoot({})], controllers: [HeadsController] };

async function expectOwnHeaders(get: (origin: string) => Promise<Response>) {
  for (const [origin, granted] of [
    [APP, { 'access-control-allow-origin': APP }],
    [EVIL, {}],
  ] as const) {
    const { status, headers, cors } = await get(origin);
    expect([status, headers['x-a'], cors]).toEqual([
      201,
      '1',
      { ...granted, vary: 'Cookie, Origin' },
    ]);
  }
}

describe.each(platforms)('on %s', (platform) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(platform, IMPORTS);
  });
  afterAll(() => app.close());

  it.each(WAYS)('writeHead gives the headers of the policy: %s', (way) =>
    expectOwnHeaders((origin) => app.get(`/${way}`, origin)),
  );
});

describe('on fastify, over HTTP/2', () => {
  let app: TestApp;
  beforeAll(async () => {
    @Module(IMPORTS)
    class AppModule {}
    app = await TestApp.listen(
      await NestFactory.create(AppModule, new FastifyAdapter({ http2: true }), { logger: false }),
    );
  });
  afterAll(() => app.close());

  it.each(WAYS)('writeHead gives the headers of the policy: %s', (way) =>
    expectOwnHeaders((origin) => sendHttp2(app.port, 'GET', `/${way}`, { Origin: origin })),
  );
});

it('every form of writeHead leaves as it would without the library, but for CORS headers and Vary', async () => {
  // Also run by other versions of Node.js.
  const script = resolve('test/write-head/compare.js');
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', script]);
  expect(stdout).toMatch(/: [1-9]\d+ passed, 0 failed$/m);
}, 120_000);
