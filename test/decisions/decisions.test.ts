import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import {
  Controller,
  ForbiddenException,
  Get,
  type MessageEvent,
  Options,
  Post,
  Put,
  Sse,
  UseGuards,
  Version,
  VersioningType,
} from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, type CorsOriginFunction, SkipCors } from 'nestjs-cors';
import { Observable } from 'rxjs';
import { platforms, TestApp } from '../support/test-app.js';
import { HeardLogger, published } from './heard.js';

const NEVER = new Observable<MessageEvent>((subscriber) => subscriber.next({ data: 'first' }));

const APP = 'https://app.example.com';
const PARTNER = 'https://api.partner.example';
const EVIL = 'https://evil.example';

class Closed {
  canActivate(): boolean {
    throw new ForbiddenException();
  }
}

@Controller('cats')
class CatsController {
  @Get() list() {
    return 'list';
  }
  @UseGuards(Closed) @Get('closed') closed() {
    return 'closed';
  }
  @Cors({ methods: 'GET' }) @Put(':id') update() {
    return 'update';
  }
  @Cors('partner') @Post() create() {
    return 'create';
  }
  @Cors({ origin: '*' }) @Get('any') any() {
    return 'any';
  }
  @SkipCors() @Get('off') off() {
    return 'off';
  }
}

@Controller('asked')
class AskedController {
  @Cors({
    origin: () => {
      throw new Error('no database');
    },
  })
  @Get('throws')
  throws() {
    return 'throws';
  }
  @Cors({ origin: () => new Promise(() => undefined), originTimeout: 30 }) @Get('never') never() {
    return 'never';
  }
  @Cors({ origin: (() => 1) as unknown as CorsOriginFunction }) @Get('number') number() {
    return 'number';
  }
  @Cors({ origin: { load: () => [APP] } }) @Get('loaded') loaded() {
    return 'loaded';
  }
}

@Controller('versions')
class VersionsController {
  @Version('1') @Get() one() {
    return 'one';
  }
  @Cors('partner') @Version('2') @Get() two() {
    return 'two';
  }
}

@Controller('streams')
class StreamsController {
  @Sse() events() {
    return NEVER;
  }
  @Cors({ preflightContinue: true }) @Options('own') options() {
    return 'options';
  }
  @Cors({ preflightContinue: true }) @Get('own') own() {
    return 'own';
  }
}

@Cors({ allowedHeaders: ['X-Trace'] })
@Controller('headers')
class HeadersController {
  @Get() list() {
    return 'list';
  }
}

const AS_ACTUAL = { kind: 'actual', reportOnly: false } as const;
const AS_PREFLIGHT = { kind: 'preflight', reportOnly: false } as const;
const REFUSED = { outcome: 'refused', reason: 'origin-not-allowed' } as const;
const ROOT = 'CorsModule.forRoot';

