import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseOrigin } from '../../lib/protocol/origin.js';
import { runs } from '../support/property-runs.js';

const label63 = 'a'.repeat(63);
const host253 = `${`${label63}.`.repeat(3)}${'a'.repeat(61)}`;
const scheme64 = 's'.repeat(64);

/** Every character that an origin of a scheme of its own can have. */
const VISIBLE = `app://${Array.from({ length: 0x7f - 0x21 }, (_, at) =>
  String.fromCharCode(0x21 + at),
)
  .filter((character) => !'/?#@%'.includes(character))
  .join('')}`;

// https://fetch.spec.whatwg.org/#origin-header
describe('a serialized origin (R20, R21)', () => {
  it.each([
    ['https://example.com', 'https', 'example.com', ''],
    ['http://localhost:3000', 'http', 'localhost', '3000'],
    ['http://localhost:65535', 'http', 'localhost', '65535'],
    ['https://example.com:80', 'https', 'example.com', '80'],
    ['http://example.com:443', 'http', 'example.com', '443'],
    ['https://a.b-c.d_e.example.com', 'https', 'a.b-c.d_e.example.com', ''],
    ['https://xn--bcher-kva.example', 'https', 'xn--bcher-kva.example', ''],
    ['https://1.example', 'https', '1.example', ''],
    ['capacitor://localhost', 'capacitor', 'localhost', ''],
    [
      'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
      'chrome-extension',
      'abcdefghijklmnopabcdefghijklmnop',
      '',
    ],
    [
      'moz-extension://2c127fa4-62c7-7e4f-90e5-472b45eecfdc',
      'moz-extension',
      '2c127fa4-62c7-7e4f-90e5-472b45eecfdc',
      '',
    ],
    ['web+app.v2://host', 'web+app.v2', 'host', ''],
    ['ionic://localhost', 'ionic', 'localhost', ''],
    ['tauri://localhost', 'tauri', 'localhost', ''],
    ['capacitor://localhost:80', 'capacitor', 'localhost', '80'],
    // What is no host is one text.
    ['app://.', 'app', '.', ''],
    ['app://-', 'app', '-', ''],
    ['app://..', 'app', '..', ''],
    ['app://Main', 'app', 'Main', ''],
    ['app://a.b.', 'app', 'a.b.', ''],
    ['app://1.2.3.400', 'app', '1.2.3.400', ''],
    ['app://[::1', 'app', '[::1', ''],
    ['app://localhost:080', 'app', 'localhost:080', ''],
    ['app://localhost:', 'app', 'localhost:', ''],
    [VISIBLE, 'app', VISIBLE.slice('app://'.length), ''],
    [`app://${'a'.repeat(320)}`, 'app', 'a'.repeat(320), ''],
    [`https://${label63}.example`, 'https', `${label63}.example`, ''],
    [`${scheme64}://${host253}:65535`, scheme64, host253, '65535'],
  ])('%s', (text, scheme, host, port) => {
    expect(parseOrigin(text)).toEqual({ scheme, host, port });
  });
});

