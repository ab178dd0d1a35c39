import { expect, it } from '@jest/globals';
import { CookieJar } from '../../lib/testing/cookie-jar.js';

const from = new URL('https://api.example.com/session/login');

// https://www.rfc-editor.org/rfc/rfc6265#section-5
it.each<[string, string[], string, string | undefined]>([
  ['goes back', ['a=1; Path=/'], '/', 'a=1'],
  ['may contain `=`', ['a=b=c; Path=/'], '/', 'a=b=c'],
  ['without a path is for the directory', ['a=1'], '/session/other', 'a=1'],
  ['without a path is for no other directory', ['a=1'], '/', undefined],
  ['is for the paths within its own', ['a=1; Path=/api'], '/api/x', 'a=1'],
  ['is for no path that only begins alike', ['a=1; Path=/api'], '/apix', undefined],
  ['with a longer path is first', ['a=1; Path=/', 'b=2; path=/api/'], '/api/x', 'b=2; a=1'],
  ['is replaced by its name', ['a=1; Path=/', 'a=2; Path=/'], '/', 'a=2'],
  ['of another path is another', ['a=1; Path=/', 'a=2; Path=/api'], '/api', 'a=2; a=1'],
  ['is removed with Max-Age', ['a=1; Path=/', 'a=; Path=/; Max-Age=0'], '/', undefined],
  [
    'is removed with Expires',
    ['a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
    '/',
    undefined,
  ],
  ['lasts as long as Max-Age says', ['a=1; Path=/; Max-Age=60; Expires=0'], '/', 'a=1'],
])('a cookie %s: %j', (_, lines, path, expected) => {
  const jar = new CookieJar();
  jar.store(from, lines);
  expect(jar.headerFor(new URL(path, from))).toBe(expected);
  expect(jar.headerFor(new URL(path, 'https://other.example.com'))).toBeUndefined();
});
