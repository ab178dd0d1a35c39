import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Injectable, Module, type ModuleMetadata } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Cors,
  CorsModule,
  type CorsModuleOptions,
  type CorsOptionsFactory,
  parseOrigins,
  CorsReport,
  CorsService,
} from 'nestjs-cors';
import { ExpressAdapter } from '@nestjs/platform-express';
import { createAdapter, platforms, TestApp } from '../support/test-app.js';

const A = 'https://a.example';
const B = 'https://b.example';

@Controller('cats')
class CatsController {
  @Get() list() {
    return [];
  }
  @Cors('partner') @Get('partner') partner() {
    return 'partner';
  }
}

@Injectable()
class Origins {
  readonly listed = [A];
}
@Module({ providers: [Origins], exports: [Origins] })
class OriginsModule {}

@Injectable()
class CorsConfiguration implements CorsOptionsFactory {
  async createCorsOptions(): Promise<CorsModuleOptions> {
    await sleep(1);
    return { origin: A, policies: { partner: { origin: B } } };
  }
}
@Module({ providers: [CorsConfiguration], exports: [CorsConfiguration] })
class ConfigurationModule {}

const policies = { partner: { origin: B } };
const configuration = () => ({
  CORS_ORIGINS: ` ${A} , https://*.a.example,\n${A},`,
  PARTNER: B,
});

