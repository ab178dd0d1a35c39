import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { intersect } from '../../lib/protocol/intersection.js';
import type { PreflightDecision } from '../../lib/protocol/decision.js';
import type { PolicyOptions } from '../../lib/protocol/options.js';
import { decidePreflight } from '../../lib/protocol/preflight.js';
import { compile, judge, pathWith } from './engine.js';
import { runs } from '../support/property-runs.js';

const APP = 'https://app.example.com';
type NonEmpty = [PreflightDecision, ...PreflightDecision[]];

const VARY = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

function decide(options: PolicyOptions, headers = 'x-a', method = 'PUT'): PreflightDecision {
  const policy = compile(options);
  const asked = { origin: APP, method, headers };
  return decidePreflight(policy, asked, judge(policy, APP), pathWith(['GET', 'PUT']));
}

function common(...options: readonly PolicyOptions[]) {
  const { granted, reason, status, headers } = intersect(
    options.map((one) => decide(one)) as NonEmpty,
  );
  return { granted, reason, status, headers: Object.fromEntries(headers) };
}

// DESIGN "Which policy a request has": granted only what all candidates grant.
describe('what several policies grant together', () => {
  const own = { origin: APP };

  it.each<[string, readonly PolicyOptions[], Readonly<Record<string, string | undefined>>]>([
    ['R26 an origin, beside any', [{ origin: '*' }, own], { 'Access-Control-Allow-Origin': APP }],
    ['R49 what either varies by', [{ origin: '*' }, own], { Vary: VARY }],
    [
      'R27 any origin, if both do',
      [{ origin: '*' }, { origin: '*', maxAge: 5 }],
      { 'Access-Control-Allow-Origin': '*', Vary: undefined },
    ],
    [
      'R48 no credentials, if one does not',
      [{ ...own, credentials: true }, own],
      { 'Access-Control-Allow-Credentials': undefined },
    ],
    [
      'R48 credentials, if both do',
      [
        { ...own, credentials: true },
        { ...own, credentials: true, maxAge: 5 },
      ],
      { 'Access-Control-Allow-Credentials': 'true' },
    ],
    [
      'R42 the methods that both list',
      [
        { ...own, methods: 'PUT,DELETE,GET' },
        { ...own, methods: 'GET,PATCH,PUT' },
      ],
      { 'Access-Control-Allow-Methods': 'PUT,GET,HEAD' },
    ],
    [
      'R42 the methods that one lists, beside any',
      [
        { ...own, methods: '*' },
        { ...own, methods: 'PUT,GET' },
      ],
      { 'Access-Control-Allow-Methods': 'PUT,GET,HEAD' },
    ],
    [
      'R43 the headers that both list',
      [
        { ...own, allowedHeaders: 'X-B,X-A' },
        { ...own, allowedHeaders: 'X-A,X-C' },
      ],
      { 'Access-Control-Allow-Headers': 'x-a' },
    ],
    [
      'R43 the headers that one lists, beside any',
      [own, { ...own, allowedHeaders: 'X-A,X-C' }],
      { 'Access-Control-Allow-Headers': 'x-a' },
    ],
    [
      'R10 the shorter time',
      [
        { ...own, maxAge: 600 },
        { ...own, maxAge: 60 },
      ],
      { 'Access-Control-Max-Age': '60' },
    ],
    [
      'R10 the five seconds of a policy that says none',
      [{ ...own, maxAge: 600 }, own],
      { 'Access-Control-Max-Age': undefined },
    ],
    [
      'R10 less than the five seconds',
      [own, { ...own, maxAge: 0 }],
      { 'Access-Control-Max-Age': '0' },
    ],
  ])('%s', (_, options, expected) => {
    for (const order of [options, [...options].reverse()]) {
      const { granted, headers } = common(...order);
      expect(granted).toBe(true);
      for (const [name, value] of Object.entries(expected)) {
        const sorted = (list: string | undefined) => list?.split(',').sort();
        expect([name, sorted(headers[name])]).toEqual([name, sorted(value)]);
      }
    }
  });

  it.each<[string, PolicyOptions, string]>([
    ['R26 the origin', { origin: 'https://b.example' }, 'origin-not-allowed'],
    ['R42 the method', { ...own, methods: 'GET' }, 'method-not-allowed'],
    ['R43 a header', { ...own, allowedHeaders: 'X-B' }, 'header-not-allowed'],
  ])('R34 nothing, if one refuses %s', (_, refusing, reason) => {
    const refused = { granted: false, reason, status: 403, headers: { Vary: VARY } };
    expect(common({ origin: '*' }, refusing)).toEqual(refused);
    expect(common(refusing, own)).toEqual(refused);
  });

  it('is no list without a member, and no field without a value', () => {
    const one = decide({ ...own, methods: 'PUT', allowedHeaders: 'X-B', credentials: true }, '');
    const other = decide({ ...own, methods: 'PUT', allowedHeaders: 'X-C' }, '');
    expect(intersect([one, other]).headers).toEqual([
      ['Access-Control-Allow-Origin', APP],
      ['Access-Control-Allow-Methods', 'PUT'],
      ['Vary', VARY],
    ]);
  });

  it('is what the only one grants', () => {
    const only = decide({ ...own, maxAge: 60 });
    expect(intersect([only])).toBe(only);
  });
});

