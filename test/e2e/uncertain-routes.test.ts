import type { IncomingMessage, ServerResponse } from 'node:http';
import { All, Controller, Get, type INestApplication, Put, type Type } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import express from 'express';
import { fastify } from 'fastify';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, type CorsModuleOptions, SkipCors } from 'nestjs-cors';
import { exchange } from '../support/exchange.js';
import { statusOfOtherHost } from '../support/lowest-nest.js';
import { platforms, TestApp } from '../support/test-app.js';
import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';

const EVIL = 'https://evil.example';
const PARTNER = 'https://partner.example';

type Handle = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

let app: TestApp;
afterEach(() => app.close());

async function start(
  platform: 'express' | 'fastify',
  controllers: readonly Type[],
  root: CorsModuleOptions,
  configure?: (nest: INestApplication) => void,
): Promise<void> {
  app = await TestApp.start(
    platform,
    { imports: [CorsModule.forRoot(root)], controllers: [...controllers] },
    { ...(configure && { configure }) },
  );
}

/** The origin that a preflight and an actual request are granted. */
async function granted(method: string, path: string, origin = EVIL) {
  const preflight = await app.preflight(path, origin, method);
  const actual = await app.send(method, path, { Origin: origin });
  return [preflight, actual].map(({ cors }) => cors['access-control-allow-origin']);
}

const NOTHING = [undefined, undefined];

@SkipCors()
@Controller('private')
class PrivateController {
  @Get(':id') one() {
    return 'private';
  }
  @Put(':id') put() {
    return 'private';
  }
}

@Cors({ origin: '*' })
@Controller('files')
class FilesController {
  @Get(':id') one() {
    return 'file';
  }
}

// R57: what all that may answer grant.
describe('on express, a router, a sub-app or a function in front of a handler', () => {
  const answers = (_request: IncomingMessage, response: ServerResponse): void => {
    response.end('foreign');
  };
  const router = (path = '/:id') =>
    express.Router().get(path, (_request, response) => void response.send('foreign'));

  it.each<[string, (nest: INestApplication) => void]>([
    ['an empty router for every path', (nest) => void nest.use('/', express.Router())],
    ['a router without a path', (nest) => void nest.use(router())],
    ['a router at a parameter', (nest) => void nest.use('/:any', router())],
    [
      'a router in a router',
      (nest) => void nest.use('/', express.Router().use('/private', router())),
    ],
    ['a sub-app for every path', (nest) => void nest.use(express())],
  ])('opens no handler that is switched off: %s', async (_name, configure) => {
    await start('express', [PrivateController], { origin: '*' }, configure);
    expect(await granted('PUT', '/private/1')).toEqual(NOTHING);
  });

  it.each<[string, (nest: INestApplication) => void]>([
    ['a function that answers', (nest) => void nest.use('/files', answers)],
    ['a router', (nest) => void nest.use('/files', router())],
    [
      'a router with a function for all of it',
      (nest) => void nest.use('/files', express.Router().use(answers)),
    ],
    [
      'a sub-app',
      (nest) =>
        void nest.use(
          '/files',
          express().use((_request, response) => void response.end('foreign')),
        ),
    ],
    [
      'a route',
      (nest) =>
        void (nest.getHttpAdapter().getInstance() as express.Express).get('/files/:id', answers),
    ],
    [
      'a route that is registered by the adapter',
      (nest) => void nest.getHttpAdapter().get('/files/:id', answers),
    ],
  ])('is not granted what only the handler behind it grants: %s', async (_name, configure) => {
    await start('express', [FilesController], { origin: PARTNER }, configure);
    expect((await app.get('/files/1')).body).toBe('foreign');
    expect(await granted('GET', '/files/1')).toEqual(NOTHING);
    expect(await granted('GET', '/files/1', PARTNER)).toEqual([PARTNER, PARTNER]);
  });

  it('leaves a handler that is reached its policy', async () => {
    const passes: Handle = (_request, _response, next) => next();
    await start('express', [FilesController], { origin: PARTNER }, (nest) =>
      nest.use('/files', passes),
    );
    expect(await granted('GET', '/files/1')).toEqual([undefined, '*']);
  });

  it('does not concern paths beside its own', async () => {
    await start('express', [FilesController], { origin: PARTNER }, (nest) =>
      nest.use('/docs', answers),
    );
    expect(await granted('GET', '/files/1')).toEqual(['*', '*']);
  });
});

