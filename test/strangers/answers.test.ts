import { Controller, Get, Injectable } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Cors,
  CorsModule,
  type CorsOriginFunction,
  type CorsOriginResolver,
  CorsService,
} from 'nestjs-cors';
import { MemoryLogger, platforms, TestApp } from '../support/test-app.js';
import { SECRET, STRANGERS, THENABLES } from './strangers.js';

const APP = 'https://app.example.com';
const ANSWERS = { ...STRANGERS, ...THENABLES };

let decide: () => unknown = () => true;

/** Not of an async function: that waits for itself before it returns. */
const itself = () => THENABLES['one that resolves to itself']?.();

@Injectable()
class Resolver implements CorsOriginResolver {
  resolve(): boolean {
    return decide() as boolean;
  }
}

@Controller()
class StrangeController {
  @Cors({ origin: (() => decide()) as CorsOriginFunction, originTimeout: 50 })
  @Get('strange')
  strange() {
    return 'served';
  }
  @Cors({ origin: { resolver: Resolver, cache: {} }, originTimeout: 50 })
  @Get('remembered')
  remembered() {
    return 'served';
  }
  @Cors({
    origin: (_origin, callback) => callback(null, decide() as boolean),
    originTimeout: 50,
  })
  @Get('called-back')
  calledBack() {
    return 'served';
  }
}

describe.each(platforms)('whatever an origin function does, on %s,', (platform) => {
  let app: TestApp;
  const logger = new MemoryLogger();
  beforeAll(async () => {
    const imports = [CorsModule.forRoot({})];
    app = await TestApp.start(
      platform,
      { imports, controllers: [StrangeController], providers: [Resolver] },
      { logger },
    );
  });
  afterAll(() => app.close());

  it.each<[string, string, () => unknown]>([
    ['a resolver that is remembered', '/remembered', itself],
    ['a function that calls back', '/called-back', itself],
  ])('a value that resolves to itself, from %s, is refused', async (_name, path, answer) => {
    expect(answer()).toHaveProperty('then');
    decide = answer;
    expect((await app.get(path, APP)).cors).toEqual({ vary: 'Origin' });
    expect((await app.preflight(path, APP, 'GET')).status).toBe(403);
  });

  const ways = Object.entries(ANSWERS).flatMap(([name, stranger]) => [
    [`it answers with ${name}`, stranger] as const,
    [
      `it throws ${name}`,
      () => {
        throw stranger();
      },
    ] as const,
    [`it rejects with ${name}`, () => new Promise((_, reject) => reject(stranger()))] as const,
  ]);

  it.each(ways)('%s: refused, and the request goes on', async (_name, way) => {
    decide = way;
    const { status, cors, body } = await app.get('/strange', APP);
    expect({ status, cors, body }).toEqual({
      status: 200,
      cors: { vary: 'Origin' },
      body: 'served',
    });
    expect((await app.preflight('/strange', APP, 'GET')).status).toBe(403);
    const explained = await app.nest.get(CorsService).explain({ origin: APP, path: '/strange' });
    const said = [...logger.warnings, ...logger.errors, String(explained)].join('\n');
    expect(said).not.toContain(SECRET);
  });
});
