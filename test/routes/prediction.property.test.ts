import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { platforms, type Platform, type Response, type TestApp } from '../support/test-app.js';
import { aimed, printedRequest, requestSeed, type AimedRequest } from './aimed-requests.js';
import { isAnsweredBeforeAll } from './answered-before-all.js';
import { forAnySet, TIME, type Seen } from './for-any-set.js';
import { inTime } from './in-time.js';
import { PASS } from './outside-routes.js';
import { printedAs, printedSet, type RouteSet } from './route-set.js';
import { routeSets } from './route-sets.js';
import type { SetPolicies } from './set-modules.js';
import { RAN, STOP } from './tell-tale.js';

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
        async (app, { requests }, seen) => {
          for (const request of requests) await compare(app, platform, request, seen);
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

async function compare(app: TestApp, platform: Platform, request: AimedRequest, seen: Seen) {
  const { method, path, headers, body } = request;
  const text = printedRequest(request);
  const send = (more: Readonly<Record<string, string>>) =>
    inTime(text, app.send(method, path, { ...headers, ...more }, body));
  // A guard stops this one: it carries what the front door expects, whoever it has reached.
  const stopped = await send({ [STOP]: '1', [PASS]: '1' });
  const { [RAN]: reached } = stopped.headers;
  seen.count('request', reached === undefined ? 'none reached' : 'handler reached');
  if (isAnsweredBeforeAll(platform, request, stopped)) return seen.count('answered before all');

  const answered = await send({});
  const exposed = `X-${reached ?? 'Root'}`;
  expect([text, exposedBy(stopped), exposedBy(answered)]).toEqual([text, exposed, exposed]);
  // Middleware may answer before it.
  expect([text, answered.headers[RAN] ?? reached]).toEqual([text, reached]);
}

function exposedBy({ cors }: Response): string | undefined {
  return cors['access-control-expose-headers'];
}
