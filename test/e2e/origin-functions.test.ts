import { Controller, Get, Injectable, Module } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Cors,
  CorsModule,
  type CorsOriginCallback,
  type CorsOriginFunction,
  type CorsOriginResolver,
} from 'nestjs-cors';
import { MemoryLogger, platforms, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';
const EVIL = 'https://evil.example';

const asked: string[] = [];
const isApp = (origin: string) => {
  asked.push(origin);
  return origin === APP;
};
const never = () => new Promise<boolean>(() => undefined);

@Injectable()
class Tenants {
  readonly origins = [APP];
}
@Injectable()
class TenantOrigins implements CorsOriginResolver {
  constructor(private readonly tenants: Tenants) {}
  async resolve(origin: string, request: IncomingMessage): Promise<boolean> {
    await sleep(1);
    return this.tenants.origins.includes(origin) && request.url !== undefined;
  }
}
@Module({ providers: [Tenants, TenantOrigins], exports: [TenantOrigins] })
class TenantsModule {}

@Controller()
class FunctionsController {
  @Cors({ origin: isApp }) @Get('sync') sync() {
    return 'sync';
  }
  @Cors({ origin: async (origin) => isApp(origin) }) @Get('async') async() {
    return 'async';
  }
  @Cors({ origin: () => [APP, 'https://other.example'] }) @Get('list') list() {
    return 'list';
  }
  @Cors({
    origin: (origin: string, callback: CorsOriginCallback) => {
      setImmediate(() => callback(null, isApp(origin)));
    },
  })
  @Get('callback')
  callback() {
    return 'callback';
  }
  @Cors({
    origin: (origin: string, request: IncomingMessage) =>
      origin === APP &&
      request.headers.host !== undefined &&
      request.method !== undefined &&
      request.socket.remoteAddress !== undefined &&
      request.listenerCount('nothing') === 0,
  })
  @Get('request')
  request() {
    return 'request';
  }
  @Cors({ origin: TenantOrigins }) @Get('injected') injected() {
    return 'injected';
  }
}

@Controller('broken')
class BrokenController {
  @Cors({
    origin: () => {
      throw new Error('no database');
    },
  })
  @Get('throws')
  throws() {
    return 'throws';
  }
  @Cors({ origin: () => Promise.reject(new Error('no database')) }) @Get('rejects') rejects() {
    return 'rejects';
  }
  @Cors({ origin: never, originTimeout: 50 }) @Get('never') never() {
    return 'never';
  }
  @Cors({
    origin: (_: string, callback: CorsOriginCallback) => callback(new Error('no database')),
  })
  @Get('callback')
  callback() {
    return 'callback';
  }
  @Cors({ origin: (_: string, callback: CorsOriginCallback) => void callback, originTimeout: 50 })
  @Get('silent')
  silent() {
    return 'silent';
  }
  @Cors({ origin: () => '*' }) @Get('star') star() {
    return 'star';
  }
  @Cors({ origin: (() => 1) as unknown as CorsOriginFunction }) @Get('number') number() {
    return 'number';
  }
}

describe.each(platforms)('an origin function, on %s,', (platform) => {
  let app: TestApp;
  const logger = new MemoryLogger();
  beforeAll(async () => {
    app = await TestApp.start(
      platform,
      {
        imports: [CorsModule.forRoot({}), TenantsModule],
        controllers: [FunctionsController, BrokenController],
      },
      { logger },
    );
  });
  afterAll(() => app.close());

  it.each(['sync', 'async', 'list', 'callback', 'request', 'injected'])(
    'decides in the form "%s"',
    async (path) => {
      expect((await app.get(`/${path}`, APP)).cors).toEqual({
        'access-control-allow-origin': APP,
        vary: 'Origin',
      });
      expect((await app.get(`/${path}`, EVIL)).cors).toEqual({ vary: 'Origin' });
      expect((await app.preflight(`/${path}`, APP, 'GET')).status).toBe(204);
      expect((await app.preflight(`/${path}`, EVIL, 'GET')).status).toBe(403);
    },
  );

  it('is not asked without an Origin, nor about what is none', async () => {
    asked.length = 0;
    for (const origin of [undefined, 'null', 'nonsense', `${APP}/`, `${APP}, ${EVIL}`]) {
      expect((await app.get('/sync', origin)).cors).toEqual({ vary: 'Origin' });
    }
    expect(asked).toEqual([]);
  });

  it.each([
    ['throws', 'failed with an Error'],
    ['rejects', 'failed with an Error'],
    ['never', 'did not answer within 50 ms'],
    ['callback', 'failed with an Error'],
    ['silent', 'did not answer within 50 ms'],
    ['star', 'answered "*", which is neither a boolean nor an origin'],
    ['number', 'answered 1, which is neither a boolean nor an origin'],
  ])('that is broken (%s) refuses, is logged once, and the request goes on', async (path, said) => {
    logger.warnings.length = 0;
    for (let request = 0; request < 2; request++) {
      const { status, cors, body } = await app.get(`/broken/${path}`, APP);
      expect({ status, cors, body }).toEqual({ status: 200, cors: { vary: 'Origin' }, body: path });
    }
    expect((await app.preflight(`/broken/${path}`, APP, 'GET')).status).toBe(403);
    expect(logger.warnings).toEqual([
      `BrokenController.${path}: the origin function ${said}: the origin is refused (said once)`,
    ]);
  });
});
