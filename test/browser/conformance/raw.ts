import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { seed } from '../../support/property-runs.js';
import type { Suite } from '../support/in-every-browser.js';
import type { Action } from '../support/tabs.js';
import { RAW_PATH, answerRaw, answers, pathOf, redirects, type RawAnswers } from './raw-answers.js';

const AT_ONCE = 20;

/** `CONFORMANCE_COUNT=2000` looks longer. */
const COUNT = Number(process.env['CONFORMANCE_COUNT'] ?? 200);

const written: Readonly<Record<string, readonly string[]>> = {
  Accept: ['text/html', 'a'.repeat(128), 'a'.repeat(129), '"'],
  'Accept-Language': ['de, en;q=0.5', 'en_GB'],
  'Content-Language': ['de', '@'],
  'Content-Type': [
    'text/plain',
    'TEXT/PLAIN ;charset=utf-8',
    'text/plain; a="b"',
    'text/plain, text/html',
    'text/',
    'application/json',
    'multipart/form-data; boundary=x',
  ],
  Range: ['bytes=0-', 'bytes=5-9', 'bytes=9-5', 'bytes=-5', 'bytes=0-,4-', 'bytes 0-'],
  'X-A': ['1'],
  'x-b': ['1'],
  'X-C': ['1'],
  Authorization: ['Bearer secret'],
  'X-HTTP-Method-Override': ['PUT', 'trace'],
  'Sec-A': ['1'],
  'Proxy-A': ['1'],
  Cookie: ['a=1'],
};
const header = fc.constantFrom(
  ...Object.entries(written).flatMap(([name, values]) =>
    values.map((value) => [name, value] as const),
  ),
);
const mode = fc.constantFrom('omit' as const, 'same-origin' as const, 'include' as const);

/** Mostly what needs a preflight. */
const request = fc.record({
  method: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PUT', 'DELETE', 'PATCH', 'patch', 'put'),
  headers: fc.uniqueArray(header, { maxLength: 3, selector: ([name]) => name }).map(named),
  credentials: mode,
});
/** What needs none: the preflights of Firefox do not say that an origin is tainted. */
const simpleRequest = fc.record({
  method: fc.constantFrom('GET', 'HEAD', 'POST'),
  credentials: mode,
});

interface Sample extends Pick<Action, 'times'> {
  readonly answers: RawAnswers;
  readonly init: RequestInit;
}

const sample: fc.Arbitrary<Sample> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .record({ answers, init: request, times: fc.constantFrom(1, 2) })
      .filter((each) => !meansAuthorizationByWildcard(each)),
  },
  { weight: 1, arbitrary: fc.record({ answers: redirects, init: simpleRequest }) },
);

const samples = fc.sample(sample, { numRuns: COUNT, seed });

export const raw: Suite = {
  name: 'raw answers',
  metadata: () => ({}),
  isRaw: true,
  configure(nest, ports) {
    nest.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
      if (request.url?.startsWith(RAW_PATH)) answerRaw(request, response, ports);
      else next();
    });
  },
  tests(world, browser) {
    test(`${COUNT} random answers of a server without this library are read alike`, async () => {
      const disagreements: unknown[] = [];
      const results: string[] = [];
      const compare = async ({ answers, init, times = 1 }: Sample) => {
        const isForgotten = browser === 'Firefox' && (init.method === 'HEAD' || grantsAny(answers));
        const action = { init, times: isForgotten ? 1 : times };
        try {
          const { result } = await world.send({ path: pathOf(answers), ...action });
          results.push(result);
        } catch (error) {
          disagreements.push({ answers, action, error: String(error) });
        }
      };
      for (let from = 0; from < COUNT; from += AT_ONCE) {
        await Promise.all(samples.slice(from, from + AT_ONCE).map(compare));
      }
      expect({ seed, disagreements }).toEqual({ seed, disagreements: [] });

      // Neither answer is a rarity, or the comparison says little.
      const share = results.filter((result) => result === 'resolve').length / COUNT;
      expect(share).toBeGreaterThan(0.1);
      expect(share).toBeLessThan(0.9);
    });

    // https://fetch.spec.whatwg.org/#concept-main-fetch clears the cache when a request has failed.
    const forgets = browser !== 'Chromium';
    const alone = forgets ? undefined : 'the standard forgets it';

    test(`a preflight is ${forgets ? 'forgotten' : 'remembered'} when the response is not read`, async () => {
      const granted = [
        ['Access-Control-Allow-Origin', '*'],
        ['Access-Control-Allow-Methods', 'PUT'],
        ['Access-Control-Max-Age', '600'],
      ] as const;
      const path = pathOf({
        preflight: { status: 204, headers: granted },
        actual: { status: 200, headers: [] },
      });
      const sent = { path, run: randomUUID(), init: { method: 'PUT' }, alone };
      await world.send(sent);
      const { result, preflights } = await world.send(sent);
      expect({ result, preflights }).toEqual({
        result: 'reject',
        preflights: forgets ? 2 : 1,
      });
    });
  },
};

function named(entries: readonly (readonly [name: string, value: string])[]) {
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Firefox remembers no `*`, and nothing for a HEAD that is not listed: it sends another preflight. */
function grantsAny({ preflight }: RawAnswers): boolean {
  return preflight.headers.some(
    ([name, value]) => /-(?:Methods|Headers)$/.test(name) && value.includes('*'),
  );
}

/** By the standard `*` never covers `Authorization`. Chromium and Firefox let it through. */
function meansAuthorizationByWildcard({ answers, init }: Sample): boolean {
  return (
    new Headers(init.headers).has('Authorization') &&
    answers.preflight.headers.some(
      ([name, value]) => name === 'Access-Control-Allow-Headers' && value.includes('*'),
    )
  );
}
