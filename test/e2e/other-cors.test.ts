import { Controller, Get, type INestApplication, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
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
  const message = (engine: string) =>
    `app: enableCors "${engine}" answers for every path, and so does CorsModule: remove app.enableCors(), the \`cors\` option of NestFactory.create, or where you register it`;
  const engine = platform === 'express' ? 'cors' : '@fastify/cors';

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
    expect(await refusal(create(options), enable)).toEqual([message(engine)]);
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
