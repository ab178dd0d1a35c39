import { Controller, Get, Injectable, Scope, type Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, type CorsModuleOptions, SkipCors } from 'nestjs-cors';
import { MemoryLogger, platforms, TestApp } from '../support/test-app.js';

const EVIL = 'https://evil.example';
const NOTHING = [{}, {}];

let app: TestApp;
let logger: MemoryLogger;
afterEach(() => app.close());

/** Wraps a function as monitoring agents do: another function of the same name, without metadata. */
function traced<F extends (...args: never[]) => unknown>(original: F): F {
  const wrapped = function (this: unknown, ...args: never[]) {
    return original.apply(this, args);
  };
  Object.defineProperty(wrapped, 'name', { value: original.name });
  return wrapped as F;
}

@SkipCors()
@Controller('bound')
class BoundController {
  constructor() {
    this.get = this.get.bind(this);
  }
  @Get() get() {
    return 'ran';
  }
}

@SkipCors()
@Controller('bound')
class ReplacedController {
  constructor() {
    this.get = () => 'ran';
  }
  @Get() get() {
    return '';
  }
}

@SkipCors()
@Controller('bound')
class TracedController {
  constructor() {
    this.get = traced(Reflect.get(this, 'get') as () => string);
  }
  @Get() get() {
    return 'ran';
  }
}

@SkipCors()
@Controller('bound')
class ProxiedController {
  constructor() {
    this.get = new Proxy(Reflect.get(this, 'get'), {});
  }
  @Get() get() {
    return 'ran';
  }
}

@SkipCors()
@Controller({ path: 'bound', scope: Scope.REQUEST })
class BoundPerRequestController {
  constructor() {
    this.get = this.get.bind(this);
  }
  @Get() get() {
    return 'ran';
  }
}

const DECLARED: readonly Type[] = [
  BoundController,
  ReplacedController,
  TracedController,
  ProxiedController,
  BoundPerRequestController,
];

describe.each(platforms)('on %s, a handler whose function is replaced', (platform) => {
  async function start(controller: Type, root: CorsModuleOptions = { origin: '*' }) {
    logger = new MemoryLogger();
    app = await TestApp.start(
      platform,
      { imports: [CorsModule.forRoot(root)], controllers: [controller] },
      { logger },
    );
  }

  it.each(DECLARED.map((controller) => [controller.name, controller] as const))(
    'keeps its policy: %s',
    async (_name, controller) => {
      await start(controller);
      const { body, cors } = await app.get('/bound', EVIL);
      expect(body).toBe('ran');
      expect([cors, (await app.preflight('/bound', EVIL, 'GET')).cors]).toEqual(NOTHING);
      expect(logger.warnings).toEqual([]);
    },
  );

  it('is granted nothing if it is not known, and runs', async () => {
    @Controller({ path: 'unknown', scope: Scope.REQUEST })
    class UnknownController {
      constructor() {
        this.get = () => 'ran';
      }
      @Get() get() {
        return '';
      }
      @SkipCors() @Get('other') other() {
        return '';
      }
    }
    await start(UnknownController);
    for (let time = 0; time < 3; time++) {
      const { body, cors } = await app.get('/unknown', EVIL);
      expect([body, cors]).toEqual(['ran', {}]);
    }
    expect(logger.warnings).toEqual([
      'UnknownController: a handler of it runs that is none of its routes, perhaps because its ' +
        'function was replaced: its responses carry no CORS headers (logged once)',
    ]);
  });
});

describe.each(platforms)('on %s, a guard of the root module', (platform) => {
  @Injectable()
  class RefuseGuard {
    canActivate() {
      return false;
    }
  }

  it('refuses under the policy of the handler that a rewritten request reaches', async () => {
    app = await TestApp.start(
      platform,
      {
        imports: [CorsModule.forRoot({ origin: '*' })],
        controllers: [BoundController],
        providers: [{ provide: APP_GUARD, useClass: RefuseGuard }],
      },
      {
        configure: (nest) =>
          nest.use((request: { url: string }, _response: unknown, next: () => void) => {
            request.url = request.url.replace('/public', '');
            next();
          }),
      },
    );
    const { status, cors } = await app.get('/public/bound', EVIL);
    // Fastify has routed a request before middleware can rewrite it.
    expect([status, cors]).toEqual(
      platform === 'express' ? [403, {}] : [404, { 'access-control-allow-origin': '*' }],
    );
  });

  it('refuses a public handler in words that its readers can read', async () => {
    @Cors({ origin: '*' })
    @Controller('public')
    class PublicController {
      @Get() get() {
        return 'public';
      }
    }
    app = await TestApp.start(platform, {
      imports: [CorsModule.forRoot({ origin: 'https://app.example.com' })],
      controllers: [PublicController],
      providers: [{ provide: APP_GUARD, useClass: RefuseGuard }],
    });
    const { status, cors } = await app.get('/public', EVIL);
    expect([status, cors]).toEqual([403, { 'access-control-allow-origin': '*' }]);
  });
});
