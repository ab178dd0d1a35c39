import { describe, expect, it } from '@jest/globals';
import type { PolicyOptions } from '../../lib/protocol/options.js';
import { compile, judge } from './engine.js';

interface Case {
  readonly policy: string;
  readonly origin: Exclude<PolicyOptions['origin'], undefined>;
  readonly granted?: readonly string[];
  readonly refused?: readonly string[];
}

const CASES: readonly Case[] = [
  {
    policy: 'one exact origin (R20)',
    origin: 'https://app.example.com',
    granted: ['https://app.example.com'],
    refused: [
      'http://app.example.com',
      'https://example.com',
      'https://a.app.example.com',
      'https://app.example.com:8443',
      'https://xapp.example.com',
      'https://app.example.comx',
      'https://app.example.com.evil.example',
      'https://appxexample.com',
    ],
  },
  {
    policy: 'two exact origins that make a third (R20)',
    origin: ['https://foo.com', 'https://bar.com'],
    granted: ['https://foo.com', 'https://bar.com'],
    refused: ['https://barfoo.com', 'https://foobar.com', 'https://foo.com.bar.com', 'https://com'],
  },
  {
    policy: 'names that differ in their ends (R20)',
    origin: ['bat', 'cat', 'hat', 'meerkat', 'mat'].map((name) => `https://${name}`),
    granted: ['https://bat', 'https://hat', 'https://meerkat', 'https://mat'],
    refused: ['https://hazmat', 'https://at', 'https://kat', 'https://ha', 'https://hatt'],
  },
  {
    policy: 'an exact origin with a port (R22)',
    origin: 'http://localhost:3000',
    granted: ['http://localhost:3000'],
    refused: [
      'http://localhost',
      'http://localhost:300',
      'http://localhost:30000',
      'https://localhost:3000',
    ],
  },
  {
    policy: 'exact custom schemes (R20)',
    origin: ['capacitor://localhost', 'app://obsidian.md', 'chrome-extension://abcdef'],
    granted: ['capacitor://localhost', 'app://obsidian.md', 'chrome-extension://abcdef'],
    refused: [
      'ionic://localhost',
      'http://localhost',
      'app://localhost',
      'chrome-extension://abcde',
    ],
  },
  {
    policy: 'exact texts of schemes of their own (R20)',
    origin: ['app://.', 'app://-', 'app://Main', 'app://a,b;c=d'],
    granted: ['app://.', 'app://-', 'app://Main', 'app://a,b;c=d'],
    refused: [
      'app://',
      'app://..',
      'app://./',
      'app://--',
      'app://main',
      'app://a',
      'APP://.',
      'tauri://.',
      'https://.',
      'app://., app://-',
    ],
  },
  {
    policy: 'patterns of schemes of their own, which are for hosts (R21)',
    origin: ['app://*.example.com', 'ionic://localhost:*'],
    granted: ['app://a.example.com', 'app://a.b.example.com', 'ionic://localhost:8100'],
    refused: [
      'app://example.com',
      'app://.example.com',
      'app://..example.com',
      'app://a..example.com',
      'app://a!.example.com',
      'app://evil:1.example.com',
      'app://A.example.com',
      'ionic://localhost:',
      'ionic://localhost:080',
      'ionic://localhost:65536',
      'ionic://localhost:8a',
    ],
  },
  {
    policy: 'an expression for a scheme of its own (R14)',
    origin: /^app:\/\/[.-]$/,
    granted: ['app://.', 'app://-'],
    refused: ['app://', 'app://..', 'app://x', 'app://./', 'https://.'],
  },
  {
    policy: 'any subdomain (R21)',
    origin: 'https://*.example.com',
    granted: [
      'https://a.example.com',
      'https://a.b.example.com',
      'https://1.example.com',
      'https://_.example.com',
    ],
    refused: [
      'https://example.com',
      'https://.example.com',
      'https://..example.com',
      'https://a..example.com',
      'https://xexample.com',
      'https://a.xexample.com',
      'https://a.example.com.evil.example',
      'https://a.example.com.',
      'https://evil.example?.example.com',
      'https://evil.example#.example.com',
      'https://evil.example/.example.com',
      'https://evil.example%2f.example.com',
      'https://evil.example`.example.com',
      'https://evil.example\\.example.com',
      'https://evil@a.example.com',
    ],
  },
  {
    policy: 'any subdomain, on its scheme and port only (R22)',
    origin: ['https://*.example.com', 'http://*.example.com:8080'],
    granted: ['https://a.example.com', 'http://a.example.com:8080'],
    refused: [
      'http://a.example.com',
      'https://a.example.com:8080',
      'http://a.example.com:808',
      'http://a.example.com:80',
    ],
  },
  {
    policy: 'nested subdomain patterns (R21)',
    origin: ['https://*.com', 'https://*.a.example.com:*'],
    granted: [
      'https://example.com',
      'https://b.example.com',
      'https://b.a.example.com',
      'https://b.a.example.com:1',
    ],
    refused: [
      'https://com',
      'https://a.example.com:1',
      'https://b.example.com:1',
      'http://b.a.example.com',
    ],
  },
  {
    policy: 'any port (R22)',
    origin: 'http://localhost:*',
    granted: [
      'http://localhost',
      'http://localhost:1',
      'http://localhost:443',
      'http://localhost:65535',
    ],
    refused: [
      'http://localhost:',
      'http://localhost:0',
      'http://localhost:080',
      'http://localhost:80',
      'http://localhost:65536',
      'http://localhost:*',
      'https://localhost:3000',
      'http://a.localhost:3000',
      'http://localhost.example:3000',
    ],
  },
  {
    policy: 'any port of an IP address (R22)',
    origin: ['http://127.0.0.1:*', 'http://[::1]:*'],
    granted: ['http://127.0.0.1', 'http://127.0.0.1:8080', 'http://[::1]', 'http://[::1]:8080'],
    refused: [
      'http://127.1:8080',
      'http://127.0.0.11:8080',
      'http://[0::1]:8080',
      'http://::1:8080',
    ],
  },
  {
    policy: 'any subdomain, on any port (R21, R22)',
    origin: 'https://*.example.com:*',
    granted: ['https://a.example.com', 'https://a.example.com:8443', 'https://a.b.example.com:9'],
    refused: [
      'https://example.com',
      'https://example.com:8443',
      'https://a.example.com:443',
      'http://a.example.com:9',
    ],
  },
  {
    policy: 'an expression (R14)',
    origin: /^https:\/\/pr-[0-9]+\.example\.com$/,
    granted: ['https://pr-7.example.com', 'https://pr-77.example.com'],
    refused: [
      'https://pr-.example.com',
      'https://pr-7.example.com.evil.example',
      'https://pr-7xexample.com',
    ],
  },
  {
    policy: 'an expression of two branches, each anchored (R14)',
    origin: /^https:\/\/a\.example$|^https:\/\/b\.example$/,
    granted: ['https://a.example', 'https://b.example'],
    refused: ['https://a.example.evil', 'https://a.example:8443'],
  },
  {
    policy: 'an expression that would match anything, on origins only (R14, R21)',
    origin: /^.*$/s,
    granted: ['https://a.example', 'app://x', 'app://.', 'app://X!'],
    refused: [
      '',
      'file://',
      'file://a.example',
      'https://.',
      'null',
      'a.example',
      'https://a.example/',
      'https://a.example, https://b.example',
      'https://A.example',
    ],
  },
  {
    policy: 'an expression that ignores case, and lines (R14)',
    origin: /^HTTPS:\/\/A\.EXAMPLE$/im,
    granted: ['https://a.example'],
    refused: ['HTTPS://A.EXAMPLE', 'https://a.example\nhttps://b.example'],
  },
  {
    policy: 'all kinds in one list (R20–R22)',
    origin: [
      'https://a.example',
      'https://*.b.example',
      'http://localhost:*',
      /^https:\/\/c[0-9]\.example$/,
    ],
    granted: [
      'https://a.example',
      'https://x.b.example',
      'http://localhost:5173',
      'https://c1.example',
    ],
    refused: [
      'https://b.example',
      'https://x.a.example',
      'https://a.example:1',
      'https://c.example',
    ],
  },
];

