import { Controller, Get, Header, Headers, Post, Put, Sse } from '@nestjs/common';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { of } from 'rxjs';
import { Cors } from 'nestjs-cors';
import type { Suite } from '../support/in-every-browser.js';
import type { Sent } from '../support/world.js';

const PAGE = 'http://page.localhost:*';

/** The page and the API are different sites, so the cookie is one for both of them together. */
const COOKIE = 'name=ada; Path=/; Secure; HttpOnly; SameSite=None; Partitioned';

@Cors({ origin: PAGE, credentials: true })
@Controller('mine')
class MineController {
  @Header('Set-Cookie', COOKIE) @Post('login') logIn() {
    return 'logged in';
  }
  @Header('Set-Cookie', 'lax=1; Path=/mine; SameSite=Lax') @Post('lax') lax() {
    return 'logged in';
  }
  @Get() read(@Headers('cookie') cookie = 'no cookie') {
    return cookie;
  }
  @Put() update(@Headers('cookie') cookie = 'no cookie') {
    return cookie;
  }
  @Sse('events') events(@Headers('cookie') cookie = 'no cookie') {
    return of({ data: cookie });
  }
}

@Cors({ origin: PAGE })
@Controller('theirs')
class TheirsController {
  @Get() read(@Headers('cookie') cookie = 'no cookie') {
    return cookie;
  }
  @Header('Set-Cookie', COOKIE.replace('name=ada; Path=/', 'theirs=1; Path=/theirs/set'))
  @Get('set')
  set() {
    return 'set';
  }
  @Put() update() {
    return 'updated';
  }
  @Sse('events') events() {
    return of({ data: 'an event' });
  }
}

@Cors({ origin: '*' })
@Controller('anybody')
class AnybodyController {
  @Get() read(@Headers('cookie') cookie = 'no cookie') {
    return cookie;
  }
  @Sse('events') events(@Headers('cookie') cookie = 'no cookie') {
    return of({ data: cookie });
  }
}

const controllers = [MineController, TheirsController, AnybodyController];
const include = { credentials: 'include' } as const;

export const credentials: Suite = {
  name: 'credentials',
  metadata: () => ({ controllers }),
  tests(world, browser) {
    beforeAll(async () => {
      const login = { path: '/mine/login', init: { method: 'POST', ...include } };
      expect(await world.send(login)).toMatchObject({ result: 'resolve', body: 'logged in' });
    });

    const xhr = { how: 'xhr' } as const;
    const events = { how: 'eventSource' } as const;

    test.each<[string, Sent, string]>([
      ['a fetch', { path: '/mine' }, 'no cookie'],
      ['a fetch that omits them', { path: '/mine', init: { credentials: 'omit' } }, 'no cookie'],
      [
        'a fetch for the same origin',
        { path: '/mine', init: { credentials: 'same-origin' } },
        'no cookie',
      ],
      ['a fetch that includes them', { path: '/mine', init: include }, 'name=ada'],
      ['an XMLHttpRequest', { path: '/mine', ...xhr }, 'no cookie'],
      ['an XMLHttpRequest with them', { path: '/mine', ...xhr, init: include }, 'name=ada'],
      ['an EventSource', { path: '/mine/events', ...events }, 'no cookie'],
      ['an EventSource with them', { path: '/mine/events', ...events, init: include }, 'name=ada'],
      ['a fetch from anybody', { path: '/anybody' }, 'no cookie'],
      ['an EventSource of anybody', { path: '/anybody/events', ...events }, 'no cookie'],
    ])('%s, with a policy that allows it, is read', async (_, sent, body) => {
      expect(await world.send(sent)).toMatchObject({ result: 'resolve', body });
    });

    test.each<[string, Sent]>([
      ['a fetch', { path: '/theirs', init: include }],
      ['an XMLHttpRequest', { path: '/theirs', ...xhr, init: include }],
      ['an EventSource', { path: '/theirs/events', ...events, init: include }],
      ['a fetch for anybody', { path: '/anybody', init: include }],
      ['an XMLHttpRequest for anybody', { path: '/anybody', ...xhr, init: include }],
      ['an EventSource for anybody', { path: '/anybody/events', ...events, init: include }],
    ])(
      '%s, with a policy without credentials, arrives with the cookie and is not read',
      async (_, sent) => {
        const { result, requests } = await world.send(sent);
        expect(result).toBe('reject');
        expect(requests.map(({ headers }) => headers.cookie)).toEqual([
          expect.stringContaining('name=ada'),
        ]);
      },
    );

    test('a preflight has no cookie, and the PUT after it has', async () => {
      const { result, requests } = await world.send({
        path: '/mine',
        init: { method: 'PUT', ...include },
      });
      expect(result).toBe('resolve');
      expect(requests.map(({ headers }) => headers.cookie)).toEqual([undefined, 'name=ada']);
    });

    test('a PUT with cookies is not sent where the policy is without', async () => {
      const exchange = await world.send({ path: '/theirs', init: { method: 'PUT', ...include } });
      expect(exchange).toMatchObject({ result: 'reject', preflights: 1 });
      expect(exchange.requests).toHaveLength(1);
    });

    test('a response sets a cookie if the request includes them, read or not', async () => {
      const seen: (string | undefined)[] = [];
      for (const init of [{}, include, include]) {
        const { requests } = await world.send({ path: '/theirs/set', init });
        seen.push(...requests.map(({ headers }) => headers.cookie));
      }
      expect(seen).toEqual([undefined, 'name=ada', 'theirs=1; name=ada']);
    });

    test('a script never sees Set-Cookie', async () => {
      const { headers } = await world.send({
        path: '/mine/login',
        init: { method: 'POST', ...include },
      });
      expect(headers).not.toHaveProperty('set-cookie');
    });

    describe('a cookie that is SameSite=Lax', () => {
      const alone = 'corsFetch does not look at SameSite';
      const logIn = { path: '/mine/lax', init: { method: 'POST', ...include } };
      const read = { path: '/mine', init: include };

      test('comes back from a page of the same site', async () => {
        await world.send({ ...logIn, to: 'subdomain' });
        expect(await world.send({ ...read, to: 'subdomain' })).toMatchObject({
          result: 'resolve',
          body: 'lax=1',
        });
      });

      // A cookie of corsFetch is its origin's, and nothing else is asked.
      if (browser === 'corsFetch') return;
      test('is not taken from another site, whatever the policy says', async () => {
        expect(await world.send({ ...logIn, alone })).toMatchObject({ result: 'resolve' });
        expect(await world.send({ ...read, alone })).toMatchObject({
          result: 'resolve',
          body: 'name=ada',
        });
      });
    });
  },
};
