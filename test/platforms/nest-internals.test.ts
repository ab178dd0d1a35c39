import {
  Controller,
  Get,
  Global,
  Injectable,
  Module,
  type OnModuleInit,
  RequestMethod,
  type Type,
} from '@nestjs/common';
import { MODULE_PATH } from '@nestjs/common/constants.js';
import {
  type AbstractHttpAdapter,
  HttpAdapterHost,
  ModuleRef,
  ModulesContainer,
  NestFactory,
  RouterModule,
} from '@nestjs/core';
import { LegacyRouteConverter } from '@nestjs/core/router/legacy-route-converter.js';
import { RoutePathFactory } from '@nestjs/core/router/route-path-factory.js';
import { RouterExplorer } from '@nestjs/core/router/router-explorer.js';
import type { Express } from 'express';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Cors, CorsConfigurationError, CorsModule, SkipCors } from 'nestjs-cors';
import {
  applicationConfigOf,
  expressRouterOf,
  globalGuardsOf,
  MissingInternalError,
} from '../../lib/platforms/nest-internals.js';
import { createAdapter, MemoryLogger, platforms, TestApp } from '../support/test-app.js';

@SkipCors()
@Controller({ path: 'cats' })
class CatsController {
  @Get(':id') one() {
    return 'cat';
  }
}

@Cors({ origin: '*' })
@Controller({ path: 'hosted', host: 'api.example.com' })
class HostedController {
  @Get() get() {
    return 'hosted';
  }
}

/** What may be changed of an app once Nest has registered its routes. */
interface Registered {
  readonly adapter: AbstractHttpAdapter;
  readonly modules: ModulesContainer;
  readonly config: object;
}

type Change = (registered: Registered) => void;

let change: Change = () => undefined;

@Injectable()
class Changer implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly modules: ModulesContainer,
    private readonly moduleRef: ModuleRef,
  ) {}

  onModuleInit(): void {
    const { modules, host } = this;
    const { applicationConfig: config } = this.moduleRef['container'] as unknown as {
      applicationConfig: object;
    };
    change({ adapter: host.httpAdapter, modules, config });
  }
}

/** Nest initialises global modules first, in the order of imports: this one is before CorsModule. */
@Global()
@Module({ providers: [Changer] })
class ChangerModule {}

@Module({ imports: [ChangerModule], controllers: [CatsController, HostedController] })
class CatsModule {}

@Module({
  imports: [
    CatsModule,
    CorsModule.forRoot({ origin: '*' }),
    RouterModule.register([{ path: 'module', module: CatsModule }]),
  ],
})
class AppModule {}

@Controller('plain')
class PlainController {
  @Get(':id') one() {
    return 'cat';
  }
}

@Module({ imports: [ChangerModule], controllers: [PlainController] })
class PlainModule {}

@Module({ imports: [PlainModule, CorsModule.forRoot({ origin: '*' })] })
class UniformModule {}

const restored: (() => void)[] = [];
afterEach(() => {
  for (const restore of restored.splice(0).toReversed()) restore();
});

/** Takes a member away until the test ends, or puts another one in its place. */
function replace(owner: object, name: string, value?: unknown): void {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, { value, writable: true, configurable: true });
  restored.push(() => {
    if (descriptor === undefined) Reflect.deleteProperty(owner, name);
    else Object.defineProperty(owner, name, descriptor);
  });
}

/** The reasons why an app does not boot; none if it does. */
async function reasons(
  platform: 'express' | 'fastify',
  changed: Change,
  module: Type = AppModule,
  logger = new MemoryLogger(),
): Promise<readonly string[]> {
  change = changed;
  const nest = await NestFactory.create(module, createAdapter(platform), {
    logger,
    abortOnError: false,
  });
  try {
    await (await TestApp.listen(nest)).close();
    return [];
  } catch (error) {
    if (!(error instanceof CorsConfigurationError)) throw error;
    return [...new Set(error.issues.map(({ reason }) => reason))];
  }
}

