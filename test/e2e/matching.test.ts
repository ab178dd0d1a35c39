import {
  All,
  Controller,
  Delete,
  Get,
  Head,
  type INestApplication,
  type NestApplicationOptions,
  Options,
  Post,
  Propfind,
  Put,
  RequestMapping,
  RequestMethod,
  Search,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import express from 'express';
import fastify, { type FastifyInstance } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, type CorsModuleOptions } from 'nestjs-cors';
import { A, B, For, policyAt, ROOT } from '../support/audiences.js';
import { isLowestNest, withRouterOptions } from '../support/lowest-nest.js';
import { MemoryLogger, platforms, TestApp, createAdapter } from '../support/test-app.js';

type Adapter = ExpressAdapter | FastifyAdapter;

let app: TestApp;
let logger: MemoryLogger;
afterEach(async () => {
  await app.close();
  expect(logger.warnings.filter((text) => text.includes('reached this handler'))).toEqual([]);
});

interface Started {
  readonly root?: CorsModuleOptions;
  readonly options?: NestApplicationOptions;
  readonly configure?: (nest: INestApplication) => void | Promise<void>;
}

async function start(
  adapter: Adapter,
  controllers: readonly (new () => object)[],
  { root = {}, options = {}, configure }: Started = {},
): Promise<void> {
  logger = new MemoryLogger();
  const AppModule = {
    module: class {},
    imports: [CorsModule.forRoot(root)],
    controllers: [...controllers],
  };
  const nest = await NestFactory.create(AppModule, adapter, {
    logger,
    abortOnError: false,
    ...options,
  });
  await configure?.(nest);
  app = await TestApp.listen(nest);
}

/** Who answers, and under whose policy. */
async function at(method: string, path: string) {
  return [(await app.send(method, path)).body, await policyAt(app, method, path)];
}

