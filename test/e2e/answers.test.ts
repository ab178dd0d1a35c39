import { Controller, Get, Options, Patch, Post, Put } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, SkipCors } from 'nestjs-cors';
import { platforms, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';
const EVIL = 'https://evil.example';
const VARY_PREFLIGHT = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

const handled: string[] = [];

@Cors({
  origin: [APP, 'https://*.partner.example'],
  credentials: true,
  methods: ['GET', 'PUT', 'PATCH'],
  allowedHeaders: ['Content-Type', 'X-Token'],
  exposedHeaders: ['X-Request-Id'],
  maxAge: 600,
})
@Controller('locked')
class LockedController {
  @Get() read() {
    return 'read';
  }
  @Put() write() {
    handled.push('write');
    return 'written';
  }
  @Options() options() {
    return 'options';
  }
}

@Cors({ origin: '*', exposedHeaders: ['ETag'] })
@Controller('open')
class OpenController {
  @Get() read() {
    return 'read';
  }
  @Post() write() {
    return 'written';
  }
  @SkipCors() @Patch() skipped() {
    return 'skipped';
  }
}

@SkipCors()
@Controller('off')
class OffController {
  @Get() read() {
    return 'read';
  }
}

@Controller('silent')
class SilentController {
  @Get() read() {
    return 'read';
  }
  @Options() options() {
    return 'options';
  }
}

@Cors({ origin: APP, preflightContinue: true })
@Controller('continued')
class ContinuedController {
  @Put() write() {
    return 'written';
  }
  @Options() options() {
    return 'options';
  }
}

@Cors({ origin: APP, optionsSuccessStatus: 200 })
@Controller('status')
class StatusController {
  @Put() write() {
    return 'written';
  }
}

describe.each(platforms)('what every request gets, on %s', (platform) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(platform, {
      imports: [CorsModule.forRoot({})],
      controllers: [
        LockedController,
        OpenController,
        OffController,
        SilentController,
        ContinuedController,
        StatusController,
      ],
    });
  });
  afterAll(() => app.close());

  describe('a preflight', () => {
    it('that is granted (R39)', async () => {
      const { status, cors, headers, body } = await app.preflight('/locked', APP, 'PUT', 'x-token');
      expect({ status, body, length: headers['content-length'] }).toEqual({
        status: 204,
        body: '',
        length: '0',
      });
      expect(cors).toEqual({
        'access-control-allow-origin': APP,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET,HEAD,PUT',
        'access-control-allow-headers': 'content-type,x-token',
        'access-control-max-age': '600',
        vary: VARY_PREFLIGHT,
      });
      expect(handled).toEqual([]);
    });

    it('that asks for the private network is not granted that (R50)', async () => {
      const { status, cors } = await app.send('OPTIONS', '/open', {
        Origin: EVIL,
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Private-Network': 'true',
      });
      expect([status, cors]).toEqual([
        204,
        { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET,HEAD,POST' },
      ]);
    });

    it.each([
      ['an origin that is not listed', EVIL, 'PUT', undefined],
      ['the opaque origin', 'null', 'PUT', undefined],
      ['a method that is not listed', APP, 'DELETE', undefined],
      ['a method that no handler serves', APP, 'PATCH', undefined],
      ['no method', APP, '', undefined],
      ['a method in another case', APP, 'put', undefined],
      ['two methods', APP, 'GET, PUT', undefined],
      ['a header that is not listed', APP, 'PUT', 'x-token,x-trace'],
    ])('that is refused for %s (R40, R41)', async (_, origin, method, requested) => {
      const { status, cors, body } = await app.preflight('/locked', origin, method, requested);
      expect({ status, cors, body }).toEqual({
        status: 403,
        cors: { vary: VARY_PREFLIGHT },
        body: '',
      });
    });

    it('of any origin', async () => {
      const { status, cors } = await app.preflight('/open', EVIL, 'POST', 'x-a,x-b');
      expect({ status, cors }).toEqual({
        status: 204,
        cors: {
          'access-control-allow-origin': '*',
          'access-control-allow-methods': 'GET,HEAD,POST',
          'access-control-allow-headers': 'x-a,x-b',
        },
      });
    });

    it.each([
      ['/off', 'GET'],
      ['/open', 'PATCH'],
    ])('of %s, %s, where CORS is switched off', async (path, method) => {
      const { status, cors, body } = await app.preflight(path, APP, method);
      expect({ status, cors, body }).toEqual({ status: 403, cors: {}, body: '' });
    });

    it('where no layer says anything reaches the app', async () => {
      const { status, cors, body } = await app.preflight('/silent', APP, 'GET');
      expect({ status, cors, body }).toEqual({ status: 200, cors: {}, body: 'options' });
    });

    it('that continues is written, then handed on', async () => {
      const { status, cors, body } = await app.preflight('/continued', APP, 'PUT');
      expect({ status, cors, body }).toEqual({
        status: 200,
        cors: {
          'access-control-allow-origin': APP,
          'access-control-allow-methods': 'PUT,OPTIONS',
          vary: VARY_PREFLIGHT,
        },
        body: 'options',
      });
    });

    it('that would continue but is refused is not handed on', async () => {
      const { status, cors, body } = await app.preflight('/continued', EVIL, 'PUT');
      expect({ status, cors, body }).toEqual({
        status: 403,
        cors: { vary: VARY_PREFLIGHT },
        body: '',
      });
    });

    it('has the configured status', async () => {
      expect((await app.preflight('/status', APP, 'PUT')).status).toBe(200);
    });
  });

  describe('any other OPTIONS is an actual request', () => {
    it.each([
      ['without Access-Control-Request-Method', { Origin: APP }, true],
      ['without Origin', { 'Access-Control-Request-Method': 'PUT' }, false],
    ])('%s', async (_, headers, granted) => {
      const { status, cors, body } = await app.send('OPTIONS', '/locked', headers);
      expect({ status, cors, body }).toEqual({
        status: 200,
        body: 'options',
        cors: granted
          ? {
              'access-control-allow-origin': APP,
              'access-control-allow-credentials': 'true',
              'access-control-expose-headers': 'X-Request-Id',
              vary: 'Origin',
            }
          : { vary: 'Origin' },
      });
    });
  });

  describe('an actual request', () => {
    it.each([APP, 'https://a.b.partner.example'])('of the allowed origin %s', async (origin) => {
      const { status, cors } = await app.get('/locked', origin);
      expect({ status, cors }).toEqual({
        status: 200,
        cors: {
          'access-control-allow-origin': origin,
          'access-control-allow-credentials': 'true',
          'access-control-expose-headers': 'X-Request-Id',
          vary: 'Origin',
        },
      });
    });

    it.each([
      EVIL,
      'null',
      'https://partner.example',
      'https://app.example.com.evil.example',
      'https://app.example.com:8443',
      'http://app.example.com',
      'nonsense',
    ])('of the refused origin %s is handled all the same (R36)', async (origin) => {
      const { status, cors, body } = await app.get('/locked', origin);
      expect({ status, cors, body }).toEqual({
        status: 200,
        cors: { vary: 'Origin' },
        body: 'read',
      });
    });

    it('without an Origin', async () => {
      const { status, cors } = await app.get('/locked');
      expect({ status, cors }).toEqual({ status: 200, cors: { vary: 'Origin' } });
    });

    it.each([
      ['Host', 'app.example.com'],
      ['X-Forwarded-Host', 'app.example.com'],
      ['X-Forwarded-Proto', 'https'],
      ['Forwarded', 'host=app.example.com;proto=https'],
      ['Referer', `${APP}/page`],
      ['Sec-Fetch-Site', 'same-origin'],
    ])('is granted nothing by %s (R25)', async (name, value) => {
      for (const origin of [{}, { Origin: 'https://evil.example' }, { Origin: 'null' }]) {
        const { cors } = await app.send('GET', '/locked', { ...origin, [name]: value });
        expect(cors).toEqual({ vary: 'Origin' });
      }
    });

    it('means nothing by Access-Control-Request-Method', async () => {
      const { cors } = await app.send('GET', '/open', {
        Origin: EVIL,
        'Access-Control-Request-Method': 'DELETE',
      });
      expect(cors).toEqual({
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'ETag',
      });
    });

    it.each([EVIL, 'null', 'nonsense', undefined])('of any origin, %s', async (origin) => {
      const { status, cors } = await app.get('/open', origin);
      expect({ status, cors }).toEqual({
        status: 200,
        cors: { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'ETag' },
      });
    });

    it.each(['/off', '/silent', '/nowhere'])('to %s, without CORS, is left alone', async (path) => {
      const { cors } = await app.get(path, APP);
      expect(cors).toEqual({});
    });

    it('with HEAD is as with GET', async () => {
      const { status, cors, body } = await app.send('HEAD', '/locked', { Origin: APP });
      expect({ status, cors, body }).toEqual({
        status: 200,
        cors: {
          'access-control-allow-origin': APP,
          'access-control-allow-credentials': 'true',
          'access-control-expose-headers': 'X-Request-Id',
          vary: 'Origin',
        },
        body: '',
      });
    });
  });
});
