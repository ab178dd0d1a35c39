import { randomUUID } from 'node:crypto';
import { Controller, Delete, Get, Post, Put } from '@nestjs/common';
import { describe, expect, test } from '@jest/globals';
import { Cors } from 'nestjs-cors';
import type { Suite } from '../support/in-every-browser.js';
import type { Sent } from '../support/world.js';

const PAGE = 'http://page.localhost:*';

@Cors({ origin: PAGE, allowedHeaders: ['X-A', 'X-B'], maxAge: 600 })
@Controller('cached')
class CachedController {
  @Get() read() {
    return 'read';
  }
  @Post() create() {
    return 'created';
  }
  @Put() update() {
    return 'updated';
  }
  @Delete() remove() {
    return 'removed';
  }
  @Put('beside') updateBeside() {
    return 'updated';
  }
  @Cors({ origin: 'http://other.localhost' }) @Delete('beside') removeBeside() {
    return 'removed';
  }
  @Cors({ maxAge: 1 }) @Put('second') forASecond() {
    return 'updated';
  }
  @Cors({ maxAge: -1 }) @Put('never') never() {
    return 'updated';
  }
  @Cors({ maxAge: 0 }) @Put('not') not() {
    return 'updated';
  }
  @Cors({ credentials: true }) @Put('mine') mine() {
    return 'updated';
  }
  @Cors({ origin: 'http://other.localhost' }) @Put('refused') refused() {
    return 'updated';
  }
}

@Cors({ origin: PAGE })
@Controller('default')
class DefaultController {
  @Put() update() {
    return 'updated';
  }
}

export const preflights: Suite = {
  name: 'preflights',
  metadata: () => ({ controllers: [CachedController, DefaultController] }),
  tests(world) {
    describe('an upload', () => {
      const upload = { how: 'xhr', upload: true, init: { method: 'POST' } } as const;

      test('without a listener has no preflight', async () => {
        const sent = { path: '/cached', how: 'xhr', init: { method: 'POST' } } as const;
        expect(await world.send(sent)).toMatchObject({ result: 'resolve', preflights: 0 });
      });

      test('with a listener has one, which asks for no header', async () => {
        const exchange = await world.send({ path: '/cached', ...upload });
        expect(exchange).toMatchObject({ result: 'resolve', body: 'created', preflights: 1 });
        expect(exchange.requests[0]?.headers).not.toHaveProperty('access-control-request-headers');
      });

      test('with a listener, to a path that has no such method, is not sent', async () => {
        const exchange = await world.send({ path: '/default', ...upload });
        expect(exchange).toMatchObject({ result: 'reject', preflights: 1 });
        expect(exchange.requests).toHaveLength(1);
      });
    });

    describe('a preflight', () => {
      test.each<[string, Sent, number]>([
        ['is remembered for `maxAge`', { path: '/cached', times: 3 }, 1],
        ['is forgotten after it', { path: '/cached/second', times: 2, pause: 1500 }, 2],
        ['is not remembered where it is 0', { path: '/cached/not', times: 3 }, 3],
        ['is not remembered where it is -1', { path: '/cached/never', times: 3 }, 3],
        ['is remembered for a moment where it is left out', { path: '/default', times: 2 }, 1],
      ])('%s', async (_, sent, preflights) => {
        const exchange = await world.send({ ...sent, init: { method: 'PUT' } });
        expect(exchange).toMatchObject({ result: 'resolve', preflights });
        expect(exchange.requests).toHaveLength(preflights + (sent.times ?? 1));
      });

      /** Sends one after another to one address, and gives how often each was preflighted. */
      async function preflights(path: string, ...inits: (RequestInit | undefined)[]) {
        const run = randomUUID();
        const counts: [string, number][] = [];
        let before = 0;
        for (const init of inits) {
          const exchange = await world.send({ path, run, ...(init && { init }) });
          counts.push([exchange.result, exchange.preflights - before]);
          before = exchange.preflights;
        }
        return counts;
      }
      const put = { method: 'PUT' };
      const include = { ...put, credentials: 'include' } as const;

      test('that is refused is not remembered', async () => {
        expect(await preflights('/cached/refused', put, put)).toEqual([
          ['reject', 1],
          ['reject', 1],
        ]);
      });

      test('is for every method of the path that has the same policy', async () => {
        expect(await preflights('/cached', put, { method: 'DELETE' }, put)).toEqual([
          ['resolve', 1],
          ['resolve', 0],
          ['resolve', 0],
        ]);
      });

      test('is for no method that has another policy', async () => {
        expect(await preflights('/cached/beside', put, { method: 'DELETE' })).toEqual([
          ['resolve', 1],
          ['reject', 1],
        ]);
      });

      test('is for no header that is not allowed', async () => {
        const headers = { 'X-A': '1', 'X-C': '1' };
        expect(await preflights('/cached', put, { ...put, headers })).toEqual([
          ['resolve', 1],
          ['reject', 1],
        ]);
      });

      test('is for requests without credentials, or with', async () => {
        expect(await preflights('/cached/mine', put, include, put, include)).toEqual([
          ['resolve', 1],
          ['resolve', 1],
          ['resolve', 0],
          ['resolve', 0],
        ]);
      });

      test('is for one address', async () => {
        const [first] = await preflights('/cached', put);
        const [second] = await preflights('/cached', put);
        expect([first, second]).toEqual([
          ['resolve', 1],
          ['resolve', 1],
        ]);
      });

      test('of a page is not for another page', async () => {
        const run = randomUUID();
        const sent = { path: '/cached', run, init: put };
        await world.send(sent);
        const other = await world.send({ ...sent, from: 'page on another port' });
        expect(other).toMatchObject({ result: 'resolve', preflights: 2 });
      });
    });
  },
};
