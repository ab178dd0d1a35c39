import { Controller, Get, Header, Res } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule } from 'nestjs-cors';
import { platforms, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';

/** What both platforms have: Fastify's reply keeps Node's response as `raw`. */
type Reply = ServerResponse & {
  raw?: ServerResponse;
  header(name: string, value: string): void;
};
const raw = (reply: Reply) => reply.raw ?? reply;

@Cors({ origin: APP })
@Controller()
class MeddlingController {
  @Header('Vary', 'Accept') @Get('vary') vary() {
    return '';
  }
  @Header('Vary', 'accept-encoding, ORIGIN') @Get('vary-origin') varyOrigin() {
    return '';
  }
  @Header('Vary', '*') @Get('vary-any') varyAny() {
    return '';
  }
  @Header('Access-Control-Allow-Origin', '*') @Get('any') any() {
    return '';
  }
  @Header('Access-Control-Allow-Credentials', 'true')
  @Header('Access-Control-Expose-Headers', 'X-Secret')
  @Header('Access-Control-Allow-Methods', 'DELETE')
  @Get('more')
  more() {
    return '';
  }
  @Get('reply') reply(@Res({ passthrough: true }) reply: Reply) {
    reply.header('vary', 'Cookie');
    reply.header('access-control-allow-origin', '*');
    reply.header('access-control-expose-headers', 'X-Secret');
    return '';
  }
  @Get('set') set(@Res() reply: Reply) {
    raw(reply).setHeader('Vary', 'Cookie');
    raw(reply).setHeader('access-control-allow-origin', 'https://evil.example');
    raw(reply).end('set');
  }
  @Get('set-list') setList(@Res() reply: Reply) {
    raw(reply).setHeader('Vary', ['Cookie', 'Accept']);
    raw(reply).setHeader('Access-Control-Allow-Origin', ['*', 'https://evil.example']);
    raw(reply).end();
  }
  @Get('append') append(@Res() reply: Reply) {
    raw(reply).appendHeader('Vary', 'Cookie');
    raw(reply).appendHeader('Access-Control-Allow-Origin', '*');
    raw(reply).end();
  }
  @Get('write-head') writeHead(@Res() reply: Reply) {
    raw(reply).writeHead(200, 'Fine', {
      vary: 'Cookie',
      'Access-Control-Allow-Origin': '*',
      'X-A': '1',
    });
    raw(reply).end('written');
  }
  @Get('write-head-list') writeHeadList(@Res() reply: Reply) {
    raw(reply).writeHead(200, ['VARY', 'Cookie', 'access-control-allow-origin', '*', 'X-A', '1']);
    raw(reply).end('written');
  }
  @Get('write-head-values') writeHeadValues(@Res() reply: Reply) {
    raw(reply).writeHead(200, {
      Vary: ['Cookie', 'Accept'],
      'Access-Control-Expose-Headers': ['X-Secret'],
    });
    raw(reply).end();
  }
  @Get('write-head-twice') writeHeadTwice(@Res() reply: Reply) {
    raw(reply).writeHead(200, [
      'Vary',
      'Cookie',
      'vary',
      'Accept',
      'Access-Control-Expose-Headers',
      'X-Secret',
    ]);
    raw(reply).end();
  }
  @Get('write-head-any') writeHeadAny(@Res() reply: Reply) {
    raw(reply).writeHead(200, { Vary: '*' });
    raw(reply).end();
  }
  @Get('chunks') chunks(@Res() reply: Reply) {
    raw(reply).removeHeader('Vary');
    raw(reply).write('one,');
    raw(reply).end('two');
  }
}

describe.each(platforms)('what a handler sets itself (R28, R32, R37), on %s:', (platform) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(platform, {
      imports: [CorsModule.forRoot({})],
      controllers: [MeddlingController],
    });
  });
  afterAll(() => app.close());

  it.each([
    ['/vary', 'accept, origin'],
    ['/vary-origin', 'accept-encoding, origin'],
    ['/vary-any', '*'],
    ['/any', 'origin'],
    ['/more', 'origin'],
    ['/reply', 'cookie, origin'],
    ['/set', 'cookie, origin'],
    ['/set-list', 'accept, cookie, origin'],
    ['/append', 'cookie, origin'],
    ['/write-head', 'cookie, origin'],
    ['/write-head-list', 'cookie, origin'],
    ['/write-head-values', 'accept, cookie, origin'],
    ['/write-head-twice', 'accept, cookie, origin'],
    ['/write-head-any', '*'],
    ['/chunks', 'origin'],
  ])('%s leaves with the headers of the policy', async (path, vary) => {
    // The order of the names, and their case, mean nothing.
    const sorted = (value = '') => value.toLowerCase().split(', ').toSorted().join(', ');
    const granted = await app.get(path, APP);
    expect({ ...granted.cors, vary: sorted(granted.cors['vary']) }).toEqual({
      'access-control-allow-origin': APP,
      vary: sorted(vary),
    });
    const refused = await app.get(path, 'https://evil.example');
    expect({ ...refused.cors, vary: sorted(refused.cors['vary']) }).toEqual({ vary: sorted(vary) });
  });

  it.each(['/write-head', '/write-head-list'])('%s keeps its other headers', async (path) => {
    const { status, headers, body } = await app.get(path, APP);
    expect([status, headers['x-a'], body]).toEqual([200, '1', 'written']);
  });
});
