import { describe, expect, it } from '@jest/globals';
import { originChecks } from '../../lib/origin-checks.js';
import { compilePolicy } from '../../lib/protocol/policy.js';
import { actual, compile } from './engine.js';

describe('allowed header names, as written and as compiled', () => {
  it.each([
    ['one name', 'X-Token', ['x-token']],
    ['a comma list', 'X-Token, Content-Type', ['x-token', 'content-type']],
    ['an array', ['X-Token', ' ETag\t'], ['x-token', 'etag']],
    ['a name in two cases', ['X-Token', 'x-token'], ['x-token']],
    ['none', [], []],
    ['names that only look forbidden', 'secret,proxy,cookies', ['secret', 'proxy', 'cookies']],
    ['a response header that a request may have', ['ETag', 'Server'], ['etag', 'server']],
  ])('%s (R8)', (_name, allowedHeaders, names) => {
    const compiled = compile({ origin: '*', allowedHeaders }).allowedHeaders;
    expect(compiled).toEqual({
      names: new Set(names),
      others: false,
      authorization: false,
      value: names.join(','),
    });
  });

  it.each([
    ['what is asked for', undefined, [], true],
    ['any', '*', [], false],
    ['any, and Authorization', ['*', 'Authorization'], ['authorization'], false],
    ['any, beside another', 'X-A,*', ['x-a'], false],
  ])('%s (R46)', (_name, allowedHeaders, names, authorization) => {
    const compiled = compile({ origin: '*', allowedHeaders }).allowedHeaders;
    expect(compiled).toEqual({ names: new Set(names), others: true, authorization, value: '' });
  });
});

describe('exposed header names (R8, R34)', () => {
  it.each([
    ['one name, as written', 'X-Request-Id', 'X-Request-Id'],
    ['a comma list', ' ETag , X-A', 'ETag,X-A'],
    ['a name in two cases, as first written', ['ETag', 'etag'], 'ETag'],
    ['any', '*', '*'],
    ['any beside others', ['X-A', '*'], 'X-A,*'],
    ['none', [], undefined],
    ['a request header', 'Cookie', 'Cookie'],
    ['nothing', undefined, undefined],
  ])('%s', (_name, exposedHeaders, value) => {
    expect(actual(compile({ origin: '*', exposedHeaders })).headers).toEqual({
      'Access-Control-Allow-Origin': '*',
      ...(value !== undefined && { 'Access-Control-Expose-Headers': value }),
    });
  });
});

// https://fetch.spec.whatwg.org/#forbidden-request-header
const FORBIDDEN =
  'Accept-Charset Accept-Encoding Access-Control-Request-Headers Access-Control-Request-Method ' +
  'Connection Content-Length Cookie Cookie2 Date DNT Expect Host Keep-Alive Origin Referer ' +
  'Set-Cookie TE Trailer Transfer-Encoding Upgrade Via Proxy- Proxy-Authorization Sec- ' +
  'Sec-Fetch-Site sec-ch-ua';
const PROHIBITED =
  'Access-Control-Allow-Origin Access-Control-Allow-Credentials Access-Control-Allow-Methods ' +
  'Access-Control-Allow-Headers Access-Control-Max-Age access-control-expose-headers';
const NO_TOKENS = ['', ' ', 'X Token', 'X-Token:', '(x)', '"x"', 'x,y', 'x;y', 'X-Tokén', 'x\0'];

describe('header names that cannot be', () => {
  it.each([
    ['forbidden request headers', 'allowedHeaders', 'header-forbidden', FORBIDDEN.split(' ')],
    ['prohibited request headers', 'allowedHeaders', 'header-prohibited', PROHIBITED.split(' ')],
    ['no tokens among request headers', 'allowedHeaders', 'header-not-a-token', NO_TOKENS],
    [
      'forbidden response headers',
      'exposedHeaders',
      'header-forbidden',
      ['Set-Cookie', 'SET-COOKIE2'],
    ],
    ['no tokens among response headers', 'exposedHeaders', 'header-not-a-token', NO_TOKENS],
  ])('%s (R8)', (_name, option, reason, names) => {
    const { issues } = compilePolicy({ origin: '*', [option]: ['X-Good', ...names] }, originChecks);
    expect(issues).toEqual(
      names.map((name) => expect.objectContaining({ option, value: name.trim(), reason })),
    );
  });
});