describe.each(CASES)('$policy', ({ origin, granted = [], refused = [] }) => {
  const policy = compile({ origin, dangerouslyAllowPublicSuffixes: true });

  it.each(granted)('grants %s', (text) => {
    expect(judge(policy, text)).toEqual({ granted: true, reason: 'origin-allowed' });
  });

  it.each(refused)('refuses %j', (text) => {
    expect(judge(policy, text).granted).toBe(false);
  });
});

const MALFORMED = 'origin-malformed';
const listed = compile({ origin: 'https://a.example' });
const withNull = compile({
  origin: ['https://a.example', 'null'],
  dangerouslyAllowNullOrigin: true,
});
const any = compile({ origin: '*' });

describe('why an origin is granted or refused', () => {
  it.each([
    ['R31', 'a list', listed, undefined, false, 'no-origin'],
    ['R20', 'a list', listed, 'https://b.example', false, 'origin-not-allowed'],
    ['R23', 'a list', listed, '', false, MALFORMED],
    ['R23', 'a list', listed, 'https://a.example/', false, MALFORMED],
    ['R5', 'a list', listed, 'null', false, 'origin-null'],
    ['R5', 'a list', listed, 'NULL', false, MALFORMED],
    ['R23', 'a list', listed, 'null, null', false, MALFORMED],
    ['R5', 'a list', listed, 'file://', false, 'origin-null'],
    ['R5', 'a list with `null`', withNull, 'file://', false, 'origin-null'],
    ['R23', 'a list', listed, 'app://./', false, MALFORMED],
    ['R20', 'a list', listed, 'app://.', false, 'origin-not-allowed'],
    ['R5', 'a list with `null`', withNull, 'null', true, 'origin-allowed'],
    ['R5', 'a list with `null`', withNull, 'https://a.example', true, 'origin-allowed'],
    ['R5', 'a list with `null`', withNull, 'Null', false, MALFORMED],
    ['R23', 'a list with `null`', withNull, 'null, null', false, MALFORMED],
    ['R29', '`*`', any, undefined, true, 'any-origin'],
    ['R29', '`*`', any, 'https://b.example', true, 'any-origin'],
    ['R29', '`*`', any, 'null', true, 'any-origin'],
    ['R29', '`*`', any, 'not an origin', true, 'any-origin'],
  ])('%s %s: %j', (_rule, _name, policy, origin, granted, reason) => {
    expect(judge(policy, origin)).toStrictEqual({ granted, reason });
  });
});
