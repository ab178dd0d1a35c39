import { describe, expect, it } from '@jest/globals';
import type { PolicyOptions } from '../../lib/protocol/options.js';
import { compile, pathWith, preflight } from './engine.js';

const APP = 'https://app.example.com';
const VARY = {
  Vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
};
const FROM_APP = { 'Access-Control-Allow-Origin': APP, ...VARY };
const ANY = { 'Access-Control-Allow-Origin': '*' };
const CREDENTIALS = { 'Access-Control-Allow-Credentials': 'true' };
const DEFAULTS = 'GET,HEAD,PUT,PATCH,POST,DELETE';
const methods = (value: string) => ({ 'Access-Control-Allow-Methods': value });
const headers = (value: string) => ({ 'Access-Control-Allow-Headers': value });
const maxAge = (value: string) => ({ 'Access-Control-Max-Age': value });

const list: PolicyOptions = { origin: APP };
const any: PolicyOptions = { origin: '*' };
const full: PolicyOptions = {
  ...list,
  credentials: true,
  methods: ['GET', 'PUT', 'PATCH'],
  allowedHeaders: ['Content-Type', 'X-Token'],
  exposedHeaders: ['X-Id'],
  maxAge: 600,
};
const FULL = {
  ...FROM_APP,
  ...CREDENTIALS,
  ...methods('GET,HEAD,PUT,PATCH'),
  ...headers('content-type,x-token'),
  ...maxAge('600'),
};

type Request = readonly [method: string, headers?: string];

describe('a preflight that is granted, and nothing more', () => {
  it.each<[string, string, PolicyOptions, Request, object]>([
    ['R39', 'nothing but an origin', list, ['PUT'], { ...FROM_APP, ...methods(DEFAULTS) }],
    ['R34', 'everything, but what is exposed', full, ['PUT', 'x-token'], FULL],
    [
      'R48',
      'credentials',
      { ...list, credentials: true },
      ['PUT'],
      { ...FROM_APP, ...CREDENTIALS, ...methods(DEFAULTS) },
    ],
    ['R42', 'a method that is listed', full, ['PATCH'], FULL],
    ['R52', 'HEAD, with GET', full, ['HEAD'], FULL],
    [
      'R42',
      'a method of its own',
      { ...list, methods: 'PURGE' },
      ['PURGE'],
      { ...FROM_APP, ...methods('PURGE') },
    ],
    ['R42', 'any method', { ...list, methods: '*' }, ['PURGE'], { ...FROM_APP, ...methods('*') }],
    [
      'R45',
      'any method, with credentials',
      { ...list, methods: '*', credentials: true },
      ['PURGE'],
      { ...FROM_APP, ...CREDENTIALS, ...methods('PURGE') },
    ],
    [
      'R43',
      'whatever header is asked for',
      list,
      ['PUT', 'X-B, x-a'],
      { ...FROM_APP, ...methods(DEFAULTS), ...headers('x-b,x-a') },
    ],
    [
      'R43',
      'no header, as none is asked for',
      list,
      ['PUT', ''],
      { ...FROM_APP, ...methods(DEFAULTS) },
    ],
    ['R43', 'a safelisted header', full, ['PUT', 'content-type'], FULL],
    [
      'R45',
      'any header, with credentials',
      { ...full, allowedHeaders: '*' },
      ['PUT', 'x-a'],
      { ...FULL, ...headers('x-a') },
    ],
    ['R49', '`*`, which does not vary', any, ['PUT'], { ...ANY, ...methods(DEFAULTS) }],
    [
      'R46',
      '`*` all over',
      { ...any, methods: '*', allowedHeaders: '*', exposedHeaders: '*' },
      ['PURGE', 'x-a'],
      { ...ANY, ...methods('*'), ...headers('x-a') },
    ],
    [
      'R51',
      'a maximum age',
      { ...any, maxAge: 86_400 },
      ['GET'],
      { ...ANY, ...methods(DEFAULTS), ...maxAge('86400') },
    ],
    [
      'R51',
      'a maximum age of 0',
      { ...any, maxAge: 0 },
      ['GET'],
      { ...ANY, ...methods(DEFAULTS), ...maxAge('0') },
    ],
    [
      'R51',
      'a maximum age of −1',
      { ...any, maxAge: -1 },
      ['GET'],
      { ...ANY, ...methods(DEFAULTS), ...maxAge('0') },
    ],
  ])('%s %s', (_rule, _name, options, [method, asked], expected) => {
    expect(preflight(compile(options), APP, method, asked)).toEqual({
      granted: true,
      reason: 'preflight-granted',
      status: 204,
      headers: expected,
    });
  });

  it.each([200, 204, 299])('R39 status %d', (optionsSuccessStatus) => {
    const policy = compile({ ...list, optionsSuccessStatus });
    expect(preflight(policy, APP, 'GET').status).toBe(optionsSuccessStatus);
    expect(preflight(policy, APP, 'PURGE').status).toBe(403);
  });
});

