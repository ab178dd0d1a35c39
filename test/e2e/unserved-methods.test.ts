import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  Controller,
  Get,
  Module,
  Post,
  Put,
  type MiddlewareConsumer,
  type NestModule,
  type Type,
} from '@nestjs/common';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, SkipCors, type CorsModuleOptions } from 'nestjs-cors';
import { platforms, TestApp, type Platform } from '../support/test-app.js';

const APP = 'https://app.example.com';
const WIDGET = 'https://widget.example';
const VARY = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

/** The fallback of a single-page app. */
function pageOf(platform: Platform, isOff = false): Type {
  @Controller()
  class PageController {
    @Get(platform === 'express' ? '*path' : '*') page() {
      return 'page';
    }
  }
  if (isOff) SkipCors()(PageController);
  return PageController;
}

@Controller()
class SlugController {
  @Cors({ origin: WIDGET }) @Get(':slug') read() {
    return 'slug';
  }
}

@Controller('mixed')
class MixedController {
  @SkipCors() @Get() read() {
    return 'read';
  }
  @Cors({ origin: WIDGET }) @Put() write() {
    return 'written';
  }
}

@SkipCors()
@Controller('off')
class OffController {
  @Get() read() {
    return 'read';
  }
  @Post() write() {
    return 'written';
  }
}

/** Serves `POST /graphql` as a package that mounts itself does. */
@Module({})
class GraphqlModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply((request: IncomingMessage, response: ServerResponse, next: () => void) => {
        if (request.method === 'POST') response.end('{}');
        else next();
      })
      .forRoutes('graphql');
  }
}

describe.each(platforms)('on %s, a method that no controller serves at a path', (platform) => {
  let app: TestApp;
  afterEach(() => app.close());

  const start = async (
    controller: Type,
    root: CorsModuleOptions = { origin: APP },
  ): Promise<void> => {
    app = await TestApp.start(platform, {
      imports: [CorsModule.forRoot<CorsModuleOptions>(root), GraphqlModule],
      controllers: [controller],
    });
  };
  const ask = async (path: string, method: string, origin = APP) => {
    const { status, cors } = await app.preflight(path, origin, method, 'content-type');
    return { status, cors };
  };
  const refused = { status: 403, cors: { vary: VARY } };
  const off = { status: 403, cors: {} };
  const granted = (methods: string) => ({
    status: 204,
    cors: {
      'access-control-allow-origin': APP,
      'access-control-allow-methods': methods,
      'access-control-allow-headers': 'content-type',
      vary: VARY,
    },
  });

  it.each([
    ['a fallback for every path', pageOf(platform), 'GET,HEAD,PUT,PATCH,POST,DELETE'],
    ['a parameter', SlugController, 'PUT,PATCH,POST,DELETE'],
  ])(
    'has the policy of the root beside %s, and its page reads the response',
    async (_, controller, methods) => {
      await start(controller);
      expect(await ask('/graphql', 'POST')).toEqual(granted(methods));
      expect(await ask('/graphql', 'POST', WIDGET)).toEqual(refused);
      expect(await ask('/graphql', 'PROPFIND')).toEqual(refused);
      const { status, cors } = await app.send('POST', '/graphql', { Origin: APP });
      expect([status < 300, cors['access-control-allow-origin']]).toEqual([true, APP]);
    },
  );

  it('has the methods that the root lists', async () => {
    await start(pageOf(platform), { origin: APP, methods: ['GET', 'PROPFIND'] });
    expect(await ask('/graphql', 'PROPFIND')).toEqual(granted('GET,HEAD,PROPFIND'));
    expect(await ask('/graphql', 'POST')).toEqual(refused);
  });

  it('is refused where the root says nothing', async () => {
    await start(SlugController, {});
    expect(await ask('/graphql', 'POST')).toEqual(refused);
    expect(await ask('/graphql', 'POST', WIDGET)).toEqual(refused);
  });

  it('is off where every handler of the path is off', async () => {
    await start(OffController);
    expect(await ask('/off', 'DELETE')).toEqual(off);
    expect(await ask('/elsewhere', 'DELETE')).toEqual(granted('GET,HEAD,PUT,PATCH,POST,DELETE'));
  });

  it('has the policy of the root where one handler of the path is off, and another is not', async () => {
    await start(MixedController);
    expect(await ask('/mixed', 'DELETE')).toEqual(granted('PATCH,POST,DELETE'));
  });

  it('has the policy of its entry in `paths`, whatever is switched off there', async () => {
    const paths = [{ path: '/graphql', policy: { methods: 'POST' } }] as const;
    await start(pageOf(platform, true), { origin: APP, paths });
    expect(await ask('/graphql', 'POST')).toEqual(granted('POST'));
    expect(await ask('/elsewhere', 'POST')).toEqual(off);
  });

  it('is left alone where nothing is said at all', async () => {
    await start(pageOf(platform), {});
    const { status, cors } = await app.preflight('/graphql', APP, 'POST');
    expect([status, cors]).toEqual([404, {}]);
  });
});
