import { describe, expect, it } from '@jest/globals';
import type { PageRequest } from '../../lib/testing/page-request.js';
import { originHeader, readOrigin } from '../../lib/testing/request-origin.js';

describe('the origin of a page', () => {
  it.each([
    'https://app.example.com',
    'http://localhost:4200',
    'null',
    'capacitor://localhost',
    'app://.',
    'app://-',
  ])('may be %s', (origin) => {
    expect(readOrigin(origin)).toBe(origin);
  });

  it.each([
    ['https://app.example.com/', 'write "https://app.example.com"'],
    ['https://app.example.com:443', 'write "https://app.example.com"'],
    ['HTTPS://App.example.com', 'write "https://app.example.com"'],
    ['https://bücher.example', 'write "https://xn--bcher-kva.example"'],
    ['capacitor://localhost/', 'write "capacitor://localhost"'],
    ['app.example.com', 'begin with the scheme'],
    ['file:///', 'write "null"'],
    ['*', 'begin with the scheme'],
  ])('is not %s', (origin, fix) => {
    expect(() => readOrigin(origin)).toThrow(
      new TypeError(`corsFetch: origin "${origin}" is not a serialized origin: ${fix}`),
    );
  });
});

// https://fetch.spec.whatwg.org/#append-a-request-origin-header
describe('the `Origin` header', () => {
  const PAGE = 'https://app.example.com';
  const sent = (request: Partial<PageRequest>, ...urls: string[]) =>
    originHeader({
      origin: PAGE,
      method: 'GET',
      mode: 'cors',
      tainting: 'cors',
      ...request,
      urls: urls.map((url) => new URL(url)),
      url: new URL(urls.at(-1) ?? PAGE),
    } as PageRequest);

  it.each<[string, Partial<PageRequest>, string[], string | undefined]>([
    ['of a CORS request', {}, ['https://api.example.com'], PAGE],
    ['within the origin', { tainting: 'basic' }, [PAGE], undefined],
    ['of a POST within the origin', { tainting: 'basic', method: 'POST' }, [PAGE], PAGE],
    ['of a no-cors GET', { tainting: 'opaque', mode: 'no-cors' }, ['https://a.example'], undefined],
    [
      'of a no-cors POST',
      { tainting: 'opaque', mode: 'no-cors', method: 'POST' },
      ['https://a.example'],
      PAGE,
    ],
    [
      'of a no-cors POST that anybody can listen to',
      { tainting: 'opaque', mode: 'no-cors', method: 'POST' },
      ['http://a.example'],
      'null',
    ],
    ['after a redirect from the own origin', {}, [PAGE, 'https://a.example'], PAGE],
    ['after a redirect within another', {}, ['https://a.example/1', 'https://a.example/2'], PAGE],
    ['after a redirect across two others', {}, ['https://a.example', 'https://b.example'], 'null'],
    ['after a redirect back', {}, ['https://a.example', PAGE], 'null'],
  ])('%s', (_, request, urls, expected) => {
    expect(sent(request, ...urls)).toBe(expected);
  });
});
