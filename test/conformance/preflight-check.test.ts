import { describe, expect, it } from '@jest/globals';
import { type AskedRequest, refusalOf } from './preflight-check.js';
import { parse } from './wire.js';

const ORIGIN = 'https://app.example.com';
const request: AskedRequest = { origin: ORIGIN, method: 'PUT', headers: [], credentials: false };

/** An answer, written as it is sent. */
const answered = (lines: readonly string[], status = 204) => ({
  ...parse([`HTTP/1.1 ${status} Whatever`, ...lines, '', ''].join('\r\n')),
  bytes: 0,
  ms: 0,
});

const ALLOWED = `Access-Control-Allow-Origin: ${ORIGIN}`;
const ANY = 'Access-Control-Allow-Origin: *';
const CREDENTIALS = 'Access-Control-Allow-Credentials: true';
const methods = (list: string) => `Access-Control-Allow-Methods: ${list}`;
const headers = (list: string) => `Access-Control-Allow-Headers: ${list}`;

describe('a browser goes on', () => {
  it.each<[string, string[], Partial<AskedRequest>]>([
    ['with its origin and method', [ALLOWED, methods('PUT')], {}],
    ['with any origin and method', [ANY, methods('*')], {}],
    ['with a safelisted method that is not listed', [ALLOWED], { method: 'GET' }],
    ['with a method of a list', [ALLOWED, methods('GET,PUT , PATCH')], {}],
    ['with a method of the second line', [ALLOWED, methods('GET'), methods('PUT')], {}],
    ['with credentials', [ALLOWED, CREDENTIALS, methods('PUT')], { credentials: true }],
    [
      'with a header in another case',
      [ALLOWED, methods('PUT'), headers('X-Token')],
      { headers: ['x-token'] },
    ],
    ['with any header', [ALLOWED, methods('PUT'), headers('*')], { headers: ['x-token'] }],
    [
      'with `Authorization` that is listed',
      [ALLOWED, methods('PUT'), headers('*, authorization')],
      { headers: ['authorization'] },
    ],
  ])('%s', (_, lines, more) => {
    expect(refusalOf(answered(lines), { ...request, ...more })).toBeUndefined();
  });
});

describe('a browser stops', () => {
  it.each<[string, string[], Partial<AskedRequest>, string]>([
    ['without an origin', [methods('PUT')], {}, 'no Access-Control-Allow-Origin'],
    [
      'at another origin',
      ['Access-Control-Allow-Origin: https://app.example.com/', methods('PUT')],
      {},
      'Access-Control-Allow-Origin: https://app.example.com/',
    ],
    [
      'at two lines, even if they are equal',
      [ALLOWED, ALLOWED, methods('PUT')],
      {},
      `Access-Control-Allow-Origin: ${ORIGIN}, ${ORIGIN}`,
    ],
    [
      'at any origin with credentials',
      [ANY, CREDENTIALS, methods('PUT')],
      { credentials: true },
      'Access-Control-Allow-Origin: *',
    ],
    [
      'at `True`',
      [ALLOWED, 'Access-Control-Allow-Credentials: True', methods('PUT')],
      { credentials: true },
      'no Access-Control-Allow-Credentials: true',
    ],
    ['at a method that is not listed', [ALLOWED], {}, 'method "PUT" not listed'],
    [
      'at a method in another case',
      [ALLOWED, methods('PATCH')],
      { method: 'patch' },
      'method "patch" not listed',
    ],
    [
      'at any method with credentials',
      [ALLOWED, CREDENTIALS, methods('*')],
      { credentials: true },
      'method "PUT" not listed',
    ],
    [
      'at a list that does not parse',
      [ALLOWED, methods('PUT, (x)')],
      {},
      'Access-Control-Allow-Methods malformed',
    ],
    [
      'at a header that is not listed',
      [ALLOWED, methods('PUT'), headers('x-a')],
      { headers: ['x-a', 'x-b'] },
      'header "x-b" not listed',
    ],
    [
      'at `Authorization` that only `*` covers',
      [ALLOWED, methods('PUT'), headers('*')],
      { headers: ['authorization'] },
      'header "authorization" not listed',
    ],
    [
      'at any header with credentials',
      [ALLOWED, CREDENTIALS, methods('PUT'), headers('*')],
      { headers: ['x-a'], credentials: true },
      'header "x-a" not listed',
    ],
  ])('%s', (_, lines, more, refusal) => {
    expect(refusalOf(answered(lines), { ...request, ...more })).toBe(refusal);
  });

  it.each([199, 302, 304, 403, 500])('at status %i', (status) => {
    expect(refusalOf(answered([ALLOWED, methods('PUT')], status), request)).toBe(
      `status ${status}`,
    );
  });
});