describe.each(platforms)('decisions, on %s,', (platform) => {
  const logger = new HeardLogger();
  let app: TestApp;
  beforeAll(async () => {
    const cors = CorsModule.forRoot({
      origin: [APP, 'https://*.wild.example'],
      policies: { partner: { origin: PARTNER } },
      paths: [{ path: '/docs', policy: 'partner' }],
    });
    const controllers = [
      CatsController,
      AskedController,
      VersionsController,
      StreamsController,
      HeadersController,
    ];
    app = await TestApp.start(
      platform,
      { imports: [cors], controllers },
      {
        logger,
        configure: (nest) => nest.enableVersioning({ type: VersioningType.HEADER, header: 'V' }),
      },
    );
  });
  afterAll(() => app.close());
  beforeEach(() => void logger.said('debug'));

  it('are published, one for each', async () => {
    const decisions = await published(async () => {
      await app.get('/cats', APP);
      await app.get('/cats', EVIL);
      await app.send('POST', '/cats', { Origin: PARTNER });
      await app.get('/cats/any', EVIL);
      await app.preflight('/cats/7', APP, 'PROPFIND');
      await app.preflight('/cats', EVIL, 'POST');
      await app.get('/docs/logo.png', EVIL);
      await app.get('/nowhere', APP);
    });
    expect(decisions).toEqual([
      {
        ...AS_ACTUAL,
        outcome: 'granted',
        reason: 'origin-allowed',
        route: 'CatsController.list',
        source: ROOT,
        origin: APP,
      },
      { ...AS_ACTUAL, ...REFUSED, route: 'CatsController.list', source: ROOT, origin: EVIL },
      {
        ...AS_ACTUAL,
        outcome: 'granted',
        reason: 'origin-allowed',
        route: 'CatsController.create',
        source: 'policies.partner',
        origin: PARTNER,
      },
      {
        ...AS_ACTUAL,
        outcome: 'granted',
        reason: 'any-origin',
        route: 'CatsController.any',
        source: 'CatsController.any',
        origin: EVIL,
      },
      {
        ...AS_PREFLIGHT,
        outcome: 'refused',
        reason: 'method-not-allowed',
        route: ROOT,
        source: ROOT,
        origin: APP,
      },
      {
        ...AS_PREFLIGHT,
        ...REFUSED,
        route: 'CatsController.create',
        source: 'policies.partner',
        origin: EVIL,
      },
      {
        ...AS_ACTUAL,
        ...REFUSED,
        route: 'paths["/docs"]',
        source: 'policies.partner',
        origin: EVIL,
      },
      {
        ...AS_ACTUAL,
        outcome: 'granted',
        reason: 'origin-allowed',
        route: ROOT,
        source: ROOT,
        origin: APP,
      },
    ]);
    expect(decisions.every((decision) => Object.isFrozen(decision))).toBe(true);
  });

  it('are none where there is no Origin, and where CORS is off for the app to answer', async () => {
    const decisions = await published(async () => {
      await app.get('/cats');
      await app.get('/cats/any');
      await app.send('OPTIONS', '/cats', { 'Access-Control-Request-Method': 'GET' });
      await app.get('/cats/off', EVIL);
    });
    expect(decisions).toEqual([]);
    expect(logger.said('debug')).toEqual([]);
  });

  it('are told of requests that a guard refuses, too', async () => {
    const decisions = await published(() => app.get('/cats/closed', EVIL));
    expect(decisions).toEqual([
      { ...AS_ACTUAL, ...REFUSED, route: 'CatsController.closed', source: ROOT, origin: EVIL },
    ]);
  });

  it('are told when the head of a response is sent: a stream may never end', async () => {
    const ended = new AbortController();
    const decisions = await published(async () => {
      const { status } = await fetch(`http://127.0.0.1:${app.port}/streams`, {
        headers: { Origin: EVIL },
        signal: ended.signal,
      });
      expect(status).toBe(200);
    });
    ended.abort();
    expect(decisions).toEqual([
      { ...AS_ACTUAL, ...REFUSED, route: 'StreamsController.events', source: ROOT, origin: EVIL },
    ]);
  });

  it('are told once of a preflight that is handed to the app', async () => {
    const decisions = await published(async () => {
      expect((await app.preflight('/streams/own', APP, 'GET')).body).toBe('options');
    });
    expect(decisions).toEqual([
      {
        ...AS_PREFLIGHT,
        outcome: 'granted',
        reason: 'preflight-granted',
        route: 'StreamsController.own',
        source: ROOT,
        origin: APP,
      },
    ]);
  });

  const refusals: readonly (readonly [
    reason: string,
    ask: () => Promise<unknown>,
    route: string,
    source: string,
    line: string,
  ])[] = [
    [
      'origin-not-allowed',
      () => app.get('/cats/closed', `${APP}:8443`),
      'CatsController.closed',
      ROOT,
      `the request of "${APP}:8443": the origin is not allowed; the policy has "${APP}": the port differs`,
    ],
    [
      'origin-not-allowed',
      () => app.preflight('/docs', EVIL, 'GET'),
      'paths["/docs"]',
      'policies.partner',
      `the preflight for "GET" of "${EVIL}": the origin is not allowed`,
    ],
    [
      'origin-malformed',
      () => app.get('/cats', `${APP}/`),
      'CatsController.list',
      ROOT,
      `the request of "${APP}/": no browser sends such an origin; the policy has "${APP}": an origin has no slash at its end`,
    ],
    [
      'origin-null',
      () => app.get('/cats', 'null'),
      'CatsController.list',
      ROOT,
      'the request of "null": the opaque origin is not allowed',
    ],
    [
      'origin-function-failed',
      () => app.get('/asked/throws', APP),
      'AskedController.throws',
      'AskedController.throws',
      `the request of "${APP}": the origin function failed`,
    ],
    [
      'origin-function-timeout',
      () => app.get('/asked/never', APP),
      'AskedController.never',
      'AskedController.never',
      `the request of "${APP}": the origin function did not answer in time`,
    ],
    [
      'origin-function-answer',
      () => app.preflight('/asked/number', APP, 'GET'),
      'AskedController.number',
      'AskedController.number',
      `the preflight for "GET" of "${APP}": the origin function answered neither a boolean nor an origin`,
    ],
    [
      'origin-not-allowed',
      () => app.get('/asked/loaded', 'https://www.app.example.com'),
      'AskedController.loaded',
      'AskedController.loaded',
      `the request of "https://www.app.example.com": the origin is not allowed; the policy has "${APP}": with \`www.\` it is another host`,
    ],
    [
      'method-not-allowed',
      () => app.preflight('/cats/7', APP, 'PUT'),
      'CatsController.update',
      ROOT,
      `the preflight for "PUT" of "${APP}": the method is not allowed`,
    ],
    [
      'method-forbidden',
      () => app.preflight('/cats', APP, 'TRACE'),
      ROOT,
      ROOT,
      `the preflight for "TRACE" of "${APP}": no script can send the method`,
    ],
    [
      'method-malformed',
      () => app.preflight('/cats', APP, 'GET, PUT'),
      ROOT,
      ROOT,
      `the preflight for "GET, PUT" of "${APP}": the method is not a token`,
    ],
    [
      'header-not-allowed',
      () => app.preflight('/headers', APP, 'GET', 'authorization,x-other'),
      'HeadersController.list',
      ROOT,
      `the preflight for "GET" of "${APP}": the header "authorization" is not allowed`,
    ],
    [
      'headers-malformed',
      () => app.preflight('/cats', APP, 'GET', 'a b'),
      'CatsController.list',
      ROOT,
      `the preflight for "GET" of "${APP}": the list of headers is malformed`,
    ],
    [
      'headers-too-many',
      () => app.preflight('/cats', APP, 'GET', 'a,'.repeat(129)),
      'CatsController.list',
      ROOT,
      `the preflight for "GET" of "${APP}": the headers are too many`,
    ],
    [
      'headers-too-long',
      () => app.preflight('/cats', APP, 'GET', 'a'.repeat(4097)),
      'CatsController.list',
      ROOT,
      `the preflight for "GET" of "${APP}": the list of headers is too long`,
    ],
    [
      'cors-off',
      () => app.preflight('/cats/off', APP, 'GET'),
      'CatsController.off',
      'CatsController.off',
      `the preflight for "GET" of "${APP}": CORS is switched off`,
    ],
    [
      'origin-not-allowed',
      () => app.preflight('/versions', APP, 'GET'),
      'VersionsController.two',
      'policies.partner',
      `the preflight for "GET" of "${APP}": the origin is not allowed`,
    ],
  ];
  it.each(refusals)('are told of a refusal: %s', async (reason, ask, route, source, line) => {
    const decisions = await published(ask);
    expect(decisions).toEqual([
      {
        kind: line.startsWith('the preflight') ? 'preflight' : 'actual',
        outcome: 'refused',
        reason,
        route,
        source,
        origin: /of "([^"]+)"/.exec(line)?.[1],
        reportOnly: false,
      },
    ]);
    expect(logger.said('debug')).toEqual([`${route}: refused ${line}`]);
  });
});

