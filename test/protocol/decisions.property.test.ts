import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { originChecks } from '../../lib/origin-checks.js';
import type { PolicyOptions } from '../../lib/protocol/options.js';
import { compilePolicy, type CorsPolicy } from '../../lib/protocol/policy.js';
import { actual, pathWith, preflight, type Answer } from './engine.js';
import { runs } from '../support/property-runs.js';

const RUNS = runs(2000);
const OPEN = fc.constantFrom<PolicyOptions['origin'][]>('*', ['*']);
const LISTED = fc.constantFrom<PolicyOptions['origin'][]>(
  'https://a.example',
  ['https://a.example', 'null'],
  ['https://*.a.example', 'http://localhost:*'],
  ['*', 'https://a.example'],
  /^https:\/\/[a-z.]+$/,
  (origin) => origin.startsWith('https:'),
  () => '*',
  false,
);
const names = fc.constantFrom('*', [], 'X-A', 'Authorization', '*,Authorization', ['X-A', 'ETag']);
const flag = fc.boolean();

const options: fc.Arbitrary<PolicyOptions> = fc.record(
  {
    origin: fc.oneof(OPEN, LISTED),
    methods: fc.constantFrom('*', [], 'GET,PUT', ['PURGE', 'patch'], ['*', 'PUT']),
    allowedHeaders: names,
    exposedHeaders: names,
    credentials: flag,
    maxAge: fc.constantFrom(-1, 0, 600),
    dangerouslyAllowNullOrigin: flag,
    dangerouslyAllowInsecureOrigins: fc.oneof(flag, fc.constantFrom([], ['http://a.example'])),
  },
  { requiredKeys: ['origin'] },
);

/** Mostly what is asked for in good faith. */
const mostly = <T>(good: fc.Arbitrary<T>, ...others: fc.Arbitrary<T>[]) =>
  fc.oneof({ weight: 4, arbitrary: good }, ...others);

const request = fc.record({
  origin: mostly(
    fc.constantFrom('https://a.example', 'https://b.a.example', 'http://localhost:1'),
    fc.constantFrom(
      'null',
      '',
      '*',
      'https://*.a.example',
      'https://a.example\r\nX: y',
      'https://é',
    ),
    fc.string(),
  ),
  method: mostly(
    fc.constantFrom('GET', 'HEAD', 'PUT', 'PURGE', 'patch'),
    fc.constantFrom('*', 'TRACE', 'GET,PUT', 'PÜT', ''),
    fc.string({ maxLength: 3 }),
  ),
  headers: mostly<string | undefined>(
    fc.constantFrom(undefined, '', 'x-a', 'X-A, etag', 'authorization'),
    fc.constantFrom('*', 'x-a,*', 'x-b', 'x\r\ny', 'é'),
    fc.string({ maxLength: 4 }),
  ),
  resource: fc.constantFrom(pathWith([]), pathWith(['GET', 'PUT']), pathWith(['GET'], ['PUT'])),
});
type Request = typeof request extends fc.Arbitrary<infer R> ? R : never;

/** Calls `check` with whatever compiles, and with both answers to a request. */
function forAnyDecision(
  check: (answers: readonly Answer[], asked: Request, policy: CorsPolicy) => void,
): void {
  let granted = 0;
  fc.assert(
    fc.property(options, request, (written, asked) => {
      const { policy } = compilePolicy(written, originChecks);
      fc.pre(policy !== undefined);
      const { origin, method, headers, resource } = asked;
      const answers = [
        preflight(policy, origin, method, headers, resource),
        actual(policy, origin),
        actual(policy),
      ];
      if (answers[0]?.granted) granted++;
      check(answers, asked, policy);
    }),
    { numRuns: RUNS },
  );
  expect(granted / RUNS).toBeGreaterThan(0.08);
}

describe('whatever compiles', () => {
  it('never sends `*` with credentials (R1, R9, R30, R45)', () => {
    forAnyDecision((answers) => {
      for (const { headers } of answers) {
        if (!('Access-Control-Allow-Credentials' in headers)) continue;
        expect(headers['Access-Control-Allow-Credentials']).toBe('true');
        const members = Object.values(headers).flatMap((value) => value.split(','));
        expect(members.map((member) => member.trim())).not.toContain('*');
      }
    });
  });

  it('never sends an origin but `*` and the one that asks (R26, R28)', () => {
    forAnyDecision(([asked, same, without], { origin }, policy) => {
      const allowed = policy.origins.any ? [undefined, '*'] : [undefined, origin];
      for (const answer of [asked, same]) {
        expect(allowed).toContain(answer?.headers['Access-Control-Allow-Origin']);
      }
      expect(without?.headers['Access-Control-Allow-Origin']).toBe(
        policy.origins.any ? '*' : undefined,
      );
    });
  });

  it('never sends what is no field value (R44)', () => {
    forAnyDecision((answers) => {
      for (const value of answers.flatMap(({ headers }) => Object.values(headers))) {
        expect(value).toMatch(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/);
      }
    });
  });

  it('varies unless it is the same for everyone (R29, R31, R49)', () => {
    forAnyDecision(([asked, ...others], _request, { origins }) => {
      const preflightVary = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';
      expect(asked?.headers['Vary']).toBe(origins.any ? undefined : preflightVary);
      for (const { headers } of others)
        expect(headers['Vary']).toBe(origins.any ? undefined : 'Origin');
    });
  });

  it('sends nothing else when it refuses (R35, R41)', () => {
    forAnyDecision((answers) => {
      for (const { granted, headers } of answers) {
        expect('Access-Control-Allow-Origin' in headers).toBe(granted);
        if (!granted) expect(Object.keys(headers).filter((name) => name !== 'Vary')).toEqual([]);
      }
    });
  });

  it('grants exactly the preflights that a browser then accepts', () => {
    forAnyDecision(([asked], requested, { credentials }) => {
      expect(asked && browserAccepts(asked.headers, requested, credentials)).toBe(asked?.granted);
    });
  });
});

/** https://fetch.spec.whatwg.org/#cors-preflight-fetch, from the CORS check on, without safelists. */
function browserAccepts(
  headers: Answer['headers'],
  { origin, method, headers: asked = '' }: Request,
  credentials: boolean,
): boolean {
  const membersOf = (text = '') => text.split(',').map((member) => member.trim());
  const acao = headers['Access-Control-Allow-Origin'];
  if (acao !== origin && (credentials || acao !== '*')) return false;
  if (credentials && headers['Access-Control-Allow-Credentials'] !== 'true') return false;
  const methods = membersOf(headers['Access-Control-Allow-Methods']);
  if (!methods.includes(method) && (credentials || !methods.includes('*'))) return false;
  const names = membersOf(headers['Access-Control-Allow-Headers']);
  return membersOf(asked.toLowerCase()).every((name) => name === '' || names.includes(name));
}