describe.each(platforms)('on %s, the handler that a preflight finds', (platform) => {
  it('is that of a wildcard, where nothing else is', async () => {
    @Controller('files')
    class FilesController {
      @For(A) @Get('readme') readme() {
        return 'readme';
      }
      @For(B) @Get('*') file() {
        return 'file';
      }
      @For(ROOT) @Put('*') put() {
        return 'put';
      }
    }
    await start(createAdapter(platform), [FilesController]);
    expect(await at('GET', '/files/readme')).toEqual(['readme', A]);
    expect(await at('GET', '/files/a/b/c.png')).toEqual(['file', B]);
    expect(await at('PUT', '/files/readme')).toEqual(['put', ROOT]);
  });

  it.each(['{*splat}', '*'])('is that of @Get(%j), where the platform takes it', async (path) => {
    @Controller()
    class AnyController {
      @For(A) @Get(path) any() {
        return 'any';
      }
      @For(B) @Post('here') here() {
        return 'here';
      }
    }
    const started = start(createAdapter(platform), [AnyController]);
    if (platform === 'fastify' && path !== '*') {
      // find-my-way has no such wildcard: Nest does not boot.
      await expect(started).rejects.toThrow('Wildcard must be the last character in the route');
      await start(createAdapter(platform), []);
      return;
    }
    await started;
    expect(await at('GET', '/')).toEqual(['any', A]);
    expect(await at('GET', '/here')).toEqual(['any', A]);
    expect(await at('GET', '/a/b')).toEqual(['any', A]);
    expect(await at('POST', '/here')).toEqual(['here', B]);
  });

  it('has an optional part, in the way of the platform', async () => {
    @Controller('users')
    class UsersController {
      @For(A) @Get(platform === 'express' ? 'list{/:page}' : 'list/:page?') list() {
        return 'list';
      }
    }
    await start(createAdapter(platform), [UsersController]);
    expect(await at('GET', '/users/list')).toEqual(['list', A]);
    expect(await at('GET', '/users/list/2')).toEqual(['list', A]);
    expect((await at('GET', '/users/list/2/3'))[1]).toBe('');
  });

  it('has the case and the trailing slash that the platform ignores, or does not', async () => {
    @For(A)
    @Controller('cats')
    class CatsController {
      @Get('list') list() {
        return 'list';
      }
    }
    const loose = platform === 'express' ? ['list', A] : [expect.stringContaining('404'), ''];
    await start(createAdapter(platform), [CatsController]);
    expect(await at('GET', '/CATS/List')).toEqual(loose);
    expect(await at('GET', '/cats/list/')).toEqual(loose);
    await app.close();

    const other: Record<typeof platform, () => Adapter> = {
      express: () => {
        const strict = express();
        strict.enable('strict routing');
        strict.enable('case sensitive routing');
        return new ExpressAdapter(strict);
      },
      fastify: () => new FastifyAdapter({ ignoreTrailingSlash: true, caseSensitive: false }),
    };
    await start(other[platform](), [CatsController]);
    const swapped = platform === 'fastify' ? ['list', A] : [expect.stringContaining('404'), ''];
    expect(await at('GET', '/CATS/List')).toEqual(swapped);
    expect(await at('GET', '/cats/list/')).toEqual(swapped);
    expect(await at('GET', '/cats/list')).toEqual(['list', A]);
  });

  it('has its path in percent-encoding, and letters beyond ASCII', async () => {
    @Controller('menu')
    class MenuController {
      @For(A) @Get('café') cafe() {
        return 'café';
      }
      @For(B) @Get(':dish') dish() {
        return 'dish';
      }
    }
    await start(createAdapter(platform), [MenuController]);
    expect(await at('GET', '/menu/cr%C3%AApe')).toEqual(['dish', B]);
    expect(await at('GET', '/menu/a%2Fb')).toEqual(['dish', B]);
    // Express compares the path as it came, and middleware before it may not; Fastify decodes it first.
    const encoded = platform === 'express' ? ['dish', `preflight , actual ${B}`] : ['café', A];
    expect(await at('GET', '/menu/caf%C3%A9')).toEqual(encoded);
  });

  it('serves QUERY and the methods of WebDAV', async () => {
    @Controller('dav')
    class DavController {
      @For(A) @Propfind() properties() {
        return 'properties';
      }
      @For(B) @Search() search() {
        return 'search';
      }
      @For(ROOT) @RequestMapping({ method: RequestMethod.LOCK }) lock() {
        return 'lock';
      }
      @For(A) @RequestMapping({ path: 'q', method: RequestMethod.QUERY }) query() {
        return 'query';
      }
    }
    await start(createAdapter(platform), [DavController]);
    expect(await at('PROPFIND', '/dav')).toEqual(['properties', A]);
    expect(await at('SEARCH', '/dav')).toEqual(['search', B]);
    expect(await at('LOCK', '/dav')).toEqual(['lock', ROOT]);
    // The first Nest has no such method.
    if (!('QUERY' in RequestMethod)) return;
    expect((await app.preflight('/dav/q', A, 'QUERY')).cors).toMatchObject({
      'access-control-allow-origin': A,
      'access-control-allow-methods': 'QUERY',
    });
    // The HTTP parser of Node.js 20 does not take the method itself.
  });

  it('is never the one of @Options, which is sent every other OPTIONS', async () => {
    const seen: string[] = [];
    @Controller('cats')
    class CatsController {
      @For(A) @Get() list() {
        return 'list';
      }
      @For(B) @Options() options() {
        seen.push('options');
        return 'options';
      }
      @For(A) @All('all') all() {
        seen.push('all');
        return 'all';
      }
    }
    await start(createAdapter(platform), [CatsController]);
    expect((await app.preflight('/cats', A, 'GET')).status).toBe(204);
    expect((await app.preflight('/cats', B, 'GET')).status).toBe(403);
    expect((await app.preflight('/cats/all', A, 'PUT')).status).toBe(204);
    expect(seen).toEqual([]);
    expect((await app.send('OPTIONS', '/cats')).body).toBe('options');
    expect((await app.send('OPTIONS', '/cats', { Origin: B })).cors).toEqual({
      'access-control-allow-origin': B,
      vary: 'Origin',
    });
    expect((await app.send('OPTIONS', '/cats/all', { Origin: A })).body).toBe('all');
    expect(seen).toEqual(['options', 'options', 'all']);
  });

  it('hands a granted preflight on to @Options with preflightContinue, and no other', async () => {
    @Cors({ origin: A, preflightContinue: true })
    @Controller('cats')
    class CatsController {
      @Get() list() {
        return 'list';
      }
      @For(B) @Options() options() {
        return 'options';
      }
    }
    await start(createAdapter(platform), [CatsController]);
    const granted = await app.preflight('/cats', A, 'GET');
    expect([granted.status, granted.body, granted.cors]).toEqual([
      200,
      'options',
      {
        'access-control-allow-origin': A,
        'access-control-allow-methods': 'GET,HEAD',
        vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
      },
    ]);
    const refused = await app.preflight('/cats', B, 'GET');
    expect([refused.status, refused.body]).toEqual([403, '']);
  });

  it('is the one that answers, whatever the order of registration is', async () => {
    @Controller('cats')
    class CatsController {
      @For(A) @Get(':id') one() {
        return 'one';
      }
      @For(B) @Get('all') all() {
        return 'all';
      }
      @For(B) @Delete('*') remove() {
        return 'removed';
      }
      @For(ROOT) @Delete('all') removeAll() {
        return 'removed all';
      }
    }
    // Nest 12 sorts the routes of Express; Nest 11 does not know the option, and leaves their order.
    for (const routeResolutionStrategy of ['declaration', 'specificity']) {
      const options = { routeResolutionStrategy, routeConflictPolicy: { shadow: 'warn' } };
      await start(createAdapter(platform), [CatsController], { options: options as object });
      const policies: Readonly<Record<string, string>> = {
        one: A,
        all: B,
        removed: B,
        'removed all': ROOT,
      };
      const answers: (string | undefined)[] = [];
      for (const [method, path] of [
        ['GET', '/cats/all'],
        ['GET', '/cats/7'],
        ['DELETE', '/cats/all'],
        ['DELETE', '/cats/7'],
      ] as const) {
        const [body = '', policy] = await at(method, path);
        expect([method, path, policy]).toEqual([method, path, policies[body]]);
        answers.push(body);
      }
      expect(answers[1]).toBe('one');
      await app.close();
    }
    await start(createAdapter(platform), []);
  });

  it('is none, where a route outside Nest answers', async () => {
    @Controller()
    class PagesController {
      @For(A) @Get('*') page() {
        return 'page';
      }
      @For(B) @Get('own/x') own() {
        return 'own';
      }
    }
    await start(createAdapter(platform), [PagesController], {
      root: { origin: ROOT },
      configure: async (nest) => {
        if (platform === 'express') {
          const instance = nest.getHttpAdapter().getInstance() as express.Express;
          instance.get('/raw', (_, response) => void response.send('raw'));
          instance.get('/passed', (_request, _response, next) => next());
          const router = express.Router();
          router.get('/x', (_, response) => void response.send('router'));
          instance.use('/sub', router);
        } else {
          const instance = nest.getHttpAdapter().getInstance() as FastifyInstance;
          instance.get('/raw', () => 'raw');
          await instance.register(
            (plugin, _options, done) => {
              plugin.get('/', () => 'plugin');
              plugin.get('/x', () => 'router');
              done();
            },
            { prefix: '/sub' },
          );
        }
      },
    });
    // Express might pass the request on to the controller; Fastify never does.
    const both = platform === 'express' ? '' : ROOT;
    expect(await at('GET', '/raw')).toEqual(['raw', both]);
    expect(await at('GET', '/own/x')).toEqual(platform === 'express' ? ['page', A] : ['own', B]);
    expect(await at('GET', '/else')).toEqual(['page', A]);
    expect(await at('GET', '/sub/x')).toEqual(['router', both]);
    if (platform === 'express') {
      expect(await at('GET', '/passed')).toEqual(['page', 'preflight , actual https://a.example']);
      expect(await at('GET', '/sub/y')).toEqual(['page', A]);
    } else {
      expect(await at('GET', '/sub')).toEqual(['plugin', ROOT]);
      expect(await at('GET', '/sub/')).toEqual(['plugin', ROOT]);
    }
  });

  it('is none, where a router outside Nest lists its methods', async () => {
    @Controller()
    class PagesController {
      @For(A) @Options('*') options() {
        return 'options';
      }
    }
    await start(createAdapter(platform), [PagesController], {
      root: { origin: ROOT, methods: '*' },
      configure: (nest) => {
        if (platform !== 'express') return;
        const router = express.Router();
        router.get('/x', (_, response) => void response.send('router'));
        nest.use('/sub', router);
      },
    });
    expect(await at('OPTIONS', '/sub/x')).toEqual(
      platform === 'express' ? ['GET, HEAD', ''] : ['options', A],
    );
    expect(await at('OPTIONS', '/sub/y')).toEqual(['options', A]);
  });

  it('grants no more than all that may answer, where middleware stands at the path', async () => {
    @Controller('cats')
    class CatsController {
      @For(A) @Get() list() {
        return 'list';
      }
    }
    await start(createAdapter(platform), [CatsController], {
      root: { origin: ROOT },
      configure: (nest) => {
        nest.use('/cats', (_: IncomingMessage, response: ServerResponse) => response.end('ended'));
        nest.use('/dogs', (_: IncomingMessage, response: ServerResponse) => response.end('ended'));
      },
    });
    expect(await at('GET', '/cats')).toEqual(['ended', '']);
    expect(await at('GET', '/dogs')).toEqual(['ended', ROOT]);
  });
});

