import { describe, expect, it } from '@jest/globals';
import { readOriginEntry } from '../../lib/protocol/origin-entry.js';

describe('what a written origin means', () => {
  it.each([
    ['R1', '*', { kind: 'any' }],
    ['R5', 'null', { kind: 'null' }],
    ['R20', 'https://example.com', exact('https', 'example.com', '')],
    ['R20', 'http://[::1]:3000', exact('http', '[::1]', '3000')],
    ['R20', 'capacitor://localhost', exact('capacitor', 'localhost', '')],
    ['R20', 'app://.', exact('app', '.', '')],
    ['R20', 'app://-', exact('app', '-', '')],
    ['R20', 'app://Main!', exact('app', 'Main!', '')],
    ['R4', 'ionic://localhost:*', pattern('ionic', 'localhost', '*', false)],
    ['R4', 'app://*.example.com', pattern('app', 'example.com', '', true)],
    ['R4', 'https://*.example.com', pattern('https', 'example.com', '', true)],
    ['R4', 'https://*.example.com:8443', pattern('https', 'example.com', '8443', true)],
    ['R4', 'https://*.example.com:*', pattern('https', 'example.com', '*', true)],
    ['R4', 'http://*.localhost:*', pattern('http', 'localhost', '*', true)],
    ['R4', 'http://localhost:*', pattern('http', 'localhost', '*', false)],
    ['R4', 'http://127.0.0.1:*', pattern('http', '127.0.0.1', '*', false)],
    ['R4', 'http://[::1]:*', pattern('http', '[::1]', '*', false)],
  ])('%s %s', (_rule, text, meaning) => {
    expect(readOriginEntry(text)).toEqual(meaning);
  });
});

describe('an asterisk where none can be (R4)', () => {
  it.each([
    '**',
    '*.example.com',
    '*://example.com',
    'http*://example.com',
    'https://*',
    'https://*:*',
    'https://*.',
    'https://*example.com',
    'https://h*.example.com',
    'https://*h.example.com',
    'https://**.example.com',
    'https://*.*.example.com',
    'https://app.*.com',
    'https://example.*',
    'https://example.com*',
    'https://example.com:4*',
    'https://example.com:**',
    'https://example.com:8443:*',
    'https://example.com:*/',
    'https://*.example.com/',
    'https://*.example.com/*',
    'https://*.EXAMPLE.com',
    'https://*.example.com:443',
    'https://*.1.2.3.4',
    'http://*.[::1]',
    'https://*.bücher.example',
    'https://u@*.example.com',
    '://*.://*.example.com',
    'null:*',
    'app://*',
    'app://a*b',
    'app://*.',
    'app://*.-.',
    'app://.:*',
    'app://a!b:*',
    'file://*',
  ])('%s', (text) => {
    expect(readOriginEntry(text)).toBeUndefined();
  });
});

function exact(scheme: string, host: string, port: string) {
  return { kind: 'exact', origin: { scheme, host, port } };
}

function pattern(scheme: string, host: string, port: string, subdomains: boolean) {
  return { kind: 'pattern', origin: { scheme, host, port }, subdomains };
}
