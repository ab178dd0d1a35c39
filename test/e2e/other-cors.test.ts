import {
  Controller,
  Get,
  type INestApplication,
  Module,
  type NestModule,
  type Type,
} from '@nestjs/common';
import { HttpAdapterHost, NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { describe, expect, it } from '@jest/globals';
import { Cors, CorsConfigurationError, CorsModule } from 'nestjs-cors';
import { unlessLowest } from '../support/lowest-nest.js';
import { createAdapter, platforms, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';

@Cors({ origin: APP })
@Controller('cats')
class CatsController {
  @Get() list() {
    return [];
  }
}

@Module({ imports: [CorsModule.forRoot({})], controllers: [CatsController] })
class AppModule {}

@Module({ controllers: [CatsController] })
class AppWithoutCorsModule {}

describe.each(platforms)('an app that enables CORS in another way, on %s,', (platform) => {
  const create = (options = {}): Promise<INestApplication> =>
    NestFactory.create(AppModule, createAdapter(platform), {
      logger: false,
      abortOnError: false,
      ...options,
    });

  const refusal = async (
    nest: Promise<INestApplication>,
    enable?: (nest: INestApplication) => void,
  ) => {
    try {
      await (await TestApp.listen(await nest, enable)).close();
    } catch (error) {
      expect(error).toBeInstanceOf(CorsConfigurationError);
      return (error as CorsConfigurationError).issues.map(({ message }) => message);
    }
    return [];
  };
  const [seen, call] =
    platform === 'express'
      ? ['"cors" has a layer named corsMiddleware in the router of Express', 'app.use(cors())']
      : [
          '"@fastify/cors" has decorated the requests of Fastify with corsPreflightEnabled',
          "app.register(import('@fastify/cors'))",
        ];
  const message = `app: enableCors ${seen}, and answers for every path, as CorsModule does: remove app.enableCors(), NestFactory.create(…, { cors: true }) or ${call}; where you wrote none of them, a package did, such as an auth module: set its option, such as disableTrustedOriginsCors: true of @thallesp/nestjs-better-auth`;

  const others: [string, object, ((nest: INestApplication) => void) | undefined][] = [
    ['app.enableCors()', {}, (nest) => nest.enableCors()],
    ['app.enableCors() with options', {}, (nest) => nest.enableCors({ origin: APP })],
    [
      'app.enableCors() with a function',
      {},
      (nest) =>
        nest.enableCors((_: unknown, done: (error: null, options: object) => void) =>
          done(null, {}),
        ),
    ],
    ['the option `cors`', { cors: true }, undefined],
    ['the option `cors` with options', { cors: { origin: APP } }, undefined],
  ];
  const taken = unlessLowest(
    others,
    ([name]) => platform === 'fastify' && name.endsWith('function'),
    'enableCors() takes no function with Fastify',
  );
  it.each([...taken])('does not boot with %s', async (_, options, enable) => {
    expect(await refusal(create(options), enable)).toEqual([message]);
  });

  it('does not boot beside a module that enables it, and tells who may have done it', async () => {
    @Module({})
    class AuthModule implements NestModule {
      constructor(private readonly host: HttpAdapterHost) {}
      configure() {
        this.host.httpAdapter.enableCors({ origin: [APP], credentials: true });
      }
    }
    @Module({ imports: [AppModule, AuthModule] })
    class WithAuthModule {}
    const nest = NestFactory.create(WithAuthModule, createAdapter(platform), {
      logger: false,
      abortOnError: false,
    });
    expect(await refusal(nest)).toEqual([message]);
  });

  it('boots without it', async () => {
    expect(await refusal(create())).toEqual([]);
  });
});

it('an app that registers @fastify/cors by hand does not boot', async () => {
  const adapter = new FastifyAdapter();
  const nest = await NestFactory.create(AppModule, adapter, { logger: false, abortOnError: false });
  await adapter.register(import('@fastify/cors') as never, { origin: APP });
  await expect(TestApp.listen(nest)).rejects.toThrow('enableCors "@fastify/cors"');
});

// The module cannot see that it is not there: this line, in a test of the app, can.
describe('@Cors without CorsModule', () => {
  it.each(platforms)('is found by app.get(CorsModule), on %s', async (platform) => {
    const start = (module: Type) =>
      NestFactory.create(module, createAdapter(platform), { logger: false, abortOnError: false });
    const without = await start(AppWithoutCorsModule);
    expect(() => without.get(CorsModule)).toThrow('CorsModule');
    const app = await start(AppModule);
    expect(app.get(CorsModule)).toBeInstanceOf(CorsModule);
    await Promise.all([without.close(), app.close()]);
  });
});
