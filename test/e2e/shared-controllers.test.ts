import { Controller, Get, Inject, Module, Put, UnauthorizedException } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule } from 'nestjs-cors';
import { MemoryLogger, platforms, TestApp } from '../support/test-app.js';

const ROOT = 'https://root.example';
const A = 'https://a.example';
const VARY_PREFLIGHT = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

/** One class, which each module that lists it has an instance of. */
@Cors({ origin: A })
@Controller('cats')
class CatsController {
  constructor(@Inject('zoo') private readonly zoo: string) {}

  @Get() list() {
    return this.zoo;
  }
  @Get('locked') locked() {
    throw new UnauthorizedException();
  }
  @Cors({ maxAge: 60 }) @Put() replace() {
    return this.zoo;
  }
}

@Module({
  controllers: [CatsController],
  providers: [{ provide: 'zoo', useValue: 'first' }],
})
class FirstModule {}

@Module({
  controllers: [CatsController],
  providers: [{ provide: 'zoo', useValue: 'second' }],
})
class SecondModule {}

const logger = new MemoryLogger();
let app: TestApp;
afterEach(async () => {
  await app.close();
  expect(logger).toMatchObject({ warnings: [], errors: [] });
});

async function expectPolicy(path: string, zoo: string): Promise<void> {
  const granted = { 'access-control-allow-origin': A, vary: 'Origin' };
  const list = await app.get(path, A);
  expect({ body: list.body, cors: list.cors }).toEqual({ body: zoo, cors: granted });
  const locked = await app.get(`${path}/locked`, A);
  expect({ status: locked.status, cors: locked.cors }).toEqual({ status: 401, cors: granted });
  expect((await app.get(path, ROOT)).cors).toEqual({ vary: 'Origin' });
  expect((await app.preflight(path, ROOT, 'PUT')).status).toBe(403);
  expect((await app.preflight(path, A, 'PUT')).cors).toEqual({
    'access-control-allow-origin': A,
    'access-control-allow-methods': 'PUT',
    'access-control-max-age': '60',
    vary: VARY_PREFLIGHT,
  });
}

describe.each(platforms)('a controller of two modules, on %s,', (platform) => {
  it('has its policy at the paths of both', async () => {
    app = await TestApp.start(
      platform,
      {
        imports: [
          CorsModule.forRoot({ origin: ROOT }),
          FirstModule,
          SecondModule,
          RouterModule.register([
            { path: 'first', module: FirstModule },
            { path: 'second', module: SecondModule },
          ]),
        ],
      },
      { logger },
    );
    await expectPolicy('/first/cats', 'first');
    await expectPolicy('/second/cats', 'second');
    expect((await app.get('/cats', ROOT)).cors).toEqual({
      'access-control-allow-origin': ROOT,
      vary: 'Origin',
    });
  });
});

// Fastify refuses a second route at a path.
describe('a controller of two modules at one path, on express,', () => {
  it('has its policy where the first of them answers', async () => {
    app = await TestApp.start(
      'express',
      { imports: [CorsModule.forRoot({ origin: ROOT }), FirstModule, SecondModule] },
      { logger },
    );
    await expectPolicy('/cats', 'first');
  });
});
