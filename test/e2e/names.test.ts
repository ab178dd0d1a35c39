import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Put } from '@nestjs/common';
import { Cors, CorsModule, CorsService, type CorsModuleOptions } from 'nestjs-cors';
import { platforms, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';
const PARTNER = 'https://partner.example';

@Cors('partner')
@Controller('orders')
class OrdersController {
  @Get() list() {
    return [];
  }
  @Cors('public') @Get('open') open() {
    return [];
  }
  @Cors({ exposedHeaders: ['ETag'] }) @Get('more') more() {
    return [];
  }
  @Cors(({ allowedHeaders }) => ({ allowedHeaders: [...allowedHeaders, 'X-Trace'] }))
  @Put('more')
  change() {
    return {};
  }
}

@Cors(false)
@Controller('internal')
class InternalController {
  @Cors('partner') @Get('report') report() {
    return [];
  }
}

const options = {
  origin: APP,
  maxAge: 600,
  policies: {
    public: { origin: '*' },
    partner: {
      origin: PARTNER,
      allowedHeaders: ['X-Api-Key'],
      exposedHeaders: ['X-Quota'],
      credentials: true,
    },
  },
  paths: [{ path: '/docs', policy: 'partner' }],
} satisfies CorsModuleOptions;

const ACTUAL = {
  'access-control-allow-origin': PARTNER,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'X-Quota',
  vary: 'Origin',
};

describe.each(platforms)('on %s, a name', (platform) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(platform, {
      imports: [CorsModule.forRoot(options)],
      controllers: [OrdersController, InternalController],
    });
  });
  afterAll(() => app.close());

  it.each([
    ['on a class', '/orders'],
    ['on a method of a class that is off', '/internal/report'],
    ['of a path', '/docs'],
  ])('%s is the same policy', async (_name, path) => {
    expect((await app.get(path, PARTNER)).cors).toEqual(ACTUAL);
    expect((await app.get(path, APP)).cors).toEqual({ vary: 'Origin' });
  });

  it('on a method of a class with another name has none of its headers', async () => {
    expect((await app.get('/orders/open', PARTNER)).cors).toEqual({
      'access-control-allow-origin': '*',
    });
    expect((await app.preflight('/orders/open', PARTNER, 'GET', 'x-any')).cors).toEqual({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET,HEAD',
      'access-control-allow-headers': 'x-any',
      'access-control-max-age': '600',
    });
  });

  it('is extended by what stands inside it', async () => {
    expect((await app.get('/orders/more', PARTNER)).cors).toEqual({
      ...ACTUAL,
      'access-control-expose-headers': 'ETag',
    });
    expect((await app.preflight('/orders/more', PARTNER, 'PUT', 'x-api-key,x-trace')).cors).toEqual(
      {
        'access-control-allow-origin': PARTNER,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'PUT',
        'access-control-allow-headers': 'x-api-key,x-trace',
        'access-control-max-age': '600',
        vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
      },
    );
  });

  it('that no route has is validated by an update too', async () => {
    const plain = { partner: options.policies.partner, plain: { origin: 'http://plain.example' } };
    const issues = await app.nest
      .get(CorsService)
      .update({ credentials: true, policies: { ...plain, public: { origin: APP } } });
    expect(issues.map(({ source, reason, routes }) => [source, reason, routes])).toEqual([
      ['policies.plain', 'origin-insecure', []],
    ]);
    expect((await app.get('/orders', PARTNER)).cors).toEqual(ACTUAL);
  });
});
