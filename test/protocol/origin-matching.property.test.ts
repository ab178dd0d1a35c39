import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compile, judge } from './engine.js';
import { runs } from '../support/property-runs.js';

const RUNS = runs(10_000);

/** Says the same as the matcher, at the pace of one entry after the other. */
function naivelyGrants(entries: readonly string[], origin: string): boolean {
  return entries.some((entry) => {
    if (!entry.includes('*')) return origin === entry;
    const anyPort = entry.endsWith(':*');
    const port = /:([1-9][0-9]*)$/.exec(origin)?.[1];
    const standard = { 'https:': '443', 'http:/': '80' }[origin.slice(0, 6)];
    if (port !== undefined && (port === standard || Number(port) > 65_535)) return false;
    const portless = anyPort && port !== undefined ? origin.slice(0, -port.length - 1) : origin;
    const [left = '', right] = entry.replace(/:\*$/, '').split('*');
    if (right === undefined) return portless === left;
    if (!portless.startsWith(left) || !portless.endsWith(right)) return false;
    return /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(portless.slice(left.length, -right.length));
  });
}

// Few and similar parts, so that what is not listed often nearly is.
const scheme = fc.constantFrom('https', 'https', 'http', 'http', 'app');
const label = fc.constantFrom('a', 'b', 'ab', 'ba', 'a-b', 'xn--a', '1', 'example');
const top = fc.constantFrom('com', 'co', 'a', 'example');
const host = fc
  .tuple(fc.array(label, { maxLength: 2 }), top)
  .map(([labels, last]) => [...labels, last].join('.'));
const port = fc.constantFrom('', '', '', ':8', ':81', ':8080', ':65535');
const text = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((list) => list.join(''));
const slashes = fc.constant('://');
const subdomain = fc.constant('*.');
const anyPort = fc.constant(':*');

/** What follows a scheme of its own: no host, or one. */
const ownText = fc.string({
  unit: fc.constantFrom(...'ab.-A!:;,=1[]'),
  minLength: 1,
  maxLength: 6,
});

const entry = fc.oneof(
  text(fc.constantFrom('app://', 'capacitor://'), ownText),
  text(scheme, slashes, host, port),
  text(scheme, slashes, subdomain, host, port),
  text(scheme, slashes, host, anyPort),
  text(scheme, slashes, subdomain, host, anyPort),
);

/** An origin that an entry allows. */
const fill = (pattern: string) =>
  fc
    .tuple(fc.array(label, { minLength: 1, maxLength: 3 }), port)
    .map(([labels, filled]) => pattern.replace(/:\*$/, filled).replace('*', labels.join('.')));

const SPECIAL = [...'.-_:/?#@\\*%`{}!~&$, \t\0[]A\u00e9\u3002', ':80', ':443', ':0', ':08', '//'];
const piece = fc.oneof(fc.constantFrom(...SPECIAL), label, port, host);

/** One small change of an origin: what an attacker would try. */
const change: fc.Arbitrary<(origin: string) => string> = fc.oneof(
  scheme.map((other) => (origin: string) => origin.replace(/^[a-z]+/, other)),
  piece.map((added) => (origin: string) => origin + added),
  top.map((evil) => (origin: string) => `${origin}.${evil}`),
  fc.tuple(fc.nat(40), fc.nat(4), piece).map(
    ([at, length, other]) =>
      (origin: string) =>
        origin.slice(0, at) + other + origin.slice(at + length),
  ),
);
const changes = fc.oneof(fc.constant([]), fc.array(change, { minLength: 1, maxLength: 2 }));

const question = fc.array(entry, { minLength: 1, maxLength: 5 }).chain((entries) =>
  fc.record({
    entries: fc.constant(entries),
    origin: fc
      .tuple(fc.constantFrom(...entries).chain(fill), changes)
      .map(([origin, made]) => made.reduce((now, changed) => changed(now), origin)),
  }),
);

describe('any list of origins (R20–R24)', () => {
  it('grants what a naive twin grants, and nothing else', () => {
    let granted = 0;
    fc.assert(
      fc.property(question, ({ entries, origin }) => {
        const policy = compile({ origin: entries, dangerouslyAllowPublicSuffixes: true });
        const verdict = judge(policy, origin);
        if (verdict.granted) granted++;
        expect(verdict.granted).toBe(naivelyGrants(entries, origin));
      }),
      { numRuns: RUNS },
    );
    expect(granted / RUNS).toBeGreaterThan(0.1);
    expect(granted / RUNS).toBeLessThan(0.9);
  });

  it('grants what it lists, and what its patterns stand for', () => {
    const filled = entry.chain((pattern) => fc.tuple(fc.constant(pattern), fill(pattern)));
    fc.assert(
      fc.property(filled, fc.array(entry), ([pattern, origin], others) => {
        const entries = [...others, pattern];
        const policy = compile({ origin: entries, dangerouslyAllowPublicSuffixes: true });
        expect(judge(policy, origin).reason).toBe('origin-allowed');
      }),
    );
  });

  it('grants nothing that is no origin, whatever was listed', () => {
    const refused = fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.string());
    fc.assert(
      fc.property(entry, refused, (pattern, origin) => {
        const policy = compile({ origin: pattern, dangerouslyAllowPublicSuffixes: true });
        expect(judge(policy, origin).granted).toBe(naivelyGrants([pattern], origin));
      }),
    );
  });
});
