import { Controller, Get, Put } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule } from 'nestjs-cors';
import { exchange } from '../support/exchange.js';
import { platforms, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';

@Cors({ origin: [APP, 'https://*.example.com'], credentials: true })
@Controller('cats')
class CatsController {
  @Get(':id') one() {
    return 'one';
  }
  @Put(':id') update() {
    return 'updated';
  }
}

describe.each(platforms)('malformed, doubled and oversized headers, on %s,', (platform) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(platform, {
      imports: [CorsModule.forRoot({ origin: APP })],
      controllers: [CatsController],
    });
  });
  afterAll(() => app.close());

  async function ask(method: string, path: string, ...lines: string[]) {
    const head = [`${method} ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...lines];
    const response = await exchange(app.port, `${head.join('\r\n')}\r\n\r\n`);
    return {
      status: Number(response.split(' ')[1]),
      allowed: /^access-control-.*$/im.exec(response)?.[0],
      vary: /^vary: (.*)$/im.exec(response)?.[1],
      length: response.length,
    };
  }

  // R23: refused, and the handler runs all the same.
  it.each([
    ['two origins', `Origin: ${APP}`, 'Origin: https://evil.example'],
    ['the same origin twice', `Origin: ${APP}`, `Origin: ${APP}`],
    ['an empty origin', 'Origin:'],
    ['two origins in one', `Origin: ${APP} https://b.example.com`],
    ['bytes that are not ASCII', 'Origin: https://\xe4pp.example.com'],
    ['percent signs', 'Origin: https://app%2eexample.com'],
    ['a NUL in its percent form', 'Origin: https://app.example.com%00.example.com'],
    ['10 KB of labels', `Origin: https://${'a.'.repeat(5000)}example.com`],
    ['10 KB of one label', `Origin: https://${'a'.repeat(10_000)}.example.com`],
    ['a tab inside', 'Origin: https://evil.com\t.example.com'],
    ['a back-tick', 'Origin: https://evil.com`.example.com'],
    ['upper case', 'Origin: HTTPS://APP.EXAMPLE.COM'],
  ])('%s', async (_, ...lines) => {
    expect(await ask('GET', '/cats/1', ...lines)).toMatchObject({
      status: 200,
      allowed: undefined,
      vary: 'Origin',
    });
  });

  // R42, R43, R47: refused without an echo, in bounded bytes.
  it.each([
    ['two methods', 'Access-Control-Request-Method: GET, PUT'],
    ['no method', 'Access-Control-Request-Method:'],
    ['a forbidden method', 'Access-Control-Request-Method: TRACE'],
    [
      'two lines of methods',
      'Access-Control-Request-Method: PUT',
      'Access-Control-Request-Method: PUT',
    ],
    [
      'a header that is no token',
      'Access-Control-Request-Method: PUT',
      'Access-Control-Request-Headers: (x)',
    ],
    [
      'two headers without a comma',
      'Access-Control-Request-Method: PUT',
      'Access-Control-Request-Headers: a b',
    ],
    [
      'bytes that are not ASCII',
      'Access-Control-Request-Method: PUT',
      'Access-Control-Request-Headers: t\xf6ken',
    ],
    [
      '10 KB of commas',
      'Access-Control-Request-Method: PUT',
      `Access-Control-Request-Headers: ${','.repeat(10_000)}`,
    ],
    [
      '3 KB of commas',
      'Access-Control-Request-Method: PUT',
      `Access-Control-Request-Headers: ${','.repeat(3000)}`,
    ],
    [
      '129 names',
      'Access-Control-Request-Method: PUT',
      `Access-Control-Request-Headers: ${Array.from({ length: 129 }, (_, i) => `x${i}`).join()}`,
    ],
    [
      '10 KB of white space',
      'Access-Control-Request-Method: PUT',
      `Access-Control-Request-Headers: a${' '.repeat(10_000)},`,
    ],
    ['a "*"', 'Access-Control-Request-Method: PUT', 'Access-Control-Request-Headers: *'],
  ])('a preflight with %s', async (_, ...lines) => {
    const answer = await ask('OPTIONS', '/cats/1', `Origin: ${APP}`, ...lines);
    expect(answer).toMatchObject({
      status: 403,
      allowed: undefined,
      vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    });
    expect(answer.length).toBeLessThan(500);
  });

  it('a preflight with several lines of headers', async () => {
    const { status, allowed } = await ask(
      'OPTIONS',
      '/cats/1',
      `Origin: ${APP}`,
      'Access-Control-Request-Method: PUT',
      'Access-Control-Request-Headers: x-a ,,\tX-B',
      'Access-Control-Request-Headers: x-c',
    );
    expect([status, allowed]).toEqual([204, expect.stringContaining(APP)]);
  });

  // What never gets through to an app: the parser of Node answers.
  it.each([
    ['a NUL', 400, 'Origin: https://app.example.com\0'],
    ['20 KB', 431, `Origin: https://${'a'.repeat(20_000)}.example.com`],
  ])('an origin with %s', async (_, status, line) => {
    expect(await ask('GET', '/cats/1', line)).toMatchObject({ status, allowed: undefined });
  });

  it.each([
    '/cats/%FF',
    '/cats/%',
    '//cats',
    '/cats/1;x',
    '*',
    '/%2e%2e/cats/1',
    '/cats/1#x',
    '/cats/1?%FF',
  ])('the path %s', async (path) => {
    for (const method of ['GET', 'OPTIONS']) {
      const { status } = await ask(
        method,
        path,
        `Origin: ${APP}`,
        'Access-Control-Request-Method: PUT',
      );
      expect(status).toBeGreaterThanOrEqual(200);
      expect(status).toBeLessThan(500);
    }
  });
});
