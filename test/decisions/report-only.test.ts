import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Put } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Cors,
  CorsModule,
  type CorsModuleOptions,
  type CorsOptions,
  type CorsOriginFunction,
  CorsService,
} from 'nestjs-cors';
import { moduleOf, refusal } from '../configuration/written-app.js';
import { MemoryLogger, platforms, TestApp } from '../support/test-app.js';
import { HeardLogger, published } from './heard.js';

const APP = 'https://app.example.com';
const OLD = 'https://old.example.com';
const EVIL = 'https://evil.example';

const asked: string[] = [];
const keeping =
  (name: string, answer: CorsOriginFunction): CorsOriginFunction =>
  (origin, request) => {
    asked.push(name);
    return answer(origin, request);
  };
let answerLater: (answer: boolean) => void = () => undefined;

/** The controllers as they are written, or without what they only report. */
function controllersOf(isTried: boolean) {
  const Declare = ({ reportOnly, ...options }: CorsOptions) =>
    Cors(isTried ? { ...options, reportOnly } : options);

  @Controller('cats')
  class CatsController {
    @Get() list() {
      return 'list';
    }
    @Declare({ reportOnly: { origin: OLD, allowedHeaders: [] } }) @Put() update() {
      return 'update';
    }
    @Declare({ reportOnly: false }) @Get('stopped') stopped() {
      return 'stopped';
    }
    @Declare({ reportOnly: { origin: false } }) @Get('off') off() {
      return 'off';
    }
    @Cors('tried') @Get('named') named() {
      return 'named';
    }
  }

  @Controller('asked')
  class AskedController {
    @Declare({ reportOnly: { origin: () => Promise.reject(new Error('no database')) } })
    @Get('rejects')
    rejects() {
      return 'rejects';
    }
    @Declare({ reportOnly: { origin: () => new Promise((resolve) => (answerLater = resolve)) } })
    @Get('later')
    later() {
      return 'later';
    }
    @Declare({
      origin: keeping('effective', () => true),
      reportOnly: { maxAge: 5 },
    })
    @Get('once')
    once() {
      return 'once';
    }
    @Declare({
      origin: keeping('effective', () => false),
      reportOnly: { origin: keeping('tried', () => false) },
    })
    @Get('refused')
    refused() {
      return 'refused';
    }
    @Declare({ reportOnly: { origin: { load: () => [`${APP}:8443`] } } }) @Get('loaded') loaded() {
      return 'loaded';
    }
  }

  return [CatsController, AskedController];
}

const OPTIONS: CorsModuleOptions = {
  origin: [APP, OLD],
  reportOnly: { origin: APP },
  policies: { tried: { reportOnly: { methods: ['PUT'] } } },
  paths: [{ path: '/docs', policy: { origin: '*', reportOnly: { origin: OLD } } }],
};
const WITHOUT: CorsModuleOptions = {
  origin: [APP, OLD],
  policies: { tried: {} },
  paths: [{ path: '/docs', policy: { origin: '*' } }],
};

