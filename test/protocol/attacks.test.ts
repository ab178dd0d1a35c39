import { describe, expect, it } from '@jest/globals';
import type { PolicyOptions } from '../../lib/protocol/options.js';
import { actual, compile, preflight } from './engine.js';

const POLICIES: readonly [name: string, options: PolicyOptions][] = [
  ['an exact origin', { origin: 'https://app.example.com' }],
  ['any subdomain', { origin: 'https://*.example.com' }],
  ['any subdomain on any port', { origin: 'https://*.example.com:*' }],
  ['a list', { origin: ['https://app.example.com', 'https://foo.com', 'https://bar.com'] }],
  ['an expression', { origin: /^https:\/\/(?:[a-z]+\.)*example\.com$/ }],
];

// The section "Attacks" of the rules, one origin or more for each.
const ATTACKS: readonly [attack: string, ...origins: string[]][] = [
  ['reflection', 'https://evil.example', 'http://evil.example:8080', 'https://x'],
  ['prefix', 'https://app.example.com.evil.com', 'https://app.example.comevil.com'],
  ['suffix', 'https://evilexample.com', 'https://app-example.com', 'https://barfoo.com'],
  ['substring', 'https://evil.com.app.example.com.evil.com', 'https://pp.example.co'],
  ['unescaped dot', 'https://appxexample.com', 'https://app.examplexcom'],
  ['null', 'null', 'NULL', 'Null', 'null, null', 'null ', '"null"', 'https://null'],
  ['http for https', 'http://app.example.com', 'ws://app.example.com', 'ftp://app.example.com'],
  ['schemes', 'xhttps://app.example.com', 'https+x://app.example.com', 'file://app.example.com'],
  [
    'ports',
    ...['', '0', '0443', '443', '65536', '443x'].map((port) => `https://app.example.com:${port}`),
  ],
  ['userinfo', 'https://app.example.com@evil.com', 'https://evil.com@app.example.com'],
  ['path', 'https://app.example.com/', 'https://evil.com/.example.com'],
  ['query', 'https://app.example.com?', 'https://evil.com?.example.com'],
  ['fragment', 'https://app.example.com#', 'https://evil.com#.example.com'],
  [
    'backslash',
    'https://app.example.com\\',
    'https://evil.com\\.example.com',
    'https:\\\\app.example.com',
  ],
  ['case', 'https://APP.example.com', 'HTTPS://app.example.com', 'https://app.example.COM'],
  ['dots', 'https://app.example.com.', 'https://.app.example.com', 'https://app..example.com'],
  [
    'Unicode',
    'https://аpp.example.com',
    'https://app。example.com',
    'https://ap\u200bp.example.com',
  ],
  ['bytes of UTF-8', 'https://\u00d0\u00b0pp.example.com', 'https://app.example.com\u00a0'],
  ['IP forms', 'https://0x7f.1', 'https://2130706433', 'https://[::ffff:127.0.0.1]'],
  [
    'special characters',
    ...[...'`{}|_!~^&\'()*,;=$+%"<>'].map((char) => `https://app.example.com${char}.evil.com`),
  ],
  [
    'percent',
    'https://app.example.com%60.evil.com',
    'https://evil.com%00.example.com',
    'https://%61pp.example.com',
  ],
  [
    'control characters',
    'https://app.example.com\0',
    'https://app.example.com\r\nX-Evil: 1',
    '\thttps://app.example.com',
  ],
  [
    'two Origin lines',
    'https://app.example.com, https://evil.com',
    'https://app.example.com, https://app.example.com',
  ],
  [
    'length',
    `https://${'a.'.repeat(8000)}example.com`,
    `https://app.example.com${' '.repeat(16_000)}`,
    'a'.repeat(16_000),
  ],
  ['nothing', '', ' ', '*', 'https://', 'https://*.example.com', 'undefined'],
];

describe.each(POLICIES)(
  'attacks on %s end without a grant (R20–R27, R35, R41)',
  (_name, options) => {
    const policy = compile({ ...options, credentials: true, exposedHeaders: 'X-Id', maxAge: 5 });

    it.each(ATTACKS)('%s', (_attack, ...origins) => {
      for (const origin of origins) {
        expect([origin, actual(policy, origin).headers]).toEqual([origin, { Vary: 'Origin' }]);
        expect([origin, preflight(policy, origin, 'GET', 'x-a')]).toEqual([
          origin,
          {
            granted: false,
            reason: expect.stringMatching(/^origin-/),
            status: 403,
            headers: {
              Vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
            },
          },
        ]);
      }
    });
  },
);