describe('a decision', () => {
  it('is told once where another handler is reached than the path leads to: the last one counts', async () => {
    const logger = new HeardLogger();
    const app = await TestApp.start(
      'express',
      {
        imports: [CorsModule.forRoot({ origin: APP, policies: { partner: { origin: PARTNER } } })],
        controllers: [CatsController],
      },
      {
        logger,
        configure: (nest) =>
          nest.use((request: IncomingMessage, _: unknown, next: () => void) => {
            request.url = request.url?.replace('/old', '/cats') ?? '';
            next();
          }),
      },
    );
    try {
      const decisions = await published(async () => {
        expect((await app.send('POST', '/old', { Origin: APP })).cors).toEqual({ vary: 'Origin' });
        // Of this one nothing is left to tell: the handler that is reached has no CORS.
        expect((await app.get('/old/off', APP)).cors).toEqual({});
      });
      expect(decisions).toEqual([
        {
          ...AS_ACTUAL,
          ...REFUSED,
          route: 'CatsController.create',
          source: 'policies.partner',
          origin: APP,
        },
      ]);
    } finally {
      await app.close();
    }
  });

  it('that a subscriber throws at is answered all the same: Node raises the error by itself', async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', THROWING], {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    await once(child, 'close');
    expect(output.trim().split('\n').toSorted()).toEqual([
      'answered 200 https://app.example.com',
      'answered 204 https://app.example.com',
      'uncaught: a subscriber failed',
      'uncaught: a subscriber failed',
    ]);
  });
});

/** An app on the built library, with a subscriber that fails at every decision. */
const THROWING = `
  import 'reflect-metadata';
  import { subscribe } from 'node:diagnostics_channel';
  import { Module } from '@nestjs/common';
  import { NestFactory } from '@nestjs/core';
  import { CorsModule } from 'nestjs-cors';
  subscribe('nestjs-cors:decision', () => { throw new Error('a subscriber failed'); });
  process.on('uncaughtException', ({ message }) => console.log('uncaught:', message));
  class AppModule {}
  const origin = 'https://app.example.com';
  Module({ imports: [CorsModule.forRoot({ origin })] })(AppModule);
  const app = await NestFactory.create(AppModule, { logger: false });
  app.use((request, response) => response.end());
  await app.listen(0);
  const asking = { headers: { Origin: origin, 'Access-Control-Request-Method': 'GET' } };
  for (const method of ['GET', 'OPTIONS']) {
    const { status, headers } = await fetch(await app.getUrl(), { method, ...asking });
    console.log('answered', status, headers.get('access-control-allow-origin'));
  }
  await app.close();
`;
