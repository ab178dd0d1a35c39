import { describe, expect, it, jest } from '@jest/globals';
import type { OriginFunction } from '../../lib/protocol/options.js';
import { judgeOrigin } from '../../lib/protocol/origin-verdict.js';
import { compile } from './engine.js';

const ORIGIN = 'https://app.example.com';
const GRANTED = { granted: true, reason: 'origin-allowed' };
const REFUSED = { granted: false, reason: 'origin-not-allowed' };
const failed = (cause: unknown) => ({ granted: false, reason: 'origin-function-failed', cause });
const wrong = (cause: unknown) => ({ granted: false, reason: 'origin-function-answer', cause });
const error = new Error('no database');

// What an origin function may answer, and what else it might (R26, R27).
const ANSWERS: readonly [answer: string, value: unknown, verdict: object][] = [
  ['true', true, GRANTED],
  ['false', false, REFUSED],
  ['the origin', ORIGIN, GRANTED],
  ['another origin', 'https://example.com', REFUSED],
  ['the origin of an app', 'app://.', REFUSED],
  ['a file', 'file://', wrong('file://')],
  ['an origin that has this one as its prefix', `${ORIGIN}.evil.example`, REFUSED],
  ['`null`', 'null', REFUSED],
  ['a list with the origin', ['https://example.com', ORIGIN], GRANTED],
  ['a list without it', ['https://example.com', 'null'], REFUSED],
  ['an empty list', [], REFUSED],
  ['`*`', '*', wrong('*')],
  ['a pattern', 'https://*.example.com', wrong('https://*.example.com')],
  ['the origin with a slash', `${ORIGIN}/`, wrong(`${ORIGIN}/`)],
  ['two origins in one string', `${ORIGIN},${ORIGIN}`, wrong(`${ORIGIN},${ORIGIN}`)],
  ['an empty string', '', wrong('')],
  ['the string "true"', 'true', wrong('true')],
  ['a list with the origin and `*`', [ORIGIN, '*'], wrong([ORIGIN, '*'])],
  ['a list of lists', [[ORIGIN]], wrong([[ORIGIN]])],
  ['a number', 1, wrong(1)],
  ['nothing', null, wrong(null)],
  ['an expression', /^https:/, wrong(/^https:/)],
  ['an object', { origin: ORIGIN }, wrong({ origin: ORIGIN })],
  ['a boxed boolean', Object(true), wrong(Object(true))],
];

describe('what an origin function answers (R27)', () => {
  it.each(ANSWERS)('%s', (_name, value, verdict) => {
    expect(judgeWith(() => value)).toEqual(verdict);
  });

  it.each(ANSWERS)('a promise of %s', async (_name, value, verdict) => {
    const judged = judgeWith(async () => value);
    expect(judged).toBeInstanceOf(Promise);
    expect(await judged).toEqual(verdict);
  });

  it('undefined, at once or later', async () => {
    const nothing = { granted: false, reason: 'origin-function-answer' };
    expect(judgeWith(() => undefined)).toStrictEqual(nothing);
    expect(await judgeWith(async () => undefined)).toEqual(nothing);
  });
});

describe('an origin function that does not answer (R27)', () => {
  it('throws', () => {
    expect(judgeWith(raise)).toEqual(failed(error));
  });

  it('rejects', async () => {
    expect(await judgeWith(() => Promise.reject(error))).toEqual(failed(error));
  });

  it('makes a thenable that throws', async () => {
    // oxlint-disable-next-line unicorn/no-thenable
    expect(await judgeWith(() => ({ then: raise }))).toEqual(failed(error));
  });

  it('has a property `then` that throws', () => {
    // oxlint-disable-next-line unicorn/no-thenable
    const answer = Object.defineProperty({}, 'then', { get: raise });
    expect(judgeWith(() => answer)).toEqual(failed(error));
  });

  it('never settles', async () => {
    const verdict = await judgeWith(() => new Promise(() => undefined), 5);
    expect(verdict).toEqual({ granted: false, reason: 'origin-function-timeout', cause: 5 });
  });

  it('grants after the time limit, which is too late', async () => {
    jest.useFakeTimers();
    try {
      let grant: (answer: boolean) => void = () => undefined;
      const verdict = judgeWith(() => new Promise<boolean>((resolve) => (grant = resolve)), 100);
      jest.advanceTimersByTime(100);
      grant(true);
      expect(await verdict).toMatchObject({ granted: false, reason: 'origin-function-timeout' });
    } finally {
      jest.useRealTimers();
    }
  });

  it('leaves no timer behind once it has settled', async () => {
    jest.useFakeTimers();
    try {
      await judgeWith(async () => true);
      await judgeWith(() => Promise.reject(error));
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('when an origin function is called (R27)', () => {
  it.each([
    ['without `Origin`', undefined, 'no-origin'],
    ['with `null`', 'null', 'origin-null'],
    ['with an empty `Origin`', '', 'origin-malformed'],
    ['with two origins', `${ORIGIN}, ${ORIGIN}`, 'origin-malformed'],
    ['with upper case', 'https://APP.example.com', 'origin-malformed'],
    ['with a path', `${ORIGIN}/`, 'origin-malformed'],
    ['with 16 KB', `https://${'a.'.repeat(8000)}example`, 'origin-malformed'],
  ])('not %s', (_name, origin, reason) => {
    const decide = jest.fn<OriginFunction>(() => true);
    const { origins } = compile({ origin: decide });
    expect(judgeOrigin(origins, origin, {}, 100)).toEqual({ granted: false, reason });
    expect(decide).not.toHaveBeenCalled();
  });

  it('with `null`, opted in', () => {
    const decide = jest.fn<OriginFunction>(() => true);
    const { origins } = compile({ origin: decide, dangerouslyAllowNullOrigin: true });
    expect(judgeOrigin(origins, 'null', {}, 100)).toEqual(GRANTED);
    const malformed = { granted: false, reason: 'origin-malformed' };
    expect(judgeOrigin(origins, 'NULL', {}, 100)).toEqual(malformed);
    expect(decide.mock.calls).toEqual([['null', {}]]);
  });

  it('not with `null`, opted in, where there are credentials (R5)', () => {
    const decide = jest.fn<OriginFunction>(() => true);
    const options = { credentials: true, dangerouslyAllowNullOrigin: true };
    const { origins } = compile({ origin: decide, ...options });
    expect(judgeOrigin(origins, 'null', {}, 100)).toEqual({
      granted: false,
      reason: 'origin-null',
    });
    expect(decide).not.toHaveBeenCalled();
  });

  it('once, with the origin and the request', () => {
    const decide = jest.fn<OriginFunction>(() => true);
    const { origins } = compile({ origin: decide });
    const request = { url: '/cats' };
    expect(judgeOrigin(origins, ORIGIN, request, 100)).toEqual(GRANTED);
    expect(decide.mock.calls).toEqual([[ORIGIN, request]]);
  });
});

function judgeWith(decide: () => unknown, timeout = 1000) {
  return judgeOrigin(compile({ origin: decide as OriginFunction }).origins, ORIGIN, {}, timeout);
}

function raise(): never {
  throw error;
}