// R58: every declared route is there, and is found again.
describe.each(platforms)('on %s, an app', (platform) => {
  it('boots with all that is read of Nest and of the platform', async () => {
    expect(await reasons(platform, () => undefined)).toEqual([]);
  });

  it.each<[string, Change, string]>([
    [
      'RoutePathFactory.create',
      () => replace(RoutePathFactory.prototype, 'create'),
      'framework-unsupported',
    ],
    [
      'RoutePathFactory.getVersion',
      () => replace(RoutePathFactory.prototype, 'getVersion'),
      'framework-unsupported',
    ],
    [
      'the path of a module',
      ({ modules }) => {
        for (const { metatype } of modules.values()) {
          Reflect.deleteMetadata(MODULE_PATH + modules.applicationId, metatype);
        }
      },
      'route-missing',
    ],
    [
      'the list of global guards',
      ({ config }) => replace(config, 'getGlobalGuards', () => new Set()),
      'framework-unsupported',
    ],
    ['the guard', ({ config }) => replace(config, 'getGlobalGuards', () => []), 'guard-missing'],
  ])('does not boot without %s', async (_name, changed, reason) => {
    expect(await reasons(platform, changed)).toEqual([reason]);
  });

  it('boots with a warning where every route has one policy', async () => {
    const logger = new MemoryLogger();
    const boot = reasons(
      platform,
      ({ config }) => replace(config, 'getGlobalGuards', () => []),
      UniformModule,
      logger,
    );
    expect(await boot).toEqual([]);
    expect(logger.warnings).toEqual([
      'app: APP_GUARD "CorsGuard" is not among the global guards, so that nothing would see which handler runs: do not override the providers of CorsModule',
    ]);
  });
});

describe('on express, an app', () => {
  const layersOf = ({ adapter }: Registered) =>
    adapter.getInstance<Express>().router.stack as unknown as {
      route?: { path: string; methods: object };
      match: unknown;
    }[];

  it.each<[string, Change, readonly string[]]>([
    [
      'applyHostFilter of its router',
      () => replace(RouterExplorer.prototype, 'applyHostFilter'),
      ['framework-unsupported'],
    ],
    [
      'tryConvert of its converter of paths',
      () => replace(LegacyRouteConverter, 'tryConvert'),
      ['framework-unsupported'],
    ],
    [
      'a layer that matches as it did',
      (app) => {
        const layer = layersOf(app).find(({ route }) => route !== undefined) ?? {};
        replace(Object.getPrototypeOf(layer) as object, 'match', () => false);
      },
      ['route-not-found'],
    ],
    [
      'the path of a route',
      (app) => {
        for (const { route } of layersOf(app)) if (route !== undefined) route.path = '/else';
      },
      ['route-missing'],
    ],
    [
      'the methods of a route',
      (app) => {
        for (const { route } of layersOf(app)) if (route !== undefined) route.methods = {};
      },
      ['route-missing'],
    ],
    [
      'a function before Express',
      ({ adapter }) => {
        const app = adapter.getInstance<{ handle: unknown }>();
        app.handle = (_request: unknown, response: { end(): void }) => response.end();
      },
      ['entrance-missing'],
    ],
    [
      'the layer of a route',
      (app) => {
        const stack = layersOf(app);
        const at = stack.findIndex(({ route }) => route?.path === '/module/cats/:id');
        stack.splice(at, 1);
      },
      ['route-missing'],
    ],
  ])('does not boot without %s', async (_name, changed, expected) => {
    expect(await reasons('express', changed)).toEqual(expected);
  });
});

describe('on fastify, an app', () => {
  it('does not boot without the hook of its adapter', async () => {
    const ignore: Change = ({ adapter }) => {
      if (!('copyCorsHeadersToRaw' in adapter)) return;
      Object.defineProperty(adapter, 'corsHook', { get: () => undefined, set() {} });
    };
    const isKept = 'copyCorsHeadersToRaw' in createAdapter('fastify');
    expect(await reasons('fastify', ignore)).toEqual(isKept ? ['entrance-missing'] : []);
  });
});

describe('what is missing', () => {
  it.each<[string, () => unknown, string]>([
    ['the container', () => applicationConfigOf({} as never), 'container'],
    ['the router', () => expressRouterOf({ getInstance: () => ({}) } as never), 'router'],
    [
      'the stack of the router',
      () => expressRouterOf({ getInstance: () => ({ router: () => undefined }) } as never),
      'stack',
    ],
    [
      'the list of guards',
      () => globalGuardsOf({ getGlobalGuards: () => undefined } as never),
      'list of global guards',
    ],
  ])('is named: %s', (_name, read, member) => {
    let thrown: unknown;
    try {
      read();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(MissingInternalError);
    expect((thrown as MissingInternalError).member).toBe(member);
  });

  it('is compared with constants that Nest has', () => {
    expect([MODULE_PATH, RequestMethod[RequestMethod.GET]]).toEqual(['__module_path__', 'GET']);
  });
});