describe.each(platforms)('reportOnly, on %s,', (platform) => {
  const logger = new HeardLogger();
  let app: TestApp;
  const start = (options: CorsModuleOptions, isTried: boolean) =>
    TestApp.start(
      platform,
      {
        imports: [CorsModule.forRootAsync({ useFactory: () => options })],
        controllers: controllersOf(isTried),
      },
      { logger },
    );
  beforeAll(async () => {
    app = await start(OPTIONS, true);
  });
  afterAll(() => app.close());
  beforeEach(() => {
    logger.said('debug');
    asked.length = 0;
  });

  const granted = (
    kind: 'actual' | 'preflight',
    route: string,
    source: string,
    origin: string,
  ) => ({
    kind,
    outcome: 'granted',
    reason: kind === 'actual' ? 'origin-allowed' : 'preflight-granted',
    route,
    source,
    origin,
    reportOnly: false,
  });
  const wouldBe = (
    kind: 'actual' | 'preflight',
    reason: string,
    route: string,
    source: string,
    origin: string,
  ) => ({ kind, outcome: 'refused', reason, route, source, origin, reportOnly: true });
  const ROOT = 'CorsModule.forRoot';

  it('tells what it would refuse of what is granted, and nothing else', async () => {
    const decisions = await published(async () => {
      await app.get('/cats', APP);
      await app.get('/cats', OLD);
      await app.preflight('/cats', OLD, 'GET');
      await app.preflight('/cats', OLD, 'PUT', 'x-trace');
      await app.get('/cats/stopped', OLD);
      await app.get('/cats/off', OLD);
      await app.preflight('/cats/named', OLD, 'GET');
      await app.get('/nowhere', OLD);
    });
    expect(decisions).toEqual([
      granted('actual', 'CatsController.list', ROOT, APP),
      granted('actual', 'CatsController.list', ROOT, OLD),
      wouldBe('actual', 'origin-not-allowed', 'CatsController.list', ROOT, OLD),
      granted('preflight', 'CatsController.list', ROOT, OLD),
      wouldBe('preflight', 'origin-not-allowed', 'CatsController.list', ROOT, OLD),
      granted('preflight', 'CatsController.update', ROOT, OLD),
      wouldBe(
        'preflight',
        'header-not-allowed',
        'CatsController.update',
        'CatsController.update',
        OLD,
      ),
      granted('actual', 'CatsController.stopped', ROOT, OLD),
      granted('actual', 'CatsController.off', ROOT, OLD),
      wouldBe('actual', 'cors-off', 'CatsController.off', 'CatsController.off', OLD),
      granted('preflight', 'CatsController.named', ROOT, OLD),
      wouldBe('preflight', 'method-not-allowed', 'CatsController.named', 'policies.tried', OLD),
      granted('actual', ROOT, ROOT, OLD),
      wouldBe('actual', 'origin-not-allowed', ROOT, ROOT, OLD),
    ]);
  });

  it('tells nothing more of what is refused anyway', async () => {
    const decisions = await published(async () => {
      await app.get('/cats', EVIL);
      await app.preflight('/cats', EVIL, 'PUT');
      await app.get('/asked/refused', EVIL);
    });
    expect(decisions.map(({ reportOnly }) => reportOnly)).toEqual([false, false, false]);
    expect(asked).toEqual(['effective']);
  });

  it('says in the log what it would refuse', async () => {
    await app.get('/cats', OLD);
    await app.preflight('/cats', APP, 'PUT');
    await app.get('/docs', 'http://old.example.com');
    await app.get('/asked/loaded', APP);
    expect(logger.said('debug')).toEqual([
      `CatsController.list: \`reportOnly\` would refuse the request of "${OLD}": the origin is not allowed`,
      `CatsController.update: \`reportOnly\` would refuse the preflight for "PUT" of "${APP}": the origin is not allowed`,
      `paths["/docs"]: \`reportOnly\` would refuse the request of "http://old.example.com": the origin is not allowed; the policy has "${OLD}": the scheme differs`,
      `AskedController.loaded: \`reportOnly\` would refuse the request of "${APP}": the origin is not allowed; the policy has "${APP}:8443": the port differs`,
    ]);
  });

  it('keeps no request waiting, and takes a rejection for a refusal', async () => {
    const decisions = await published(async () => {
      expect((await app.get('/asked/rejects', APP)).status).toBe(200);
      expect((await app.get('/asked/later', APP)).status).toBe(200);
      expect((await app.preflight('/asked/rejects', APP, 'GET')).status).toBe(204);
      answerLater(false);
      await sleep(10);
    });
    expect(
      decisions.map(({ kind, route, reason, reportOnly }) => [kind, route, reason, reportOnly]),
    ).toEqual([
      ['actual', 'AskedController.rejects', 'origin-allowed', false],
      ['actual', 'AskedController.rejects', 'origin-function-failed', true],
      ['actual', 'AskedController.later', 'origin-allowed', false],
      ['preflight', 'AskedController.rejects', 'preflight-granted', false],
      ['preflight', 'AskedController.rejects', 'origin-function-failed', true],
      ['actual', 'AskedController.later', 'origin-not-allowed', true],
    ]);
  });

  it('asks an origin function that both have once', async () => {
    await published(() => app.get('/asked/once', APP));
    expect(asked).toEqual(['effective']);
  });

  it('changes no status and no header', async () => {
    const paths = [
      '/cats',
      '/cats/stopped',
      '/cats/off',
      '/cats/named',
      '/docs',
      '/nowhere',
      '/asked/loaded',
    ];
    const all = async (app: TestApp) => {
      const answers: unknown[] = [];
      for (const path of paths) {
        for (const origin of [APP, OLD, EVIL, 'null']) {
          const { status, cors, body } = await app.get(path, origin);
          answers.push([path, origin, status, cors, body]);
          for (const method of ['GET', 'PUT', 'DELETE']) {
            const { status, cors } = await app.preflight(path, origin, method, 'x-trace');
            answers.push([path, origin, method, status, cors]);
          }
        }
      }
      return answers;
    };
    const tried = await all(app);
    const plain = await start(WITHOUT, false);
    const answers = await all(plain).finally(() => plain.close());
    expect(tried).toEqual(answers);
    expect((await app.preflight('/cats', APP, 'PUT')).cors['access-control-allow-methods']).toBe(
      'GET,HEAD,PUT',
    );
  });

  it('is shown with the options of a route, and where it is written', () => {
    const routes = app.nest.get(CorsService).routes();
    const shown = routes
      .filter(({ path }) => path.startsWith('/cats') || path === '*')
      .map(({ name, options, sources }) => [name, options.reportOnly, sources.reportOnly]);
    expect(shown).toEqual([
      ['CatsController.list', { origin: APP }, ROOT],
      ['CatsController.update', { origin: OLD, allowedHeaders: [] }, 'CatsController.update'],
      ['CatsController.stopped', false, 'CatsController.stopped'],
      ['CatsController.off', { origin: false }, 'CatsController.off'],
      ['CatsController.named', { methods: ['PUT'] }, 'policies.tried'],
      [ROOT, { origin: APP }, ROOT],
    ]);
  });

  it.each<[name: string, app: Parameters<typeof moduleOf>[0], messages: readonly string[]]>([
    [
      'an origin that is none',
      { root: { origin: APP }, class: { reportOnly: { origin: `${APP}/` } } },
      [
        `Cats: reportOnly.origin "${APP}/" is not a serialized origin: remove the trailing slash (in Cats.list)`,
      ],
    ],
    [
      'credentials that any origin of the options around it would have',
      { root: { origin: '*' }, class: { reportOnly: { credentials: true } } },
      [
        'Cats: `origin` "*" from CorsModule.forRoot, `reportOnly.credentials` from `@Cors` on Cats: "*" is any origin, which cannot have credentials: list the origins, or set credentials: false (in Cats.list)',
      ],
    ],
    [
      'any origin with the credentials of the options around it',
      { root: { origin: APP, credentials: true, reportOnly: { origin: '*' } } },
      [
        'CorsModule.forRoot: reportOnly.origin "*" is any origin, which cannot have credentials: list the origins, or set credentials: false (in Cats.list)',
      ],
    ],
    [
      'what is no option',
      { root: { origin: APP, reportOnly: { origins: APP } } },
      [
        `CorsModule.forRoot: reportOnly.origins is set, but there is no such option: write \`origin\`, or remove it (in Cats.list)`,
      ],
    ],
    [
      'what is no object',
      { root: { origin: APP, reportOnly: true } },
      [
        'CorsModule.forRoot: reportOnly true is not an object of options: write { … }, with the options to set (in Cats.list)',
      ],
    ],
    [
      'itself',
      { root: { origin: APP, reportOnly: { reportOnly: { origin: APP } } } },
      [
        `CorsModule.forRoot: reportOnly.reportOnly is set, but nothing is reported beside what is only reported: remove it (in Cats.list)`,
      ],
    ],
    [
      'a list that is none',
      { root: { origin: APP, reportOnly: { origin: { load: () => [`${APP}/`] } } } },
      [
        `CorsModule.forRoot: reportOnly.origin[0] as loaded is not a serialized origin: remove the trailing slash`,
      ],
    ],
  ])('refuses at boot %s', async (_, written, messages) => {
    const { issues } = await refusal(platform, () => moduleOf(written));
    expect(issues.map(({ message }) => message)).toEqual(messages);
  });
});

describe.each(platforms)('reportOnly that nobody listens to, on %s,', (platform) => {
  it('is not evaluated', async () => {
    const origin = keeping('tried', () => false);
    const cors = CorsModule.forRoot({ origin: APP, reportOnly: { origin } });
    // A logger without `debug`.
    const app = await TestApp.start(platform, { imports: [cors] }, { logger: new MemoryLogger() });
    asked.length = 0;
    try {
      const { cors } = await app.get('/', APP);
      expect(cors).toEqual({ 'access-control-allow-origin': APP, vary: 'Origin' });
      expect((await app.preflight('/', APP, 'GET')).status).toBe(204);
      expect(asked).toEqual([]);
      await published(() => app.get('/', APP));
      expect(asked).toEqual(['tried']);
    } finally {
      await app.close();
    }
  });
});
