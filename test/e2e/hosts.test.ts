import { Controller, Get, Put, UnauthorizedException, UseGuards } from '@nestjs/common';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors';
import { A, B, For, policyAt, ROOT } from '../support/audiences.js';
import { statusOfOtherHost } from '../support/lowest-nest.js';
import { MemoryLogger, platforms, TestApp } from '../support/test-app.js';

const guard = {
  canActivate() {
    throw new UnauthorizedException();
  },
};

describe.each(platforms)('on %s, the host of a controller', (platform) => {
  let app: TestApp;
  let logger: MemoryLogger;
  afterEach(() => app.close());

  async function start(root: CorsModuleOptions, ...controllers: readonly (new () => object)[]) {
    logger = new MemoryLogger();
    app = await TestApp.start(
      platform,
      { imports: [CorsModule.forRoot(root)], controllers: [...controllers] },
      { logger },
    );
  }

  /** Nest itself warns that Fastify cannot pass a request for another host on. */
  const warnings = () =>
    logger.warnings.filter((text) => !text.startsWith('HTTP adapter does not'));

  it.each<[string, string | RegExp | (string | RegExp)[], string[], string[]]>([
    [
      'a name',
      'admin.example.com',
      ['admin.example.com', 'ADMIN.example.com:8080'],
      ['example.com'],
    ],
    [
      'a name with a parameter',
      ':tenant.example.com',
      ['acme.example.com'],
      ['example.com', 'acme.example.org'],
    ],
    [
      'a name with an optional part',
      '{www.}shop.example',
      ['shop.example', 'www.shop.example'],
      ['m.shop.example'],
    ],
    [
      'an expression',
      /^(?:api|admin)\.example\.com$/,
      ['api.example.com'],
      ['example.com', 'xapi.example.com'],
    ],
    ['several', ['one.example', /^two\./], ['one.example', 'two.example'], ['three.example']],
  ])('that is %s is that of the preflight, too', async (_, host, served, others) => {
    @For(A)
    @Controller({ path: 'cats', host })
    class CatsController {
      @Get() list() {
        return 'cats';
      }
      @UseGuards(guard) @Put() put() {
        return '';
      }
    }
    await start({ origin: ROOT }, CatsController);
    for (const name of served) {
      expect(await policyAt(app, 'GET', '/cats', { Host: name })).toBe(A);
      expect(await policyAt(app, 'PUT', '/cats', { Host: name })).toBe(A);
      expect((await app.send('GET', '/cats', { Host: name })).body).toBe('cats');
    }
    for (const name of others) {
      expect(await policyAt(app, 'GET', '/cats', { Host: name })).toBe(ROOT);
      expect((await app.send('GET', '/cats', { Host: name })).status).toBe(
        statusOfOtherHost(platform),
      );
    }
    expect(warnings()).toEqual([]);
  });

  const several =
    platform === 'express'
      ? 'tells controllers of one path apart'
      : 'cannot tell controllers of one path apart, and Nest does not boot';
  it(several, async () => {
    @For(A)
    @Controller({ path: 'cats', host: 'a.example' })
    class FirstController {
      @Get() list() {
        return 'first';
      }
    }
    @For(B)
    @Controller({ path: 'cats', host: 'b.example' })
    class SecondController {
      @Get() list() {
        return 'second';
      }
    }
    @For(ROOT)
    @Controller('cats')
    class OtherController {
      @Get() list() {
        return 'other';
      }
    }
    const started = start({}, FirstController, SecondController, OtherController);
    if (platform === 'fastify') {
      await expect(started).rejects.toMatchObject({ code: 'FST_ERR_DUPLICATED_ROUTE' });
      return;
    }
    await started;
    for (const [host, origin, body] of [
      ['a.example', A, 'first'],
      ['b.example', B, 'second'],
      ['c.example', ROOT, 'other'],
    ] as const) {
      expect(await policyAt(app, 'GET', '/cats', { Host: host })).toBe(origin);
      expect((await app.send('GET', '/cats', { Host: host })).body).toBe(body);
    }
    expect(warnings()).toEqual([]);
  });
});