describe('a preflight that is refused has no CORS header (R41)', () => {
  const none = { ...list, methods: [] };
  const anyMethod = { ...list, methods: '*' };
  it.each<[string, string, PolicyOptions, string, Request, string]>([
    [
      'R41',
      'an origin that is not allowed',
      full,
      'https://evil.example',
      ['PUT'],
      'origin-not-allowed',
    ],
    ['R41', '`null`', full, 'null', ['PUT'], 'origin-null'],
    ['R23', 'an empty origin', full, '', ['PUT'], 'origin-malformed'],
    ['R42', 'a method that is not listed', full, APP, ['DELETE'], 'method-not-allowed'],
    ['R42', 'a listed method in lower case', full, APP, ['patch'], 'method-not-allowed'],
    ['R42', 'a listed method in mixed case', full, APP, ['Put'], 'method-not-allowed'],
    ['R42', 'OPTIONS', full, APP, ['OPTIONS'], 'method-not-allowed'],
    ['R42', 'a method where none is allowed', none, APP, ['GET'], 'method-not-allowed'],
    ['R42', 'a method that nobody lists', list, APP, ['PURGE'], 'method-not-allowed'],
    ['R42', 'a name of Object.prototype', list, APP, ['constructor'], 'method-not-allowed'],
    ['R42', '`*` as a method', full, APP, ['*'], 'method-not-allowed'],
    ['R42', '`*` as a method, where any is allowed', anyMethod, APP, ['*'], 'method-not-allowed'],
    ['R42', 'two methods', full, APP, ['GET, PUT'], 'method-malformed'],
    ['R44', 'two methods, where any is allowed', anyMethod, APP, ['GET,PUT'], 'method-malformed'],
    ['R42', 'no method', full, APP, [''], 'method-malformed'],
    ['R42', 'a method in quotation marks', anyMethod, APP, ['"PUT"'], 'method-malformed'],
    ['R42', 'a method with white space', anyMethod, APP, ['PUT '], 'method-malformed'],
    ['R42', 'a method beyond ASCII', anyMethod, APP, ['PÜT'], 'method-malformed'],
    ['R8', 'CONNECT, where any is allowed', anyMethod, APP, ['CONNECT'], 'method-forbidden'],
    ['R8', 'trace, where any is allowed', anyMethod, APP, ['trace'], 'method-forbidden'],
    ['R8', 'TRACK', full, APP, ['TRACK'], 'method-forbidden'],
    ['R43', 'headers apart by a space', full, APP, ['PUT', 'x-token x-token'], 'headers-malformed'],
    ['R47', 'headers beyond 4 KiB', list, APP, ['PUT', 'x-token,'.repeat(513)], 'headers-too-long'],
    ['R47', 'headers beyond 128', list, APP, ['PUT', 'a,'.repeat(129)], 'headers-too-many'],
  ])('%s %s', (_rule, _name, options, origin, [method, asked], reason) => {
    expect(preflight(compile(options), origin, method, asked)).toStrictEqual({
      granted: false,
      reason,
      status: 403,
      headers: VARY,
    });
  });

  it.each<[string, string, PolicyOptions, string, string]>([
    ['R43', 'a header that is not listed', full, 'x-token,x-evil', 'x-evil'],
    ['R43', 'a header where none is allowed', { ...list, allowedHeaders: [] }, 'x-a', 'x-a'],
    [
      'R46',
      'Authorization, where any is',
      { ...list, allowedHeaders: '*' },
      'Authorization',
      'authorization',
    ],
    ['R45', '`*` as a header, where any is', { ...list, allowedHeaders: '*' }, '*', '*'],
  ])('%s %s', (_rule, _name, options, asked, header) => {
    expect(preflight(compile(options), APP, 'PUT', asked)).toStrictEqual({
      granted: false,
      reason: 'header-not-allowed',
      header,
      status: 403,
      headers: VARY,
    });
  });

  it('R41, R49 under `*` it has no Vary either', () => {
    expect(preflight(compile(any), 'https://evil.example', 'PURGE').headers).toEqual({});
  });

  it('R41 the origin comes first, then the method, then the headers', () => {
    const policy = compile(full);
    const reasons = [
      preflight(policy, 'evil', 'CONNECT', '('),
      preflight(policy, APP, 'CONNECT', '('),
      preflight(policy, APP, 'GET', '('),
    ].map(({ reason }) => reason);
    expect(reasons).toEqual(['origin-malformed', 'method-forbidden', 'headers-malformed']);
  });
});

describe('the methods of a path where controllers serve some (R18, R53)', () => {
  it.each<[string, PolicyOptions, string[], string[], string, string | false]>([
    ['those', list, ['GET', 'HEAD', 'POST'], [], 'POST', 'GET,HEAD,POST'],
    ['those alone', list, ['GET', 'HEAD'], [], 'PUT', false],
    ['those with the same policy', list, ['GET', 'HEAD', 'PUT'], ['PUT'], 'GET', 'GET,HEAD'],
    ['a method of another policy', list, ['GET', 'HEAD', 'PUT'], ['PUT'], 'PUT', false],
    ['the defaults where none serves any', list, [], [], 'DELETE', DEFAULTS],
    [
      'what is listed, served or not',
      { ...list, methods: 'PUT,POST' },
      ['PUT'],
      [],
      'POST',
      'PUT,POST',
    ],
    [
      'what is listed, but other policies',
      { ...list, methods: 'PUT,POST' },
      ['PUT', 'POST'],
      ['POST'],
      'PUT',
      'PUT',
    ],
    ['any, of one policy', { ...list, methods: '*' }, ['GET', 'PUT'], [], 'PUT', '*'],
    [
      'any, beside another policy',
      { ...list, methods: '*' },
      ['GET', 'PUT'],
      ['GET'],
      'PUT',
      'PUT',
    ],
    [
      'any, where this one has another policy',
      { ...list, methods: '*' },
      ['GET'],
      ['GET'],
      'GET',
      false,
    ],
  ])('%s', (_name, options, served, elsewhere, method, value) => {
    const resource = pathWith(served, elsewhere);
    const answer = preflight(compile(options), APP, method, undefined, resource);
    expect(answer.headers).toEqual(value === false ? VARY : { ...FROM_APP, ...methods(value) });
  });
});