describe('on fastify, routes that an instance has before Nest is given it', () => {
  @Module({
    imports: [CorsModule.forRoot({ origin: PARTNER })],
    controllers: [FilesController],
  })
  class AppModule {}

  it('are not granted what only a handler beside them grants', async () => {
    const instance = fastify();
    instance.get('/files/secret', () => 'early');
    const adapter = new FastifyAdapter(instance);
    app = await TestApp.listen(
      await NestFactory.create(AppModule, adapter, { logger: false, abortOnError: false }),
    );
    expect((await app.get('/files/secret')).body).toBe('early');
    expect(await granted('GET', '/files/secret')).toEqual(NOTHING);
    expect(await granted('GET', '/files/secret', PARTNER)).toEqual([PARTNER, PARTNER]);
    expect(await granted('GET', '/files/1')).toEqual(['*', '*']);
  });
});

describe.each(platforms)('on %s, a response that ends before its handler is known', (platform) => {
  const ends =
    (status: number): Handle =>
    (request, response, next) => {
      if (!request.url?.includes('ended')) return next();
      response.statusCode = status;
      response.end('ended');
    };

  it('has what the handler and the root grant, below status 400', async () => {
    await start(platform, [FilesController], { origin: PARTNER }, (nest) => nest.use(ends(200)));
    const { cors } = await app.get('/files/ended', EVIL);
    expect(cors).toEqual({ vary: 'Origin' });
    expect((await app.get('/files/ended', PARTNER)).cors).toEqual({
      'access-control-allow-origin': PARTNER,
      vary: 'Origin',
    });
  });

  it('has what the handler grants, from status 400', async () => {
    await start(platform, [FilesController], { origin: PARTNER }, (nest) => nest.use(ends(401)));
    expect((await app.get('/files/ended', EVIL)).cors).toEqual({
      'access-control-allow-origin': '*',
    });
  });

  it('has nothing of a handler that is switched off, nor of the root', async () => {
    await start(platform, [PrivateController], { origin: '*' }, (nest) => nest.use(ends(200)));
    expect((await app.get('/private/ended', EVIL)).cors).toEqual({});
  });
});

describe('on express, middleware that rewrites a request', () => {
  const rewrites: Handle = (request, _response, next) => {
    request.url = request.url?.replace(/^\/public/, '') ?? '/';
    if (request.headers['x-http-method-override']) request.method = 'PUT';
    next();
  };

  it('reaches a handler under its policy, in an app without decorators too', async () => {
    @Controller('x')
    class PlainController {
      @Get() get() {
        return 'x';
      }
    }
    const paths = [{ path: '/public', policy: { origin: '*' as const } }];
    await start('express', [PlainController], { origin: PARTNER, paths }, (nest) =>
      nest.use(rewrites),
    );
    expect((await app.get('/public/x', EVIL)).cors).toEqual({ vary: 'Origin' });
  });

  it('grants nothing of the path before to an error before the handler', async () => {
    await start('express', [PrivateController], { origin: '*' }, (nest) => {
      nest.use(rewrites);
      nest.use((_request: IncomingMessage, response: ServerResponse) => {
        response.statusCode = 400;
        response.end();
      });
    });
    expect((await app.get('/public/private/1', EVIL)).cors).toEqual({});
  });

  it('reaches a handler of another method under its policy', async () => {
    @Controller('both')
    class BothController {
      @Cors({ origin: '*' }) @Get() get() {
        return 'get';
      }
      @SkipCors() @Put() put() {
        return 'put';
      }
    }
    await start('express', [BothController], {}, (nest) => nest.use(rewrites));
    const { body, cors } = await app.send('GET', '/both', {
      Origin: EVIL,
      'X-HTTP-Method-Override': 'PUT',
    });
    expect([body, cors]).toEqual(['put', {}]);
  });
});

