import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Module, Put } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, CorsService, type CorsModuleOptions } from 'nestjs-cors';
import { createAdapter, MemoryLogger, platforms, TestApp } from '../support/test-app.js';

const ONE = 'https://one.example';
const TWO = 'https://two.example';

@Controller('cats')
class CatsController {
  @Get() list() {
    return 'cats';
  }
  @Cors('partner') @Put() update() {
    return 'updated';
  }
}

const ROOT = {
  origin: ONE,
  policies: { partner: { origin: ONE, maxAge: 60 } },
  paths: [{ path: '/docs', policy: { origin: ONE } }],
} satisfies CorsModuleOptions;

const UNKNOWN =
  'CatsController.update: @Cors "partner" is not the name of a policy: add it to `policies` of CorsModule.forRoot';

const apps: TestApp[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

/** A gate that holds back whoever waits at it. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

/** An origin function that is held back, until it may answer. */
function heldBack() {
  const asked = gate();
  const answered = gate();
  const origin = async (): Promise<boolean> => {
    asked.open();
    await answered.opened;
    return true;
  };
  return { asked, answered, origin };
}

describe.each(platforms)('on %s, an update', (platform) => {
  const logger = new MemoryLogger();

  async function start(root: CorsModuleOptions = ROOT) {
    logger.warnings.length = 0;
    const metadata = { imports: [CorsModule.forRoot(root)], controllers: [CatsController] };
    const app = await TestApp.start(platform, metadata, { logger });
    apps.push(app);
    return { app, cors: app.nest.get(CorsService) };
  }
  /** Who is granted what: the route of the root, the one of a named policy, a path without controller. */
  async function granted(app: TestApp) {
    const lists = await Promise.all([ONE, TWO].map((origin) => app.get('/cats', origin)));
    const puts = await Promise.all(
      [ONE, TWO].map((origin) => app.preflight('/cats', origin, 'PUT')),
    );
    const docs = await Promise.all([ONE, TWO].map((origin) => app.get('/docs/1', origin)));
    const origins = (responses: typeof lists) =>
      responses.flatMap(({ cors }) => cors['access-control-allow-origin'] ?? []);
    return { list: origins(lists), update: origins(puts), docs: origins(docs) };
  }
  const BEFORE = { list: [ONE], update: [ONE], docs: [ONE] };

  it.each([
    [/^https:\/\/.*$/, 'regexp-open'],
    [/^https:\/\/.*one\.example$/, 'regexp-open'],
    [/^https:\/\/pr-\d+\.vercel\.app$/, 'regexp-open'],
    [/^http(s)?:\/\/a\.one\.example$/, 'origin-insecure'],
    ['https://*.amazonaws.com', 'origin-public-suffix'],
  ])('to %p with credentials changes nothing', async (origin, reason) => {
    const { app, cors } = await start();
    const issues = await cors.update({ origin, credentials: true });
    expect(issues.map((issue) => issue.reason)).toEqual([reason]);
    expect(await granted(app)).toEqual(BEFORE);
  });

  it('to an expression that spells its hosts out gives them credentials, and no other', async () => {
    const { app, cors } = await start();
    const origin = /^https:\/\/(?:[a-z]+\.)?two\.example$/;
    expect(await cors.update({ origin, credentials: true })).toEqual([]);
    expect((await app.get('/cats', TWO)).cors).toEqual({
      'access-control-allow-origin': TWO,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    });
    expect((await app.get('/cats', ONE)).cors).toEqual({ vary: 'Origin' });
  });

  it('of an option changes it for all that inherit it, and nothing else', async () => {
    const { app, cors } = await start();
    expect(await cors.update({ origin: TWO })).toEqual([]);
    expect(await granted(app)).toEqual({ ...BEFORE, list: [TWO] });
    expect(await cors.update({ credentials: true })).toEqual([]);
    expect((await app.get('/cats', TWO)).cors).toEqual({
      'access-control-allow-origin': TWO,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    });
  });

  it('of a policy changes it for all that name it, and keeps the other policies', async () => {
    const { app, cors } = await start();
    expect(await cors.update({ policies: { other: { origin: TWO } } })).toEqual([]);
    expect(await granted(app)).toEqual(BEFORE);
    expect(await cors.update({ policies: { partner: { origin: [ONE, TWO] } } })).toEqual([]);
    expect(await granted(app)).toEqual({ ...BEFORE, update: [ONE, TWO] });
  });

  it('of the paths replaces all of them', async () => {
    const { app, cors } = await start();
    expect(await cors.update({ paths: [{ path: '/docs', policy: { origin: TWO } }] })).toEqual([]);
    expect(await granted(app)).toEqual({ ...BEFORE, docs: [TWO] });
    expect(await cors.update({ origin: TWO, paths: [] })).toEqual([]);
    expect(await granted(app)).toEqual({ list: [TWO], update: [ONE], docs: [TWO] });
  });

  it('may switch CORS on where it was off, and off again', async () => {
    const { app, cors } = await start({ origin: false, policies: { partner: {} } });
    expect(await granted(app)).toEqual({ list: [], update: [], docs: [] });
    expect(await cors.update({ origin: ONE })).toEqual([]);
    expect(await granted(app)).toEqual(BEFORE);
    expect(await cors.update({ origin: false })).toEqual([]);
    expect(await granted(app)).toEqual({ list: [], update: [], docs: [] });
  });

  it('is what is described and explained from then on', async () => {
    const { cors } = await start();
    await cors.update({ policies: { partner: { origin: TWO } } });
    const route = cors.routes().find(({ name }) => name === 'CatsController.update');
    expect([route?.options, route?.sources]).toEqual([
      { origin: TWO },
      { origin: 'policies.partner' },
    ]);
    const question = { origin: TWO, method: 'PUT', path: '/cats' };
    expect((await cors.explain(question)).granted).toBe(true);
  });

  describe('that is refused changes nothing', () => {
    it.each<[string, CorsModuleOptions, readonly string[]]>([
      [
        'an origin with a slash',
        { maxAge: 5, origin: `${TWO}/` },
        [
          `CorsModule.forRoot: origin "${TWO}/" is not a serialized origin: remove the trailing slash (in CatsController.list)`,
        ],
      ],
      [
        'a policy that goes although a route names it',
        { policies: { partner: undefined } } as never,
        [UNKNOWN],
      ],
      [
        'two faults',
        { maxAge: -2, policies: { partner: { methods: ['G T'] } } },
        [
          'CorsModule.forRoot: maxAge -2 is out of range: write a whole number from -1 to 86400 (seconds) (in paths["/docs"], CatsController.list, CatsController.update)',
          'policies.partner: methods "G …" is not a method: write one method a member, such as "PUT" (in CatsController.update)',
        ],
      ],
      [
        'an origin that is `undefined`',
        { origin: undefined },
        [
          'CorsModule.forRoot: origin undefined is given, and says nothing: set the environment variable that it comes from, or leave the option out',
        ],
      ],
      [
        'no options',
        null as never,
        [
          'CorsModule.forRoot: options null is not an object of options: write { … }, with the options to set',
          UNKNOWN,
        ],
      ],
      [
        'policies that are none',
        { policies: 'partner' } as never,
        [
          'CorsModule.forRoot: policies a string is not an object of policies: write { name: { … } }, with the options of each policy',
          UNKNOWN,
        ],
      ],
    ])('%s', async (_name, changes, messages) => {
      const { app, cors } = await start();
      const issues = await cors.update(changes);
      expect(issues.map(({ message }) => message)).toEqual(messages);
      expect(await granted(app)).toEqual(BEFORE);
      expect(await cors.update({ origin: TWO })).toEqual([]);
      expect(await granted(app)).toEqual({ ...BEFORE, list: [TWO] });
    });
  });

  it('is made after the one before it', async () => {
    const { app, cors } = await start();
    const { opened, open } = gate();
    const load = async () => {
      await opened;
      return [ONE];
    };
    const first = cors.update({ origin: { load } });
    const second = cors.update({ origin: TWO });
    open();
    expect(await Promise.all([first, second])).toEqual([[], []]);
    expect(await granted(app)).toEqual({ ...BEFORE, list: [TWO] });
  });

  it('loads its list of origins before it is in effect, and the one before no more', async () => {
    const loaded: string[] = [];
    const list = (name: string) => ({
      load: () => {
        loaded.push(name);
        return [TWO];
      },
      refresh: 1000,
    });
    const { app, cors } = await start({ ...ROOT, origin: list('first') });
    expect(await cors.update({ origin: list('second') })).toEqual([]);
    expect(await granted(app)).toEqual({ ...BEFORE, list: [TWO] });
    loaded.length = 0;
    while (loaded.length < 2) await sleep(50);
    expect(new Set(loaded)).toEqual(new Set(['second']));
  });

  it('whose list cannot be loaded changes nothing', async () => {
    const { app, cors } = await start();
    const load = () => Promise.reject(new Error('no database'));
    const issues = await cors.update({ origin: { load }, maxAge: 5 });
    expect(issues.map(({ reason }) => reason)).toEqual(['origin-load']);
    expect(await granted(app)).toEqual(BEFORE);
  });

  it('while an origin function is asked: a preflight is decided by the old options alone', async () => {
    const { asked, answered, origin } = heldBack();
    const { app, cors } = await start({ ...ROOT, policies: { partner: { origin } } });
    const preflight = app.preflight('/cats', TWO, 'PUT');
    await asked.opened;
    await cors.update({ policies: { partner: { origin: TWO, maxAge: 7, methods: ['DELETE'] } } });
    answered.open();
    expect((await preflight).cors).toEqual({
      'access-control-allow-origin': TWO,
      'access-control-allow-methods': 'PUT',
      vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    });
  });

  it('that comes again and again while an origin function is asked keeps no preflight waiting', async () => {
    const { asked, answered, origin } = heldBack();
    const { app, cors } = await start({ ...ROOT, policies: { partner: { origin } } });
    const preflight = app.preflight('/cats', TWO, 'PUT');
    await asked.opened;
    for (let maxAge = 1; maxAge <= 20; maxAge++) await cors.update({ maxAge });
    answered.open();
    expect((await preflight).cors['access-control-allow-origin']).toBe(TWO);
  });

  it('while an origin function is asked: a response has one policy, and no warning is given', async () => {
    const { asked, answered, origin } = heldBack();
    const { app, cors } = await start({ ...ROOT, policies: { partner: { origin } } });
    const put = app.send('PUT', '/cats', { Origin: TWO });
    await asked.opened;
    await cors.update({ policies: { partner: { origin: TWO, exposedHeaders: ['ETag'] } } });
    answered.open();
    expect((await put).cors).toEqual({
      'access-control-allow-origin': TWO,
      'access-control-expose-headers': 'ETag',
      vary: 'Origin',
    });
    expect(logger.warnings).toEqual([]);
  });
});

it('an update before the app is initialised is refused', async () => {
  @Module({ imports: [CorsModule.forRoot({ origin: ONE })] })
  class AppModule {}
  const nest = await NestFactory.create(AppModule, createAdapter('express'), { logger: false });
  await expect(nest.get(CorsService).update({ origin: TWO })).rejects.toThrow(
    'nestjs-cors: the app is not initialised: call app.init() or app.listen()',
  );
  await nest.close();
});
