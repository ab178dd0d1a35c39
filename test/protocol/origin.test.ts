import { describe, expect, it } from '@jest/globals';
import { parseOrigin } from '../../lib/protocol/origin.js';

const label63 = 'a'.repeat(63);
const host253 = `${`${label63}.`.repeat(3)}${'a'.repeat(61)}`;
const scheme64 = 's'.repeat(64);

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
    'something too long',
    'R23',
    [
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
