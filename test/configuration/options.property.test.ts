import { expect, it } from '@jest/globals';
import type { ModuleRef } from '@nestjs/core';
import fc from 'fast-check';
import type { CorsDeclaration, CorsModuleOptions } from '../../lib/cors-options.js';
import { originChecks } from '../../lib/origin-checks.js';
import { PolicyCompiler } from '../../lib/policy-compiler.js';
import type { PolicyIssue } from '../../lib/protocol/issue.js';
import { OPTION_NAMES, type PolicyOptions } from '../../lib/protocol/options.js';
import type { OriginChecks } from '../../lib/protocol/origin-checks.js';
import { compilePolicy, type CorsPolicy } from '../../lib/protocol/policy.js';
import { actual, pathWith, preflight, type Answer } from '../protocol/engine.js';
import { runs } from '../support/property-runs.js';

const RUNS = runs(5000);
type Written = { readonly [Name in keyof PolicyOptions]?: unknown };

const circular: { self?: unknown } = {};
circular.self = circular;

/** What no type lets through, and what JavaScript lets through all the same. */
const junk = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
  fc.constantFrom<unknown[]>(null, Number.NaN, Symbol('x'), circular, [[]], new Error('x')),
  fc.constantFrom<unknown[]>(() => undefined, class {}, Promise.resolve('*'), new URL('https://a')),
  fc.constantFrom<unknown[]>('\r\nX: y', '*, *', '\0', 'é', 'a\u2028b', '__proto__'),
);
const mostly = (good: fc.Arbitrary<unknown>, ...others: fc.Arbitrary<unknown>[]) =>
  fc.oneof(
    { weight: 30, arbitrary: good },
    ...others.map((arbitrary) => ({ weight: 1, arbitrary })),
  );

const ORIGINS = [
  'https://a.example',
  'https://*.a.example',
  'http://localhost:*',
  'https://*.a.example:*',
  'capacitor://localhost',
  'http://[::1]:8080',
];
const EXPRESSIONS = [
  /^https:\/\/[a-z]+\.a\.example$/,
  /^https:\/\/A\.example$/i,
  /^https:\/\/a\.example$|^http:\/\/localhost:\d+$/,
];
const REFUSED = [
  'https://a.example/',
  'a.example',
  'https://A.example',
  'https://*',
  'https://*.com',
  'http://b.example',
  'null',
  'file://',
  '"*"',
  '',
  '*',
  true,
  /a/,
  /^https:\/\/a\.example|b$/,
  /^(a+)+$/,
  /^https:\/\/a\.example$/g,
];
const entry = mostly(
  fc.constantFrom(...ORIGINS, ...EXPRESSIONS),
  fc.constantFrom(...REFUSED),
  junk,
);
const origin = mostly(
  fc.oneof(
    entry,
    fc.array(entry, { maxLength: 4 }),
    fc.constantFrom<unknown[]>('*', ['*'], ['https://a.example', 'null'], 'null'),
    fc.constantFrom<unknown[]>(
      (asked: string) => asked.startsWith('https:'),
      (asked: string) => [asked],
      () => true,
      () => '*',
      () => ({ allowed: true }),
      () => {
        throw new Error('x');
      },
    ),
  ),
  fc.constantFrom(undefined, false, []),
  junk,
);
const names = mostly(
  fc.constantFrom('*', [], 'X-A', 'X-A, ETag', ['Authorization'], '*,Authorization', [
    'x-a',
    'X-A',
  ]),
  fc.constantFrom('', 'Cookie', 'Set-Cookie', ['X A'], ['a\r\nb: c'], 'Access-Control-Max-Age', [
    'é',
  ]),
  junk,
);
const flag = mostly(fc.boolean(), junk);

const written: fc.Arbitrary<Written> = fc.record(
  {
    origin,
    methods: mostly(
      fc.constantFrom('*', [], 'GET,PUT', ['PURGE', 'patch'], 'get', ['*', 'PUT']),
      fc.constantFrom('', 'TRACE', ['GET,PUT'], ['PÜT'], 'GET\r\n'),
      junk,
    ),
    allowedHeaders: names,
    exposedHeaders: names,
    credentials: flag,
    maxAge: mostly(fc.integer({ min: -1, max: 86_400 }), fc.double(), junk),
    optionsSuccessStatus: mostly(fc.integer({ min: 200, max: 299 }), fc.integer(), junk),
    originTimeout: mostly(fc.integer({ min: 1, max: 60_000 }), fc.integer(), junk),
    preflightContinue: flag,
    dangerouslyAllowNullOrigin: flag,
    dangerouslyAllowInsecureOrigins: fc.oneof(
      flag,
      fc.constantFrom<unknown[]>([], ['http://b.example'], ['http://a.example', 'x']),
    ),
    dangerouslyAllowPublicSuffixes: flag,
  },
  { requiredKeys: ['origin'] },
);

