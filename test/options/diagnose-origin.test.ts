import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diagnoseOrigin, isOrigin } from 'nestjs-cors';
import { ConfigurationIssues } from '../../lib/configuration-issues.js';
import { LoadedPolicy } from '../../lib/loaded-policy.js';
import { originChecks } from '../../lib/origin-checks.js';
import { runs } from '../support/property-runs.js';

const APP = 'https://app.example.com';

describe('what a list of origins can have', () => {
  it.each([
    APP,
    'http://localhost:3000',
    'http://plain.example',
    'http://[::1]',
    'https://*.example.com',
    'http://localhost:*',
    'app://.',
    'app://-',
    'capacitor://localhost',
    'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
  ])('%s', (text) => {
    expect([isOrigin(text), diagnoseOrigin(text)]).toEqual([true, undefined]);
  });
});

const WRITE = 'write one such as "https://app.example.com"';

describe('what it cannot have, and why', () => {
  it.each<readonly [text: string, reason: string, why: string, fix?: string]>([
    [
      `${APP}/`,
      'origin-not-serialized',
      'is not a serialized origin: remove the trailing slash',
      APP,
    ],
    [
      `${APP}/path`,
      'origin-not-serialized',
      `is not a serialized origin (it has a path): write "${APP}"`,
      APP,
    ],
    ['app.example.com', 'origin-without-scheme', `has no scheme: write "${APP}"`, APP],
    [
      'HTTPS://App.Example.com',
      'origin-never-sent',
      `is not how a browser writes it: write "${APP}"`,
      APP,
    ],
    [
      'app://./index.html',
      'origin-not-serialized',
      'is not a serialized origin (it has a path): write "app://."',
      'app://.',
    ],
    ['', 'origin-empty', `is empty: ${WRITE}`],
    ['acme', 'origin-without-scheme', `has no scheme: ${WRITE}`],
    ['*', 'origin-any-in-list', `is any origin: ${WRITE}`],
    [
      'null',
      'origin-null',
      `is an origin that anybody can have: a sandboxed frame is enough: ${WRITE}`,
    ],
    [
      'file://',
      'origin-file',
      `is the origin of every file: like "null", anybody can have it: ${WRITE}`,
    ],
    [
      `${APP};https://b.example`,
      'origin-list',
      `is a list in one string, separated by ";": ${WRITE}`,
    ],
  ])('%j', (...row) => {
    const [text, reason, why] = row;
    // Jest would give a callback for a fourth that is not there.
    const fix = typeof row[3] === 'string' ? row[3] : undefined;
    const shown = text.includes(';') ? `${APP};…` : text;
    const message = `${JSON.stringify(shown)} ${why}`;
    expect(diagnoseOrigin(text)).toEqual({ reason, message, ...(fix !== undefined && { fix }) });
    expect(isOrigin(text)).toBe(false);
  });

  it('a wildcard over a public suffix', () => {
    expect(diagnoseOrigin('https://*.github.io')?.reason).toBe('origin-public-suffix');
  });

  it.each([
    ['undefined', undefined, 'of type undefined'],
    ['null', null, 'null'],
    ['a number', 7, 'of type number'],
    ['a list', [APP], 'of type object'],
    ['a text in an object', Object(APP) as unknown, 'of type object'],
    ['a symbol', Symbol(APP), 'of type symbol'],
    ['a function', () => APP, 'of type function'],
    [
      'an object that throws',
      {
        get toString() {
          throw new Error('x');
        },
      },
      'of type object',
    ],
    ['a proxy that is revoked', revoked(), 'of type object'],
  ])('%s', (_, value, kind) => {
    const message = `a value ${kind} is not an origin: ${WRITE}`;
    expect(diagnoseOrigin(value)).toEqual({ reason: 'wrong-type', message });
    expect(isOrigin(value)).toBe(false);
  });

  it('shows no password of a connection string', () => {
    const text = 'postgres://app:hunter2@db.example:5432/app?password=hunter3';
    expect(JSON.stringify(diagnoseOrigin(text))).not.toMatch(/hunter/);
  });

  it('is said in bounded time and room', () => {
    const started = performance.now();
    for (const part of ['a', '@', '"', ' ', ';', ',', '://', '@/', 'a.', '*', '[', '\u202e']) {
      for (const start of ['', 'https://', 'app://']) {
        const diagnosis = diagnoseOrigin(start + part.repeat(1_000_000));
        expect(diagnosis?.message.length).toBeLessThan(2000);
      }
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** Whether a policy without other options takes a list of this one row. */
function loads(row: string): boolean {
  const merged = { options: {}, sources: new Map(), targets: [] };
  const found = new ConfigurationIssues();
  new LoadedPolicy(merged, originChecks).compile([row], found);
  return row !== '*' && found.isEmpty;
}

describe('whatever it is given', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.webUrl(),
    fc
      .array(
        fc.constantFrom(
          'https://',
          'app://',
          'file:',
          '*.',
          'example.com',
          'null',
          '.',
          '-',
          ':*',
          ':80',
          '/',
          ';',
          ' ',
          'A',
          '"',
          '@',
          'é',
        ),
        { maxLength: 5 },
      )
      .map((parts) => parts.join('')),
  );

  it('it tells exactly what a loaded row may be, and what it says is meant is an origin', () => {
    const seen = { origins: 0, fixes: 0 };
    fc.assert(
      fc.property(text, (row) => {
        const diagnosis = diagnoseOrigin(row);
        expect([row, isOrigin(row)]).toEqual([row, loads(row)]);
        if (diagnosis === undefined) seen.origins++;
        if (diagnosis !== undefined) expect(diagnosis.message).toMatch(/^.+$/u);
        if (diagnosis?.fix === undefined) return;
        seen.fixes++;
        expect([diagnosis.fix, diagnoseOrigin(diagnosis.fix)]).toEqual([diagnosis.fix, undefined]);
      }),
      { numRuns: runs(3000) },
    );
    expect(Math.min(seen.origins, seen.fixes)).toBeGreaterThan(20);
  });

  it('it never throws', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (value) => {
        expect(typeof isOrigin(value)).toBe('boolean');
      }),
    );
  });
});