describe('a browser that is told what several policies grant together', () => {
  const subset = (names: readonly string[]) => fc.subarray([...names], { minLength: 1 });
  const policy = fc
    .record({
      origin: fc.constantFrom('*', APP, 'https://*.example.com', 'https://b.example'),
      credentials: fc.boolean(),
      methods: fc.option(subset(['GET', 'PUT', 'DELETE']), { nil: undefined }),
      allowedHeaders: fc.option(subset(['x-a', 'x-b', 'authorization']), { nil: undefined }),
      maxAge: fc.option(fc.nat(9), { nil: undefined }),
    })
    .map((options) => ({ ...options, credentials: options.origin !== '*' && options.credentials }));

  // https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7, for one response.
  function browser(
    { granted, headers }: PreflightDecision,
    method: string,
    names: readonly string[],
    credentials: boolean,
  ) {
    const fields = new Map(headers);
    const list = (name: string) => (fields.get(name) ?? '').split(',');
    const allows = (values: readonly string[], value: string) =>
      values.includes(value) || (values.includes('*') && !credentials);
    const origin = fields.get('Access-Control-Allow-Origin');
    const passes =
      granted &&
      (origin === APP || (origin === '*' && !credentials)) &&
      (!credentials || fields.get('Access-Control-Allow-Credentials') === 'true') &&
      (allows(list('Access-Control-Allow-Methods'), method) ||
        ['GET', 'HEAD', 'POST'].includes(method)) &&
      names.every((name) => allows(list('Access-Control-Allow-Headers'), name));
    return { passes, age: Number(fields.get('Access-Control-Max-Age') ?? 5) };
  }

  it('passes what every one of them would let pass, and remembers it no longer', () => {
    const seen = { passed: 0, failed: 0 };
    fc.assert(
      fc.property(
        fc.array(policy, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('GET', 'PUT', 'DELETE', 'PATCH'),
        fc.subarray(['x-a', 'x-b', 'authorization']),
        fc.boolean(),
        (policies, method, names, credentials) => {
          const decisions = policies.map((one) => decide(one, names.join(), method));
          const each = decisions.map((one) => browser(one, method, names, credentials));
          const all = browser(intersect(decisions as NonEmpty), method, names, credentials);
          expect(all.passes).toBe(each.every(({ passes }) => passes));
          if (all.passes) expect(all.age).toBe(Math.min(...each.map(({ age }) => age)));
          seen[all.passes ? 'passed' : 'failed']++;
        },
      ),
      { numRuns: runs(3000) },
    );
    expect(Math.min(seen.passed, seen.failed)).toBeGreaterThan(runs(100));
  });
});