describe.each(platforms)('on %s, a path that decodes or normalises to another one', (platform) => {
  const paths = [
    { path: '/uploads', policy: { origin: '*' as const } },
    { path: '/docs', policy: false as const },
  ];

  it.each([
    '/uploads/..%2fprivate/secret.json',
    '/uploads/%2e%2e/private',
    '/uploads/../private',
    '/uploads/..%5cprivate',
    '/uploads/x/%2e%2e%2f..%2fprivate',
    '//private',
    '/%70rivate',
  ])('has what both are granted: %s', async (path) => {
    await start(platform, [], { origin: PARTNER, paths });
    expect(await granted('GET', path)).toEqual(NOTHING);
  });

  it.each([
    '/docs%2fjson',
    '/%64ocs',
    '//docs',
    '/x/../docs',
    '/docs%5cx',
    '/./docs',
    '/docs/..%2fdocs',
  ])('is switched off where one of both is: %s', async (path) => {
    await start(platform, [], { origin: '*', paths });
    expect(await granted('GET', path)).toEqual(NOTHING);
  });

  it('is granted what is granted anyway, in the same place', async () => {
    await start(platform, [], { origin: PARTNER, paths });
    expect(await granted('GET', '/uploads/my%20file.pdf')).toEqual(['*', '*']);
    expect(await granted('GET', '/uploads/a%2fb')).toEqual(['*', '*']);
  });

  it('concerns a handler at such a path as well', async () => {
    @Cors({ origin: '*' })
    @Controller()
    class PagesController {
      @All('*') page() {
        return 'page';
      }
    }
    await start(platform, [PagesController], { origin: PARTNER, paths });
    expect((await app.preflight('/docs%2fjson', EVIL, 'GET')).status).toBe(
      // Fastify's own router takes an encoded slash for a part of the segment, too.
      403,
    );
  });
});

describe.each(platforms)('on %s, a target that is none', (platform) => {
  it.each([
    'http://other.example/private/1',
    '*',
    '//other.example/private/1',
    '/private/1;x',
    '/private/%00',
    '/private/\\1',
  ])('opens no handler that is switched off, and ends in no 5xx: %s', async (target) => {
    await start(platform, [PrivateController], { origin: '*' });
    for (const method of ['PUT', 'GET']) {
      const { status } = await app.preflight(target, EVIL, method);
      expect(status).toBeLessThan(500);
      const actual = await app.send(method, target, { Origin: EVIL });
      expect(actual.status).toBeLessThan(500);
      if (actual.body === 'private') expect(actual.cors).toEqual({});
    }
  });
});

describe.each(platforms)('on %s, a request whose host is', (platform) => {
  // The first versions of Nest for Fastify answer another host with 500 by themselves.
  const ANSWERED = statusOfOtherHost(platform) === 500 ? /^HTTP\/1\.1 [2-5]/ : /^HTTP\/1\.1 [234]/;

  @SkipCors()
  @Controller({ path: 'hosted', host: 'api.example.com' })
  class HostedController {
    @Get() get() {
      return 'private';
    }
  }

  it.each<[string, string, readonly string[]]>([
    ['missing', 'HTTP/1.0', []],
    ['empty', 'HTTP/1.1', ['Host:']],
    ['there twice', 'HTTP/1.1', ['Host: api.example.com', 'Host: localhost']],
    ['there twice, the other way round', 'HTTP/1.1', ['Host: localhost', 'Host: api.example.com']],
    ['none', 'HTTP/1.1', ['Host: api.example.com/@:x']],
    ['in upper case', 'HTTP/1.1', ['Host: API.EXAMPLE.COM']],
  ])('%s opens no handler that is switched off', async (_name, version, hosts) => {
    await start(platform, [HostedController], { origin: '*' });
    const ask = (method: string, ...lines: readonly string[]) => {
      const head = [`${method} /hosted ${version}`, 'Connection: close', ...hosts, ...lines];
      return exchange(app.port, `${[...head, `Origin: ${EVIL}`].join('\r\n')}\r\n\r\n`);
    };
    const actual = await ask('GET');
    expect(actual).toMatch(ANSWERED);
    const isReached = actual.endsWith('private');
    if (isReached) expect(actual).not.toMatch(/^access-control-/im);
    const preflight = await ask('OPTIONS', 'Access-Control-Request-Method: GET');
    expect(preflight).toMatch(ANSWERED);
    if (isReached) expect(preflight).not.toMatch(/^access-control-/im);
  });
});