describe.each<[what: string, rule: string, texts: readonly string[]]>([
  [
    'nothing of an origin',
    'R23',
    ['', ' ', '*', 'null', 'NULL', 'undefined', 'example.com', '://', 'https://'],
  ],
  [
    'white space and control characters',
    'R23',
    [
      ' https://a.example',
      'https://a.example ',
      'https://a .example',
      'https://a.example\t',
      'https://a.example\n',
      'https://a.example\0',
      'https://a.example\r\nX: y',
    ],
  ],
  [
    'more than one origin',
    'R23',
    [
      'https://a.example, https://a.example',
      'https://a.example https://b.example',
      'https://a.example,https://b.example',
      'null, null',
    ],
  ],
  [
    'more than an origin',
    'R2',
    [
      'https://a.example/',
      'https://a.example/path',
      'https://a.example?q',
      'https://a.example#f',
      'https://u@a.example',
      'https://u:p@a.example',
      'https://a.example\\',
      'https://a.example\\@b.example',
    ],
  ],
  [
    'schemes',
    'R22',
    [
      '//a.example',
      ':a.example',
      'https:a.example',
      'https:/a.example',
      'https:///a.example',
      'https:\\\\a.example',
      '1https://a.example',
      '-x://a',
      'ht tps://a.example',
      'HTTPS://a.example',
      `${scheme64}s://a.example`,
    ],
  ],
  [
    'ports',
    'R22',
    [
      'https://a.example:',
      'https://a.example:0',
      'https://a.example:0443',
      'https://a.example:65536',
      'https://a.example:99999',
      'https://a.example:123456',
      'https://a.example:-1',
      'https://a.example:+1',
      'https://a.example:8a',
      'https://a.example: 8',
      'https://a.example:*',
      'https://a.example:80:80',
    ],
  ],
  [
    'default ports',
    'R3',
    [
      'http://a.example:80',
      'https://a.example:443',
      'ws://a.example:80',
      'wss://a.example:443',
      'ftp://a.example:21',
    ],
  ],
  [
    'labels',
    'R21',
    [
      'https://.',
      'https://.a.example',
      'https://a..example',
      'https://a.example.',
      'https://..',
      `https://${label63}a.example`,
      `https://${host253}a`,
    ],
  ],
  [
    'upper case',
    'R20',
    ['https://A.example', 'https://a.EXAMPLE', 'Https://a.example', 'http://[2001:DB8::1]'],
  ],
  [
    'characters that only some browsers send',
    'R23',
    [...'~!&\'()*,;=`{}"$+%|^<>[]'].map((char) => `https://a${char}.example`),
  ],
  [
    'percent signs and bytes beyond ASCII',
    'R23',
    [
      'https://a%2eexample',
      'https://a.example%60.b.example',
      'https://%61.example',
      'https://bücher.example',
      'https://а.example',
      'https://a。example',
      'https://a\u00ad.example',
      'https://\u212a.example',
    ],
  ],
  [
    'of a scheme of its own, more than a text',
    'R23',
    [
      'app://',
      'app:///',
      'app://./',
      'app://.?q',
      'app://.#f',
      'app://u@.',
      'app://%2e',
      'app:// ',
      'app://a b',
      'app://\x7f',
      'app://a\u00e9',
      'app://., app://.',
      'App://.',
    ],
  ],
  [
    'a file',
    'R5',
    ['file://', 'file:///', 'file://.', 'file://localhost', 'file://app.example.com', 'file://a:1'],
  ],
  [
    'a scheme whose hosts the URL standard knows',
    'R2',
    ['http', 'https', 'ws', 'wss', 'ftp'].flatMap((scheme) => [
      `${scheme}://.`,
      `${scheme}://-.`,
      `${scheme}://a!b`,
      `${scheme}://A`,
    ]),
  ],
  [
    'something too long',
    'R23',
    [
      `app://${'a'.repeat(321)}`,
      `https://${'a.'.repeat(8000)}example`,
      `${'a'.repeat(16_000)}://a.example`,
      'https://'.repeat(2000),
    ],
  ],
])('not an origin: %s (%s)', (_what, _rule, texts) => {
  it.each(texts.map((text) => [JSON.stringify(text).slice(0, 60), text]))('%s', (_name, text) => {
    expect(parseOrigin(text)).toBeUndefined();
  });
});

it('of a scheme of its own, a text is compared as it is, whatever is in it but `/ ? # @ %`', () => {
  const scheme = fc.constantFrom('app', 'capacitor', 'moz-extension', 'a', 'x+y.z-1');
  const character = fc.oneof(
    {
      weight: 30,
      arbitrary: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    },
    { weight: 1, arbitrary: fc.constantFrom(...'/?#@% \t\n\0\x7f\u00e9\u3002') },
  );
  const seen = { origins: 0, others: 0 };
  fc.assert(
    fc.property(scheme, fc.string({ unit: character, maxLength: 40 }), (name, text) => {
      const isOrigin =
        text !== '' &&
        [...text].every((one) => one > ' ' && one < '\x7f' && !'/?#@%'.includes(one));
      const origin = parseOrigin(`${name}://${text}`);
      seen[isOrigin ? 'origins' : 'others']++;
      if (origin === undefined) return expect(isOrigin).toBe(false);
      const { scheme, host, port } = origin;
      expect(`${scheme}://${host}${port === '' ? '' : `:${port}`}`).toBe(`${name}://${text}`);
      expect(isOrigin).toBe(true);
    }),
    { numRuns: runs(5000) },
  );
  expect(Math.min(seen.origins, seen.others)).toBeGreaterThan(200);
});