describe('on fastify only, the handler that a preflight finds', () => {
  @Controller('cats')
  class CatsController {
    @For(A) @Get('list') list() {
      return 'list';
    }
    @For(B) @Get(':a/x/:a') twice() {
      return 'twice';
    }
    @For(ROOT) @Get('in/:place') place() {
      return 'place';
    }
  }

  it.each<[string, object, string, [string, string]]>([
    [
      'ignoreDuplicateSlashes',
      withRouterOptions({ ignoreDuplicateSlashes: true }),
      '//cats///list',
      ['list', A],
    ],
    ['ignoreDuplicateSlashes, not', {}, '/cats//list', ['404', '']],
    [
      'useSemicolonDelimiter',
      withRouterOptions({ useSemicolonDelimiter: true }),
      '/cats/list;a=1',
      ['list', A],
    ],
    ['useSemicolonDelimiter, not', {}, '/cats/list;a=1', ['404', '']],
    ['maxParamLength', withRouterOptions({ maxParamLength: 3 }), '/cats/in/abc', ['place', ROOT]],
    [
      'rewriteUrl',
      { rewriteUrl: ({ url = '' }: IncomingMessage) => url.replace('/old', '/cats') },
      '/old/list',
      ['list', A],
    ],
    ['a parameter twice', {}, '/cats/1/x/2', ['twice', B]],
    // The adapter of the first Nest calls the handler.
    ['a parameter that is empty', {}, '/cats/in/', isLowestNest ? ['place', ROOT] : ['404', '']],
  ])('knows %s', async (_, options, path, [body, policy]) => {
    await start(new FastifyAdapter(options), [CatsController]);
    expect(await at('GET', path)).toEqual([expect.stringContaining(body), policy]);
  });

  it('knows whether a parameter that is there twice may be empty once', async () => {
    await start(new FastifyAdapter(), [CatsController]);
    // Nest 11 serves it, Nest 12 does not.
    const [body, policy] = await at('GET', '/cats//x/2');
    expect(policy).toBe(body === 'twice' ? B : '');
  });

  it('has the constraints that Fastify was given, and a preflight what all of them grant', async () => {
    const { RouteConstraints } = await import('@nestjs/platform-fastify');
    @Controller('cats')
    class RegionsController {
      @For(A) @RouteConstraints({ region: 'north' }) @Get() north() {
        return 'north';
      }
      @For(B) @RouteConstraints({ region: 'south' }) @Get() south() {
        return 'south';
      }
      @For(A) @RouteConstraints({ host: 'north.example' }) @Get('host') northern() {
        return 'north';
      }
      @For(B) @RouteConstraints({ host: 'south.example' }) @Get('host') southern() {
        return 'south';
      }
    }
    const region = {
      name: 'region',
      validate: () => true,
      storage: () => {
        const stored = new Map<unknown, unknown>();
        return {
          get: (value: unknown) => stored.get(value) ?? null,
          set: (value: unknown, handler: unknown) => void stored.set(value, handler),
        };
      },
      deriveConstraint: ({ headers }: IncomingMessage) => headers['x-region'],
    };
    // Nest 11 takes no constraints for an instance that it makes itself.
    const instance = fastify(withRouterOptions({ constraints: { region } }));
    await start(new FastifyAdapter(instance as never), [RegionsController]);
    for (const [place, origin] of [
      ['north', A],
      ['south', B],
    ] as const) {
      const { body, cors } = await app.send('GET', '/cats', { 'X-Region': place, Origin: origin });
      expect([body, cors]).toEqual([
        place,
        { 'access-control-allow-origin': origin, vary: 'Origin' },
      ]);
      expect(await policyAt(app, 'GET', '/cats/host', { Host: `${place}.example` })).toBe(origin);
    }
    expect((await app.preflight('/cats', A, 'GET')).status).toBe(403);
    expect((await app.preflight('/cats', B, 'GET')).status).toBe(403);
  });

  it('is that of the HEAD that is added to an optional parameter, where no other HEAD is', async () => {
    @Controller('cats')
    class CatsController {
      @For(B) @Head() check() {}
      @For(A) @Get(':id?') one() {
        return 'one';
      }
    }
    await start(new FastifyAdapter(), [CatsController]);
    expect([await policyAt(app, 'HEAD', '/cats'), await policyAt(app, 'HEAD', '/cats/1')]).toEqual([
      B,
      A,
    ]);
  });
});