const request = fc.record({
  asked: fc.oneof(
    fc.constantFrom('https://a.example', 'https://b.a.example', 'http://localhost:1', 'null'),
    fc.constantFrom('https://b.a.example:81', 'http://b.example', 'capacitor://localhost'),
    fc.constantFrom(
      '*',
      '',
      'https://*.a.example',
      'https://A.example',
      'https://a.example\r\nX: y',
    ),
    fc.string(),
  ),
  method: fc.constantFrom('GET', 'HEAD', 'PUT', 'PURGE', 'patch', '*', 'TRACE', 'GET,PUT', 'PÜT'),
  headers: fc.constantFrom(undefined, 'x-a', 'X-A, etag', 'authorization', '*', 'x\r\ny', 'é'),
});

// The same few expressions come again and again, and looking into one takes time.
const known = new Map<string, string | undefined>();
const checks: OriginChecks = {
  ...originChecks,
  slowness(expression) {
    const text = String(expression);
    if (!known.has(text)) known.set(text, originChecks.slowness(expression));
    return known.get(text);
  },
};

it('whatever options are given, they are refused in words or what they answer is safe', () => {
  const seen = { refused: 0, granted: 0, withCredentials: 0 };
  fc.assert(
    fc.property(written, request, (options, { asked, method, headers }) => {
      const { policy, issues } = compilePolicy(options as PolicyOptions, checks);
      if (policy === undefined) {
        seen.refused++;
        expect(issues.length).toBeGreaterThan(0);
        issues.forEach(expectWords);
        return;
      }
      const answers = [
        preflight(policy, asked, method, headers, pathWith(['GET', 'PUT'])),
        actual(policy, asked),
        actual(policy),
      ];
      for (const answer of answers) {
        expectSafe(answer, policy);
        const acao = answer.headers['Access-Control-Allow-Origin'];
        if (acao === undefined) continue;
        seen.granted++;
        if (policy.credentials) seen.withCredentials++;
        expect(acao).toBe(policy.origins.any ? '*' : asked);
        expect(matches(options.origin, acao)).toBe(true);
      }
    }),
    { numRuns: RUNS },
  );
  // Nothing is shown by options that never compile, or that grant nothing.
  expect(seen.refused / RUNS).toBeGreaterThan(0.2);
  expect(seen.granted / RUNS).toBeGreaterThan(0.1);
  expect(seen.withCredentials / RUNS).toBeGreaterThan(0.01);
});

it('whatever layers are given, they are refused in words or become a policy', () => {
  const layer = fc.oneof(
    written,
    written.map((options) => () => options),
    junk,
    fc.constantFrom<unknown[]>(undefined, false, 'own', 'none', () => 'own'),
  );
  const policies = fc.oneof(fc.record({ own: layer }), junk);
  const root = fc.oneof(
    fc.tuple(written, policies).map(([options, own]) => ({ ...options, policies: own })),
    junk,
  );
  fc.assert(
    fc.property(root, layer, layer, (options, ofClass, ofMethod) => {
      const compiler = new PolicyCompiler(options as CorsModuleOptions, NO_PROVIDERS);
      const layers = [
        { target: 'Cats', declaration: ofClass as CorsDeclaration },
        { target: 'Cats.list', declaration: ofMethod as CorsDeclaration },
      ].filter(({ declaration }) => declaration !== undefined);
      compiler.compile('CorsModule.forRoot', []);
      const policy = compiler.compile('Cats.list', layers);
      if (policy) expect(Object.isFrozen(policy)).toBe(true);
      for (const { source, fix, message } of compiler.issues) {
        expect(message.startsWith(`${source}: `)).toBe(true);
        expect(message).toContain(`: ${fix}`);
      }
    }),
    // Here each expression is looked into, and those that are slow take long.
    { numRuns: runs(300) },
  );
});

const NO_PROVIDERS = {
  get() {
    throw new Error('there is none');
  },
} as unknown as ModuleRef;

function expectWords({ option, reason, why, fix }: PolicyIssue): void {
  expect(OPTION_NAMES).toContain(option);
  for (const text of [reason, why, fix]) expect(text).toMatch(/^\S(?:.*\S)?$/);
}

/** Never `*` with credentials, and nothing that is no value of a field. */
function expectSafe({ headers }: Answer, { credentials }: CorsPolicy): void {
  for (const value of Object.values(headers)) {
    expect(value).toMatch(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/);
  }
  const acac = headers['Access-Control-Allow-Credentials'];
  expect(credentials ? ['true', undefined] : [undefined]).toContain(acac);
  if (acac === undefined) return;
  const members = Object.values(headers).flatMap((value) => value.split(/, */));
  expect(members).not.toContain('*');
  expect(members).not.toContain('null');
}

/** Says in another way whether an option means an origin. */
function matches(option: unknown, asked: string): boolean {
  if (Array.isArray(option)) return option.some((member) => matches(member, asked));
  if (typeof option === 'function') {
    const answer: unknown = option(asked);
    return answer === true || (Array.isArray(answer) ? answer.includes(asked) : answer === asked);
  }
  if (option instanceof RegExp) return option.exec(asked)?.[0] === asked;
  if (typeof option !== 'string') return false;
  if (option === asked) return true;
  const source = option
    .replaceAll(/[.[\]]/g, String.raw`\$&`)
    .replace(String.raw`//*\.`, String.raw`//(?:[^.:/@]+\.)+`)
    .replace(/:\*$/, String.raw`(?::\d+)?`);
  return new RegExp(`^${source}$`).test(asked);
}
