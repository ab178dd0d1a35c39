import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { platforms, type Platform, type Response, type TestApp } from '../support/test-app.js';
import { aimed, printedRequest, requestSeed, type AimedRequest } from './aimed-requests.js';
import { isAnsweredBeforeAll } from './answered-before-all.js';
import { forAnySet, TIME, type Seen } from './for-any-set.js';
import { inTime } from './in-time.js';
import { PASS } from './foreign.js';
import { printedAs, printedSet, type RouteSet } from './route-set.js';
import { routeSets } from './route-sets.js';
import type { SetPolicies } from './set-modules.js';
import { RAN, STOP } from './tell-tale.js';
import { isUncertain } from './uncertain.js';

/** Every policy has a header of its own, so that a response says whose it is. */
const POLICIES: SetPolicies = {
  root: { origin: '*', exposedHeaders: 'X-Root' },
  of: (handler) => ({ exposedHeaders: `X-${handler}` }),
};

interface Case {
  readonly set: RouteSet;
  readonly requests: readonly AimedRequest[];
}

describe.each(platforms)('on %s', (platform) => {
  it(
    'the handler that the front door expects is the one that answers',
    async () => {
      const seen = await forAnySet(
        cases(platform),
        () => POLICIES,
        async (app, { set, requests }, seen) => {
          for (const request of requests) await compare(app, set, request, seen);
        },
      );
      expect(seen.of('handler reached') / seen.of('request')).toBeGreaterThan(0.3);
    },
    TIME,
  );
});

function cases(platform: Platform): fc.Arbitrary<Case> {
  return fc
    .tuple(routeSets(platform), fc.array(requestSeed, { minLength: 1, maxLength: 40, size: 'max' }))
    .map(([set, seeds]) =>
      printedAs({ set, requests: seeds.map((seed) => aimed(set, seed)) }, ({ set, requests }) =>
        [printedSet(set), ...requests.map(printedRequest)].join('\n  '),
      ),
    );
}

async function compare(app: TestApp, set: RouteSet, request: AimedRequest, seen: Seen) {
  const { method, path, headers, body } = request;
  const text = printedRequest(request);
  const send = (more: Readonly<Record<string, string>>) =>
    inTime(text, app.send(method, path, { ...headers, ...more }, body));
  // A guard stops this one, and nothing that can pass it on answers it.
  const stopped = await send({ [STOP]: '1', [PASS]: '1' });
  const { [RAN]: reached } = stopped.headers;
  seen.count('request', reached === undefined ? 'none reached' : 'handler reached');
  if (isAnsweredBeforeAll(set.platform, request, stopped)) return seen.count('answered before all');

  const answered = await send({});
  for (const response of [stopped, answered]) {
    const { [RAN]: ran } = response.headers;
    const exposed = exposedBy(response);
    // No two policies have a header in common: what both the root and a handler expose is nothing.
    const isNarrower = ran === undefined && exposed === undefined && isUncertain(set, path);
    if (isNarrower) seen.count('narrower');
    else expect([text, exposed]).toEqual([text, `X-${ran ?? 'Root'}`]);
  }
  // Middleware may answer before it.
  expect([text, answered.headers[RAN] ?? reached]).toEqual([text, reached]);
}

function exposedBy({ cors }: Response): string | undefined {
  return cors['access-control-expose-headers'];
}
