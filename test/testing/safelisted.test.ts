import { describe, expect, it } from '@jest/globals';
import {
  isSafelistedMethod,
  isSafelistedRequestHeader,
  unsafeRequestHeaderNames,
} from '../../lib/testing/safelisted.js';

// https://fetch.spec.whatwg.org/#cors-safelisted-method
it.each(['GET', 'HEAD', 'POST'])('%s is safelisted', (method) => {
  expect(isSafelistedMethod(method)).toBe(true);
});
it.each(['PUT', 'OPTIONS', 'get', 'post', ''])('"%s" is not', (method) => {
  expect(isSafelistedMethod(method)).toBe(false);
});

// https://fetch.spec.whatwg.org/#cors-safelisted-request-header
describe('a request header', () => {
  it.each([
    ['accept', '*/*'],
    ['accept', ''],
    ['accept', 'a\tb'],
    ['accept', 'a'.repeat(128)],
    ['accept-language', 'de, en;q=0.5'],
    ['content-language', 'de-AT'],
    ['content-type', 'text/plain'],
    ['content-type', 'TEXT/Plain ; charset=utf-8'],
    ['content-type', 'text/plain;'],
    ['content-type', 'multipart/form-data; boundary=x'],
    ['content-type', 'application/x-www-form-urlencoded'],
    ['range', 'bytes=0-'],
    ['range', 'bytes=5-5'],
    ['range', 'bytes=9007199254740992-9007199254740992'],
  ])('%s: %s is safelisted', (name, value) => {
    expect(isSafelistedRequestHeader(name, value)).toBe(true);
  });

  it.each([
    ['x-anything', ''],
    ['authorization', 'x'],
    ['constructor', ''],
    ['accept', 'a'.repeat(129)], // step 1
    ['accept', '"'],
    ['accept', '\x7F'],
    ['accept-language', 'en_GB'],
    ['accept-language', '@'],
    ['content-language', '/'],
    ['content-type', 'application/json'],
    ['content-type', 'text/plain, text/html'],
    ['content-type', 'text/plain; a="b"'],
    ['content-type', 'text/'],
    ['content-type', '/plain'],
    ['content-type', 'text'],
    ['content-type', ''],
    ['range', 'bytes=-5'],
    ['range', 'bytes=5-4'],
    ['range', 'bytes=9007199254740993-9007199254740992'],
    ['range', 'bytes=0-,4-'],
    ['range', 'bytes = 0-'],
    ['range', 'items=0-'],
  ])('%s: %s is not', (name, value) => {
    expect(isSafelistedRequestHeader(name, value)).toBe(false);
  });
});

// https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
describe('the unsafe names of a request', () => {
  it('are lower-cased and sorted', () => {
    const headers = new Headers({ 'X-B': '1', Accept: '*/*', 'x-a': '1', Authorization: 'x' });
    expect(unsafeRequestHeaderNames(headers)).toEqual(['authorization', 'x-a', 'x-b']);
  });

  it('are all of them where safelisted values are longer than 1,024 bytes together', () => {
    // Five names are safelisted, so that no request of a page gets there: only a list of fields does.
    const field = (size: number) => [['accept', 'a'.repeat(size)]] as const;
    const listed = (size: number) =>
      [...Array.from({ length: 8 }, () => field(128)), field(size)].flat() as unknown as Headers;
    expect(unsafeRequestHeaderNames(listed(0))).toEqual([]);
    expect(unsafeRequestHeaderNames(listed(1))).toEqual(Array(9).fill('accept'));
  });
});