describe.each(platforms)('CorsModule, on %s,', (platform) => {
  const apps: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  async function start(imports: ModuleMetadata['imports']): Promise<TestApp> {
    const app = await TestApp.start(platform, {
      imports: imports ?? [],
      controllers: [CatsController],
    });
    apps.push(app);
    return app;
  }

  it.each([
    ['forRoot', () => [CorsModule.forRoot({ origin: A, policies })]],
    [
      'forRootAsync with a factory that is slow',
      () => [
        CorsModule.forRootAsync({
          imports: [OriginsModule],
          inject: [Origins],
          useFactory: async ({ listed }: Origins) => {
            await sleep(50);
            return { origin: listed, policies };
          },
        }),
      ],
    ],
    ['forRootAsync with a class', () => [CorsModule.forRootAsync({ useClass: CorsConfiguration })]],
    [
      'forRootAsync with a provider that exists',
      () => [
        CorsModule.forRootAsync({ imports: [ConfigurationModule], useExisting: CorsConfiguration }),
      ],
    ],
    [
      'forRootAsync with the environment',
      () => [
        ConfigModule.forRoot({ ignoreEnvFile: true, load: [configuration] }),
        CorsModule.forRootAsync({
          imports: [ConfigModule],
          inject: [ConfigService],
          useFactory: (config: ConfigService) => ({
            origin: parseOrigins(config.getOrThrow<string>('CORS_ORIGINS')),
            policies: { partner: { origin: config.getOrThrow<string>('PARTNER') } },
          }),
        }),
      ],
    ],
  ])('is configured by %s', async (_, imports) => {
    const app = await start(imports());
    expect((await app.get('/cats', A)).cors['access-control-allow-origin']).toBe(A);
    expect((await app.get('/cats', B)).cors).toEqual({ vary: 'Origin' });
    expect((await app.get('/cats/partner', B)).cors['access-control-allow-origin']).toBe(B);
    expect((await app.preflight('/cats/partner', B, 'GET')).status).toBe(204);
    expect((await app.preflight('/cats/partner', A, 'GET')).status).toBe(403);
  });

  it('does not mix two apps of one process', async () => {
    const first = await start([CorsModule.forRoot({ origin: A, policies })]);
    const second = await start([
      CorsModule.forRoot({ origin: B, policies: { partner: { origin: A } } }),
    ]);
    for (const [app, root, partner] of [
      [first, A, B],
      [second, B, A],
    ] as const) {
      expect((await app.preflight('/cats', root, 'GET')).status).toBe(204);
      expect((await app.preflight('/cats', partner, 'GET')).status).toBe(403);
      expect((await app.preflight('/cats/partner', partner, 'GET')).status).toBe(204);
      expect((await app.preflight('/cats/partner', root, 'GET')).status).toBe(403);
    }
  });

  it('works again in a new app, once one was closed', async () => {
    for (const origin of [A, B]) {
      const app = await TestApp.start(platform, {
        imports: [CorsModule.forRoot({ origin, policies })],
        controllers: [CatsController],
      });
      expect((await app.get('/cats', origin)).cors['access-control-allow-origin']).toBe(origin);
      await app.close();
    }
  });

  it('works under the testing module, with init() and no listen()', async () => {
    const module = await Test.createTestingModule({
      imports: [CorsModule.forRoot({ origin: A, policies })],
      controllers: [CatsController],
    }).compile();
    const nest = module.createNestApplication(createAdapter(platform));
    apps.push(nest);
    await nest.init();
    // Fastify answers what is injected once it is ready; neither has a port before somebody asks.
    await (nest.getHttpAdapter().getInstance() as { ready?(): Promise<void> }).ready?.();
    const server = nest.getHttpServer() as import('node:http').Server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as import('node:net').AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/cats`, { headers: { Origin: A } });
    expect(response.headers.get('access-control-allow-origin')).toBe(A);
  });

  it('is refused twice in one app', async () => {
    @Module({ imports: [CorsModule.forRoot({ origin: B, policies })] })
    class OtherModule {}
    await expect(start([OtherModule, CorsModule.forRoot({ origin: A, policies })])).rejects.toThrow(
      'CorsModule\n    - imports 2 times, each time with options of its own: import it once, in the root module',
    );
  });
});

describe.each(platforms)('CorsModule of another version, on %s', (platform) => {
  it('is refused beside this one', async () => {
    // A version has classes and tokens of its own; its module says that it is one.
    @Module({})
    class AnotherCorsModule {}
    Object.assign(AnotherCorsModule, { [Symbol.for('nestjs-cors:module')]: true });
    const starting = TestApp.start(platform, {
      imports: [AnotherCorsModule, CorsModule.forRoot({ origin: A })],
      controllers: [CatsController],
    });
    await expect(starting).rejects.toThrow('imports 2 times');
  });
});

describe('CorsModule without an HTTP adapter', () => {
  it('starts and stops with an application context', async () => {
    @Module({
      imports: [CorsModule.forRoot({ origin: A, policies })],
      controllers: [CatsController],
    })
    class AppModule {}
    const context = await NestFactory.createApplicationContext(AppModule, { logger: false });
    expect(context.get(CatsController).list()).toEqual([]);
    await context.close();
  });

  it('says in an application context how to create an app with routes', async () => {
    @Module({ imports: [CorsModule.forRoot({ origin: A, policies })] })
    class AppModule {}
    const context = await NestFactory.createApplicationContext(AppModule, { logger: false });
    const [cors, report] = [context.get(CorsService), context.get(CorsReport)];
    expect(cors.routes()).toEqual([]);
    const message =
      'nestjs-cors: an application context, a microservice or a module under test has no HTTP routes: create an app with NestFactory.create() or createNestApplication(), and call app.init(), which opens no port';
    for (const made of [() => report.data(), () => report.markdown(), () => report.html()]) {
      expect(made).toThrow(new Error(message));
    }
    await expect(report.page()).rejects.toThrow(new Error(message));
    await expect(cors.explain({ origin: A, path: '/' })).rejects.toThrow(new Error(message));
    await expect(cors.update({ origin: A })).rejects.toThrow(new Error(message));
    await context.close();
  });
});

it('a platform that is neither Express nor Fastify fails the boot, with those that are known', async () => {
  class OtherAdapter extends ExpressAdapter {
    override getType(): string {
      return 'koa';
    }
  }
  @Module({ imports: [CorsModule.forRoot({ origin: A, policies })] })
  class AppModule {}
  const options = { logger: false, abortOnError: false } as const;
  await expect(NestFactory.create(AppModule, new OtherAdapter(), options)).rejects.toThrow(
    new Error(
      'nestjs-cors: the platform "koa" is not known: use @nestjs/platform-express or @nestjs/platform-fastify',
    ),
  );
});
