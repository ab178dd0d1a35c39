import {
  All,
  Controller,
  Delete,
  Get,
  Module,
  type ModuleMetadata,
  Patch,
  Post,
  Put,
  RequestMethod,
  VersioningType,
  VERSION_NEUTRAL,
  type INestApplication,
} from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, type CorsModuleOptions } from 'nestjs-cors';
import { MemoryLogger, platforms, TestApp } from '../support/test-app.js';

const A = 'https://a.example';
const B = 'https://b.example';
const ROOT = 'https://root.example';

describe.each(platforms)('the handler that a preflight finds, on %s', (platform) => {
  let app: TestApp;
  let logger: MemoryLogger;
  afterEach(async () => {
    await app.close();
    expect(logger.warnings).toEqual([]);
  });

  async function start(
    controllers: ModuleMetadata['controllers'],
    configure?: (nest: INestApplication) => void,
    {
      root = {},
      imports = [],
    }: { root?: CorsModuleOptions; imports?: ModuleMetadata['imports'] } = {},
  ) {
    logger = new MemoryLogger();
    app = await TestApp.start(
      platform,
      { imports: [CorsModule.forRoot(root), ...(imports ?? [])], controllers: controllers ?? [] },
      { logger, ...(configure && { configure }) },
    );
  }

  /** Whose policy answers both the preflight and the actual request: A's, B's, the root's or nobody's. */
  async function policyAt(method: string, path: string): Promise<string> {
    const granted: string[] = [];
    for (const origin of [A, B, ROOT]) {
      const preflight = await app.preflight(path, origin, method);
      const actual = await app.send(method, path, { Origin: origin });
      expect(actual.cors['access-control-allow-origin']).toBe(
        preflight.cors['access-control-allow-origin'],
      );
      if (preflight.cors['access-control-allow-origin'] === origin) granted.push(origin);
    }
    return granted.join(' ');
  }

  it('is that of the static path, then that of the parameter', async () => {
    @Controller('users')
    class UsersController {
      @Cors({ origin: A }) @Get('me') me() {
        return 'me';
      }
      @Cors({ origin: B }) @Put(':id') update() {
        return 'updated';
      }
      @Cors({ origin: ROOT }) @Get(':id/posts/:post') post() {
        return 'post';
      }
    }
    await start([UsersController]);
    expect(await policyAt('GET', '/users/me')).toBe(A);
    // Only `@Get('me')` exists: a PUT to the same path is served by `@Put(':id')`.
    expect(await policyAt('PUT', '/users/me')).toBe(B);
    expect(await policyAt('PUT', '/users/7')).toBe(B);
    expect(await policyAt('GET', '/users/7/posts/caf%C3%A9')).toBe(ROOT);
    expect(await policyAt('GET', '/users/7?next=/users/me')).toBe('');
  });

  it('is another one for each method of a path', async () => {
    @Controller('cats')
    class CatsController {
      @Cors({ origin: A }) @Get() list() {
        return [];
      }
      @Cors({ origin: B }) @Post() create() {
        return 'created';
      }
    }
    await start([CatsController]);
    expect(await policyAt('GET', '/cats')).toBe(A);
    expect(await policyAt('HEAD', '/cats')).toBe(A);
    expect(await policyAt('POST', '/cats')).toBe(B);
    expect(await policyAt('DELETE', '/cats')).toBe('');
    const { cors } = await app.preflight('/cats', A, 'GET');
    expect(cors['access-control-allow-methods']).toBe('GET,HEAD');
  });

  it('leaves no "*" of the root on a route that lists an origin', async () => {
    @Controller('mixed')
    class MixedController {
      @Cors({ origin: A }) @Get('locked') locked() {
        return 'locked';
      }
      @Get('open') open() {
        return 'open';
      }
    }
    await start([MixedController], undefined, { root: { origin: '*' } });
    expect((await app.get('/mixed/open', B)).cors).toEqual({ 'access-control-allow-origin': '*' });
    expect((await app.get('/mixed/locked', B)).cors).toEqual({ vary: 'Origin' });
    expect((await app.get('/mixed/locked', A)).cors).toEqual({
      'access-control-allow-origin': A,
      vary: 'Origin',
    });
    const vary = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';
    const refused = await app.preflight('/mixed/locked', B, 'GET');
    expect([refused.status, refused.cors]).toEqual([403, { vary }]);
    expect((await app.preflight('/mixed/locked', A, 'GET')).cors).toEqual({
      'access-control-allow-origin': A,
      'access-control-allow-methods': 'GET,HEAD',
      vary,
    });
  });

  it('has the path of the controller and that of the method, where either has several', async () => {
    @Cors({ origin: A })
    @Controller(['one', 'two'])
    class ManyController {
      @Get(['x', 'y/:id']) get() {
        return 'got';
      }
    }
    await start([ManyController]);
    for (const path of ['/one/x', '/two/x', '/one/y/1', '/two/y/2']) {
      expect(await policyAt('GET', path)).toBe(A);
    }
    expect(await policyAt('GET', '/three/x')).toBe('');
  });

  it('has the global prefix, without its exclusions', async () => {
    @Cors({ origin: A })
    @Controller('health')
    class HealthController {
      @Get() get() {
        return 'up';
      }
      @Post() post() {
        return 'posted';
      }
    }
    await start([HealthController], (nest) =>
      nest.setGlobalPrefix('api', { exclude: [{ path: 'health', method: RequestMethod.GET }] }),
    );
    expect(await policyAt('GET', '/health')).toBe(A);
    expect(await policyAt('POST', '/api/health')).toBe(A);
    expect(await policyAt('POST', '/health')).toBe('');
    expect(await policyAt('GET', '/api/health')).toBe('');
  });

  it('has the version of its URI, and excluded routes have it too', async () => {
    @Cors({ origin: A })
    @Controller({ path: 'cats', version: '1' })
    class CatsV1Controller {
      @Get() list() {
        return 'v1';
      }
    }
    @Cors({ origin: B })
    @Controller({ path: 'cats', version: ['2', VERSION_NEUTRAL] })
    class CatsV2Controller {
      @Get() list() {
        return 'v2';
      }
      @Cors({ origin: A }) @Get('hello') hello() {
        return 'hello';
      }
    }
    await start([CatsV1Controller, CatsV2Controller], (nest) => {
      nest.enableVersioning({ type: VersioningType.URI });
      nest.setGlobalPrefix('api', { exclude: ['cats/hello'] });
    });
    expect(await policyAt('GET', '/api/v1/cats')).toBe(A);
    expect(await policyAt('GET', '/api/v2/cats')).toBe(B);
    expect(await policyAt('GET', '/api/cats')).toBe(B);
    expect(await policyAt('GET', '/v2/cats/hello')).toBe(A);
    expect(await policyAt('GET', '/cats/hello')).toBe(A);
    expect(await policyAt('GET', '/api/v3/cats')).toBe('');
  });

  it('has the path that RouterModule gives its module', async () => {
    @Cors({ origin: A })
    @Controller('cats')
    class CatsController {
      @Get() list() {
        return [];
      }
    }
    @Module({ controllers: [CatsController] })
    class CatsModule {}
    @Module({ imports: [CatsModule] })
    class AdminModule {}
    await start([], (nest) => nest.setGlobalPrefix('/api'), {
      imports: [
        AdminModule,
        RouterModule.register([
          { path: 'admin', module: AdminModule, children: [{ path: 'zoo', module: CatsModule }] },
        ]),
      ],
    });
    expect(await policyAt('GET', '/api/admin/zoo/cats')).toBe(A);
    expect(await policyAt('GET', '/api/cats')).toBe('');
  });

  it('has the policy of its own class, not of the class it was inherited by or from', async () => {
    @Cors({ origin: A })
    class BaseController {
      @Get('inherited') inherited() {
        return 'inherited';
      }
      @Cors({ maxAge: 60 }) @Get('overridden') overridden() {
        return 'base';
      }
    }
    @Controller('first')
    class FirstController extends BaseController {}
    @Cors({ origin: B })
    @Controller('second')
    class SecondController extends BaseController {
      @Get('overridden') override overridden() {
        return 'second';
      }
    }
    await start([FirstController, SecondController]);
    expect(await policyAt('GET', '/first/inherited')).toBe(A);
    expect(await policyAt('GET', '/second/inherited')).toBe(B);
    const first = await app.preflight('/first/overridden', A, 'GET');
    expect(first.cors['access-control-max-age']).toBe('60');
    const second = await app.preflight('/second/overridden', B, 'GET');
    expect(second.cors['access-control-max-age']).toBeUndefined();
  });

  it('serves every method, where it is @All', async () => {
    @Cors({ origin: A })
    @Controller('all')
    class AllController {
      @All() all() {
        return 'all';
      }
    }
    await start([AllController]);
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      expect(await policyAt(method, '/all')).toBe(A);
    }
  });

  it('grants what the root grants where no controller serves the method', async () => {
    @Controller('cats')
    class CatsController {
      @Get() list() {
        return [];
      }
      @Delete(':id') remove() {
        return 'removed';
      }
    }
    await start([CatsController], undefined, { root: { origin: ROOT } });
    expect(await policyAt('GET', '/cats')).toBe(ROOT);
    const methods = async (path: string, method = 'DELETE') =>
      (await app.preflight(path, ROOT, method)).cors['access-control-allow-methods'];
    expect(await methods('/cats', 'GET')).toBe('GET,HEAD');
    expect(await methods('/cats/1')).toBe('DELETE');
    // The root answers for whoever serves it.
    expect(await methods('/cats')).toBe('GET,HEAD,PUT,PATCH,POST,DELETE');
    expect(await methods('/uploads/1.png')).toBe('GET,HEAD,PUT,PATCH,POST,DELETE');
    expect((await app.preflight('/cats', ROOT, 'PROPFIND')).status).toBe(403);
  });

  it('may grant more methods at its path only under the same policy', async () => {
    @Cors({ origin: A, methods: ['GET', 'PUT', 'PATCH', 'DELETE'] })
    @Controller('cats')
    class CatsController {
      @Get() list() {
        return [];
      }
      @Put() replace() {
        return 'replaced';
      }
      @Cors({ maxAge: 1 }) @Patch() patch() {
        return 'patched';
      }
    }
    await start([CatsController]);
    const methods = async (method: string) =>
      (await app.preflight('/cats', A, method)).cors['access-control-allow-methods'];
    expect(await methods('GET')).toBe('GET,HEAD,PUT');
    expect(await methods('PATCH')).toBe('PATCH');
    expect((await app.preflight('/cats', A, 'DELETE')).status).toBe(403);
  });

  // https://github.com/novuhq/novu/issues/8596: CORS by URL, broken by a prefix.
  it('is the same with a global prefix and without one', async () => {
    @Cors({ origin: '*' })
    @Controller('widgets')
    class WidgetsController {
      @Get() list() {
        return [];
      }
      @Post('session/initialize') initialize() {
        return 'session';
      }
    }
    @Controller('organizations')
    class OrganizationsController {
      @Get('me') me() {
        return 'me';
      }
    }
    const answers = async (prefix: string) => {
      await start(
        [WidgetsController, OrganizationsController],
        (nest) => prefix && nest.setGlobalPrefix(prefix),
        { root: { origin: A, credentials: true, policies: {} } },
      );
      const at = [
        await app.preflight(`${prefix}/widgets/session/initialize`, A, 'POST', 'x-novu'),
        await app.send('POST', `${prefix}/widgets/session/initialize`, { Origin: B }),
        await app.preflight(`${prefix}/organizations/me`, A, 'GET', 'x-novu'),
        await app.get(`${prefix}/organizations/me`, B),
      ].map(({ status, cors }) => ({ status, cors }));
      return at;
    };
    // `credentials` of the root would not go with "*".
    Cors({ origin: '*', credentials: false })(WidgetsController);
    const without = await answers('');
    await app.close();
    expect(await answers('/v1/api')).toEqual(without);
    expect(without.map(({ cors }) => cors['access-control-allow-origin'])).toEqual([
      '*',
      '*',
      A,
      undefined,
    ]);
  });
});
