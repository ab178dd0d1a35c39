import { describe, expect, it } from '@jest/globals';
import { isSafelistedMethod, unsafeHeaders } from '../../lib/protocol/safelist.js';

describe('a header that needs no permission', () => {
  it.each([
    ['Accept', '*/*'],
    ['Accept', 'text/html, application/xml;q=0.9'],
    ['Accept', 'a'.repeat(128)],
    ['accept', 'caf\u00e9'],
    ['Accept-Language', 'en-GB,en;q=0.5'],
    ['Content-Language', 'eu'],
    ['Content-Type', 'text/plain'],
    ['Content-Type', ' Text/Plain ;charset=utf-8'],
    ['content-type', 'multipart/form-data; boundary=x'],
    ['Content-Type', 'application/x-www-form-urlencoded'],
    ['Range', 'bytes=0-'],
    ['Range', 'bytes=5-'],
    ['Range', 'bytes=5-5'],
    ['Range', 'bytes=10-20'],
  ])('is %s: %s', (name, value) => {
    expect(unsafeHeaders({ [name]: value })).toEqual([]);
  });
});

describe('a header that needs permission', () => {
  const FORBIDDEN = 'has a character that is not safelisted';
  const TYPE = 'has none of the three types that a form can send';
  const RANGE = 'has no single range with a start';
  it.each([
    ['X-Trace', '1', 'is not a safelisted header'],
    ['constructor', '1', 'is not a safelisted header'],
    ['Accept', '"', FORBIDDEN],
    ['Accept', 'a\u007f', FORBIDDEN],
    ['Accept', 'a\u0001', FORBIDDEN],
    ['Accept', 'a'.repeat(129), 'is longer than 128 bytes'],
    ['Accept-Language', 'en_GB', FORBIDDEN],
    ['Content-Language', '@', FORBIDDEN],
    ['Content-Type', 'application/json', TYPE],
    ['Content-Type', 'text/plainer', TYPE],
    ['Content-Type', '', TYPE],
    ['Content-Type', 'text/plain; charset="utf-8"', FORBIDDEN],
    ['Range', 'bytes 0-', RANGE],
    ['Range', 'kilobytes=0-5', RANGE],
    ['Range', 'bytes=-5', RANGE],
    ['Range', 'bytes=5-4', RANGE],
    ['Range', 'bytes=0-1,2-3', RANGE],
  ])('is %s: %s', (name, value, why) => {
    expect(unsafeHeaders({ [name]: value })).toEqual([{ name, why }]);
  });
});

it.each([
  ['GET', true],
  ['HEAD', true],
  ['POST', true],
  ['get', false],
  ['PUT', false],
  ['OPTIONS', false],
])('%s is a safelisted method: %j', (method, isSafelisted) => {
  expect(isSafelistedMethod(method)).toBe(isSafelisted);
});
