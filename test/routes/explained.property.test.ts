import { describe, expect, it } from '@jest/globals';
import { CorsService } from 'nestjs-cors';
import { parseUrl } from '../../lib/protocol/url.js';
import { saidOf, seenOf } from '../explain/agreement.js';
import { passesStrategiesOn } from '../support/lowest-nest.js';
import { platforms, type TestApp } from '../support/test-app.js';
import { isAnsweredBeforeAll } from './answered-before-all.js';
import { isGranted, isReadable, sendPreflight } from './browser.js';
import { forAnySet, TIME, type Seen } from './for-any-set.js';
import { inTime } from './in-time.js';
import { PASS } from './foreign.js';
import { pageCases, printedAsked, type Asked } from './page-cases.js';
import type { RouteSet } from './route-set.js';
import { isUncertain } from './uncertain.js';

const SAFELISTED = new Set(['GET', 'HEAD', 'POST']);

describe.each(platforms)('on %s', (platform) => {
  it(
    'what is explained is what is sent: verdict, status and headers of both exchanges',
    async () => {
      const seen = await forAnySet(
        // A URL that Fastify rewrites is known to nobody before it comes.
        pageCases(platform).filter(({ set }) => set.settings['rewriteUrl'] === undefined),
        ({ root = {}, says }) => ({ root, of: (handler) => says.get(handler) }),
        async (app, { set, requests }, seen) => {
          for (const asked of requests) await compare(app, set, asked, seen);
        },
      );
      expect(seen.of('granted') / seen.of('request')).toBeGreaterThan(0.1);
      expect(seen.of('refused') / seen.of('request')).toBeGreaterThan(0.1);
      expect(seen.of('preflight') / seen.of('request')).toBeGreaterThan(0.1);
    },
    TIME,
  );
});

async function compare(app: TestApp, set: RouteSet, asked: Asked, seen: Seen): Promise<void> {
  const address = addressOf(app, asked);
  if (address === undefined) return;
  const path = address.slice(new URL(address).origin.length);
  const { method, origin, headers, credentials } = asked.page;
  const page = { ...asked.page, path };
  const text = printedAsked({ ...asked, page });
  const transport = { Host: new URL(address).host, [PASS]: '1' };
  const values = Object.fromEntries(headers.map((name) => [name, '1']));
  const all = { ...transport, ...values, Origin: origin };
  const actual = await inTime(text, app.send(method, path, all, asked.sent.body));
  if (isAnsweredBeforeAll(set.platform, page, actual)) return;
  const isAsked = headers.length > 0 || !SAFELISTED.has(method);
  const preflight = isAsked
    ? await inTime(text, sendPreflight(app.port, page, transport))
    : undefined;
  const asOptions = { method: 'OPTIONS', path };
  if (preflight && isAnsweredBeforeAll(set.platform, asOptions, preflight)) return;
  const granted =
    isReadable(actual, page) && (preflight === undefined || isGranted(preflight, page));

  const question = { origin, method, path: address, headers: values, credentials };
  const explained = await app.nest.get(CorsService).explain(question);
  seen.count('request', explained.granted ? 'granted' : 'refused');
  if (isAsked) seen.count('preflight');
  if (isUncertain(set, path) || isKnownToFastifyAlone(set)) {
    seen.count('uncertain');
    // What may be answered by others is explained as what all of them grant.
    expect([text, explained.granted && !granted]).toEqual([text, false]);
    return;
  }
  const visit = { actual, granted, ...(preflight !== undefined && { preflight }) };
  expect([text, saidOf(explained)]).toEqual([text, seenOf(visit, explained)]);
}

/** Whether routes are told apart by a strategy that waits, or that Fastify was given later. */
function isKnownToFastifyAlone({ strategy }: RouteSet): boolean {
  return strategy !== undefined && (strategy !== 'given' || !passesStrategiesOn);
}

/** The address as a browser makes it of what a page writes. */
function addressOf(app: TestApp, { page, sent }: Asked): string | undefined {
  const { Host: host = `127.0.0.1:${app.port}` } = sent.headers;
  const address = `http://${host}${page.path}`;
  const url = page.path.startsWith('/') ? parseUrl(address) : undefined;
  return url && `${url.origin}${url.pathname}${url.search}`;
}
