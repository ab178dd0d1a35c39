import type { NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  BadRequestException,
  type CanActivate,
  Controller,
  Get,
  Header,
  HttpCode,
  NotFoundException,
  Post,
  Sse,
  StreamableFile,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import { describe, expect, test } from '@jest/globals';
import { of } from 'rxjs';
import { Cors, CorsModule, SkipCors } from 'nestjs-cors';
import { acceptUpgrades } from './upgrades.js';
import type { Suite } from '../support/in-every-browser.js';
import type { Sent } from '../support/world.js';

const PAGE = 'http://page.localhost:*';
const OTHER = 'http://other.localhost';

const refuses: CanActivate = {
  canActivate() {
    throw new UnauthorizedException();
  },
};

@Cors({ origin: PAGE, exposedHeaders: ['X-A', 'ETag'] })
@Controller('answers')
class AnswersController {
  @Header('X-A', 'a')
  @Header('X-B', 'b')
  @Header('ETag', '"1"')
  @Header('Cache-Control', 'no-store')
  @Get()
  read() {
    return 'read';
  }
  @Header('X-A', 'a') @Cors({ exposedHeaders: [] }) @Get('unexposed') unexposed() {
    return 'read';
  }
  @Header('Access-Control-Expose-Headers', 'X-B')
  @Header('X-A', 'a')
  @Header('X-B', 'b')
  @Cors({ exposedHeaders: 'X-A' })
  @Get('itself')
  itself() {
    return 'read';
  }
  @HttpCode(204) @Get('204') empty(): void {}
  @UseGuards(refuses) @Get('401') guarded() {}
  @Get('400') invalid() {
    throw new BadRequestException();
  }
  @Get('404') missing() {
    throw new NotFoundException();
  }
  @Get('500') broken() {
    throw new Error('no database');
  }
  @Post() create() {
    return 'created';
  }
}

const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

class Resources {
  @Get('image') image() {
    return new StreamableFile(GIF, { type: 'image/gif' });
  }
  @Header('Content-Type', 'text/javascript') @Get('script') script() {
    return 'globalThis.loaded = true;';
  }
  @Get('text') text() {
    return 'text';
  }
  @Sse('events') events() {
    return of({ data: 'an event' });
  }
}

@Cors({ origin: PAGE })
@Controller('page')
class PageController extends Resources {}
@Cors({ origin: PAGE, credentials: true })
@Controller('cookies')
class CookiesController extends Resources {}
@Cors({ origin: '*' })
@Controller('any')
class AnyController extends Resources {}
@Cors({ origin: OTHER })
@Controller('other')
class OtherController extends Resources {}
@SkipCors()
@Controller('off')
class OffController extends Resources {}

const controllers = [
  AnswersController,
  PageController,
  CookiesController,
  AnyController,
  OtherController,
  OffController,
];
const imports = [CorsModule.forRoot({ origin: PAGE })];

export const responses: Suite = {
  name: 'responses',
  metadata: () => ({ imports, controllers }),
  configure: (nest) => {
    acceptUpgrades(nest.getHttpServer(), () => true);
    // Small enough to arrive whole: a connection that is closed over the rest may take the answer with it.
    const adapter = nest.getHttpAdapter();
    if (adapter instanceof FastifyAdapter) {
      adapter.useBodyParser('application/json', false, { bodyLimit: 1024 });
    } else (nest as NestExpressApplication).useBodyParser('json', { limit: 1024 });
  },
  tests(world, browser) {
    test.each<[string, string[]]>([
      ['/answers', ['cache-control', 'etag', 'x-a']],
      ['/answers/unexposed', []],
      ['/answers/itself', ['x-a']],
    ])(
      'of %s, a script sees the headers that are exposed, and the safelisted',
      async (path, names) => {
        const { headers = {} } = await world.send({ path });
        const safelisted = ['content-length', 'content-type'];
        expect(Object.keys(headers).sort()).toEqual([...names, ...safelisted].sort());
      },
    );

    test.each([200, 204, 400, 401, 404, 500])('an answer with %d is read', async (status) => {
      const path = status === 200 ? '/answers' : `/answers/${status}`;
      expect(await world.send({ path })).toMatchObject({ result: 'resolve', status });
    });

    test.each<[string, RequestInit, number]>([
      ['that cannot be parsed', { body: '{' }, 400],
      ['that is too large', { body: JSON.stringify('x'.repeat(2048)) }, 413],
    ])('the answer to a body %s is read', async (_, init, status) => {
      const headers = { 'Content-Type': 'application/json' };
      const sent = { path: '/answers', init: { method: 'POST', headers, ...init } };
      expect(await world.send(sent)).toMatchObject({ result: 'resolve', status });
    });

    test('the answer of a path that nothing serves is read with the policy of the module', async () => {
      expect(await world.send({ path: '/nowhere' })).toMatchObject({
        result: 'resolve',
        status: 404,
      });
    });

    describe.each(['page', 'cookies', 'any', 'other', 'off'])('with the policy %s', (policy) => {
      const readable = !['other', 'off'].includes(policy);
      const withCookies = policy === 'cookies';
      const resolve = (granted: boolean) => (granted ? 'resolve' : 'reject');

      test.each<[string, Omit<Sent, 'path'>, string]>([
        ['text', {}, resolve(readable)],
        ['text', { init: { credentials: 'include' } }, resolve(withCookies)],
        ['text', { init: { mode: 'no-cors' } }, 'opaque'],
        ['events', { how: 'eventSource' }, resolve(readable)],
        ['events', { how: 'eventSource', init: { credentials: 'include' } }, resolve(withCookies)],
        ['image', { how: 'image' }, 'opaque'],
        ['image', { how: 'image', crossOrigin: 'anonymous' }, resolve(readable)],
        ['image', { how: 'image', crossOrigin: 'use-credentials' }, resolve(withCookies)],
        ['script', { how: 'script' }, 'resolve'],
        ['script', { how: 'script', crossOrigin: 'anonymous' }, resolve(readable)],
        ['script', { how: 'script', type: 'module' }, resolve(readable)],
        [
          'script',
          { how: 'script', type: 'module', crossOrigin: 'use-credentials' },
          resolve(withCookies),
        ],
      ])('%s, asked for as %j: %s', async (resource, sent, result) => {
        const exchange = await world.send({ path: `/${policy}/${resource}`, ...sent });
        expect(exchange).toMatchObject({ result, preflights: 0 });
        expect(exchange.requests).toHaveLength(1);
      });
    });

    test('an EventSource that is refused does not connect again', async () => {
      const sent = { path: '/other/events', how: 'eventSource' } as const;
      expect(await world.send(sent)).toMatchObject({ result: 'reject', reason: 'closed' });
    });

    // There is none in corsFetch.
    if (browser === 'corsFetch') return;
    test('a WebSocket is open to everybody, unless the app checks the origin: it has no CORS', async () => {
      const sent = { path: '/other/text', how: 'webSocket', alone: 'it has no CORS' } as const;
      expect(await world.send(sent)).toMatchObject({ result: 'resolve' });
    });
  },
};
