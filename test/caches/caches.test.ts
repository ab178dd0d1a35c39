import { afterAll, beforeAll, describe, expect, it, jest, test } from '@jest/globals';
import { platforms, type Response } from '../support/test-app.js';
import { CachedApp } from './cached-app.js';
import { RESOURCES } from './resources.js';
import { grantOf, ORDERS, type Sender } from './senders.js';
import { SERVED } from './served.js';
import { isInstalled } from './support/cache-process.js';
import { nginx } from './support/nginx.js';
import { varnish } from './support/varnish.js';

jest.setTimeout(30_000);

const caches = [nginx, varnish];
const missing = caches.filter((cache) => !isInstalled(cache)).map(({ name }) => name);
const noCaches = `no ${missing.join(', no ')}: install them (apt-get install nginx varnish)`;

if (missing.length > 0) console.log(`The tests of shared caches do not run here: ${noCaches}`);

test('with CI set, there are caches', () => {
  expect(process.env['CI'] && missing.length > 0 ? noCaches : 'fine').toBe('fine');
});

(missing.length === 0 ? describe : describe.skip).each(platforms)('an app on %s', (platform) => {
  let app: CachedApp;
  beforeAll(async () => {
    app = await CachedApp.start(platform, caches);
  });
  afterAll(() => app.close());

  describe.each(caches)('behind $name:', (cache) => {
    it.each(RESOURCES)('$path is kept $kept, in any order of requests', async (resource) => {
      for (const order of ORDERS) {
        const { ask } = app.converse(cache, resource.path);
        const kept = new Set<string>();
        for (const sender of [...order, ...order]) {
          const key = resource.kept === 'once' ? 'all' : sender;
          expect({ order, sender, ...seenIn(await ask(sender)) }).toEqual({
            order,
            sender,
            status: resource.status,
            cors: resource.cors(sender),
            cache: kept.has(key) ? resource.again : 'MISS',
          });
          kept.add(key);
        }
      }
    });

    it.each(['/vary/set-header', '/vary/reply'])('%s is kept for each language', async (path) => {
      const { ask } = app.converse(cache, path);
      for (const again of ['MISS', 'HIT']) {
        for (const sender of ['A', 'B', 'evil', 'none'] as const) {
          for (const language of ['en', 'de']) {
            const response = await ask(sender, { 'Accept-Language': language });
            expect([response.body, response.headers['x-cache']]).toEqual([language, again]);
          }
        }
      }
    });

    it.each([
      ['A', 'A', 'HIT', 'A'],
      ['A', 'B', 'MISS', 'B'],
      ['A', 'evil', 'MISS', 'none'],
      ['evil', 'A', 'MISS', 'A'],
    ] as const)('after %s, a 304 for %s is a %s', async (first, second, status, granted) => {
      const { ask } = app.converse(cache, '/tagged');
      await ask(first);
      const { cors, ...response } = await ask(second, { 'If-None-Match': '"1"' });
      expect([response.status, response.headers['x-cache'], grantOf(cors)]).toEqual([
        304,
        status,
        granted,
      ]);
    });

    it.each(cache.preflights)(
      'preflights that are %s are answered by the policy',
      async (preflights) => {
        const { ask, askApp } = app.converse(cache, '/listed', { preflights });
        await ask('A');
        for (const again of ['MISS', 'HIT']) {
          for (const asked of PREFLIGHTS) {
            const { status, cors } = await askApp(...asked);
            expect({ asked, ...seenIn(await ask(...asked)) }).toEqual({
              asked,
              status,
              cors: namesInOrder(cors),
              cache: preflights === 'kept' ? again : undefined,
            });
          }
        }
        expect((await ask('A')).headers['x-cache']).toBe('HIT');
      },
    );

    it.each(SERVED)('with %s, %s are served the grants of %s', async (server, asking, served) => {
      const { ask } = app.converse(cache, server.startsWith('`*`') ? '/any' : '/listed', {
        server,
      });
      const grants: string[] = [];
      for (const sender of asking.split(', ') as Sender[]) {
        grants.push(grantOf((await ask(sender)).cors));
      }
      expect(grants.join(', ')).toBe(served);
    });

    it.each(RESOURCES.filter(({ kept }) => kept === 'for each origin'))(
      'without `Vary`, $path is served to the wrong origin',
      async ({ path }) => {
        const { ask } = app.converse(cache, path, { server: 'no `Vary`' });
        const grants = [grantOf((await ask('A')).cors), grantOf((await ask('evil')).cors)];
        expect(grants).toEqual(['A', 'A']);
      },
    );
  });
});

const PREFLIGHTS = (['A', 'B', 'evil'] as const).flatMap((sender) =>
  ['GET', 'POST', 'DELETE'].flatMap((method) =>
    [{}, { 'Access-Control-Request-Headers': 'x-a' }].map(
      (headers) =>
        [sender, { 'Access-Control-Request-Method': method, ...headers }, 'OPTIONS'] as const,
    ),
  ),
);

/** What a response is about, and what the cache says of it. */
function seenIn({ status, cors, headers }: Response) {
  return { status, cors: namesInOrder(cors), cache: headers['x-cache'] };
}

/** The order of the names in `Vary` means nothing. */
function namesInOrder(cors: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { vary, ...others } = cors;
  return vary === undefined ? others : { ...others, vary: vary.split(', ').sort().join(', ') };
}
