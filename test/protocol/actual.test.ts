import { describe, expect, it } from '@jest/globals';
import type { PolicyOptions } from '../../lib/protocol/options.js';
import { judgeOrigin } from '../../lib/protocol/origin-verdict.js';
import { decideActual } from '../../lib/protocol/actual.js';
import { actual, compile } from './engine.js';

const APP = 'https://app.example.com';
const SUB = 'https://pr-7.preview.example.com';
const VARY = { Vary: 'Origin' };
const ANY = { 'Access-Control-Allow-Origin': '*' };
const from = (origin: string) => ({ 'Access-Control-Allow-Origin': origin, ...VARY });
const CREDENTIALS = { 'Access-Control-Allow-Credentials': 'true' };
const EXPOSED = { 'Access-Control-Expose-Headers': 'ETag,X-Id' };

const list: PolicyOptions = { origin: [APP, 'https://*.preview.example.com'] };
const full: PolicyOptions = {
  ...list,
  credentials: true,
  exposedHeaders: ['ETag', 'X-Id'],
  methods: ['GET', 'PUT'],
  allowedHeaders: ['X-A'],
  maxAge: 600,
  optionsSuccessStatus: 200,
};
const any: PolicyOptions = { origin: '*' };
const anyExposed: PolicyOptions = { ...any, exposedHeaders: '*', maxAge: 600, methods: '*' };
const withNull: PolicyOptions = { origin: 'null', dangerouslyAllowNullOrigin: true };

describe('the CORS headers of an actual response, and nothing more', () => {
  it.each<[string, string, PolicyOptions, string | undefined, object]>([
    ['R26', 'a list, an allowed origin', list, APP, from(APP)],
    ['R26', 'a list, an origin of a pattern', list, SUB, from(SUB)],
    ['R31', 'a list, no origin', list, undefined, VARY],
    ['R35', 'a list, a refused origin', list, 'https://evil.example', VARY],
    ['R35', 'a list, a malformed origin', list, `${APP}/`, VARY],
    ['R35', 'a list, an empty origin', list, '', VARY],
    ['R5', 'a list, `null`', list, 'null', VARY],
    ['R5', '`null` in the list, `null`', withNull, 'null', from('null')],
    ['R5', '`null` in the list, another', withNull, APP, VARY],
    [
      'R30',
      'credentials, an allowed origin',
      full,
      APP,
      { ...from(APP), ...CREDENTIALS, ...EXPOSED },
    ],
    [
      'R30',
      'credentials, an origin of a pattern',
      full,
      SUB,
      { ...from(SUB), ...CREDENTIALS, ...EXPOSED },
    ],
    ['R31', 'credentials, no origin', full, undefined, VARY],
    ['R35', 'credentials, a refused origin', full, 'https://preview.example.com', VARY],
    ['R35', 'credentials, `null`', full, 'null', VARY],
    ['R29', '`*`, an origin', any, APP, ANY],
    ['R29', '`*`, no origin', any, undefined, ANY],
    ['R29', '`*`, `null`', any, 'null', ANY],
    ['R29', '`*`, a malformed origin', any, 'evil', ANY],
    [
      'R34',
      '`*` with exposed headers',
      anyExposed,
      undefined,
      { ...ANY, 'Access-Control-Expose-Headers': '*' },
    ],
  ])('%s %s', (_rule, _name, options, origin, headers) => {
    expect(actual(compile(options), origin).headers).toEqual(headers);
  });
});

describe('why (the reason of an actual decision)', () => {
  it.each<[PolicyOptions, string | undefined, boolean, string]>([
    [list, APP, true, 'origin-allowed'],
    [list, undefined, false, 'no-origin'],
    [list, 'https://evil.example', false, 'origin-not-allowed'],
    [list, 'null', false, 'origin-null'],
    [list, 'evil', false, 'origin-malformed'],
    [any, undefined, true, 'any-origin'],
  ])('%j, %s', (options, origin, granted, reason) => {
    expect(actual(compile(options), origin)).toMatchObject({ granted, reason });
  });
});

describe('an origin function decides an actual response like a list (R26, R27)', () => {
  it.each<[string, () => unknown, object]>([
    ['grants', () => true, { ...from(APP), ...CREDENTIALS }],
    ['grants later', async () => [APP], { ...from(APP), ...CREDENTIALS }],
    ['refuses', () => false, VARY],
    ['names another origin', () => 'https://evil.example', VARY],
    ['answers `*`', async () => '*', VARY],
    ['rejects', () => Promise.reject(new Error('no database')), VARY],
  ])('%s', async (_name, decide, headers) => {
    const policy = compile({ origin: decide as () => boolean, credentials: true });
    const verdict = await judgeOrigin(policy.origins, APP, {}, 100);
    expect(Object.fromEntries(decideActual(policy, APP, verdict).headers)).toEqual(headers);
  });
});
