import { describe, expect, it } from '@jest/globals';
import { isIpAddress, isLoopback, parseOrigin } from '../../lib/protocol/origin.js';

describe('an IP address in canonical form is a host without subdomains (R3, R4)', () => {
  it.each([
    '0.0.0.0',
    '127.0.0.1',
    '192.168.178.1',
    '255.255.255.255',
    '[::]',
    '[::1]',
    '[2001:db8::1]',
    '[1:2:3:4:5:6:7:8]',
    '[2001:db8:0:1:1:1:1:1]',
    '[::ffff:102:304]',
  ])('%s', (host) => {
    expect(parseOrigin(`http://${host}:8080`)).toEqual({ scheme: 'http', host, port: '8080' });
    expect(isIpAddress(host)).toBe(true);
  });
});

// https://url.spec.whatwg.org/#host-parsing: what a browser rewrites, it never sends.
describe('an IP address in another form is no host (R3)', () => {
  it.each([
    '127.1',
    '1',
    '0',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0x',
    'a.0x',
    'a.0x1f',
    'example.1',
    '127.0.0.01',
    '0177.0.0.1',
    '127.0.0.256',
    '127.0.0.1.',
    '1.2.3.4.5',
    '::1',
    '[]',
    '[:]',
    '[::1',
    '[::1]x',
    '[::0001]',
    '[0:0:0:0:0:0:0:1]',
    '[2001:DB8::1]',
    '[2001:db8:0:0:1::1]',
    '[2001:db8::1:1:1:1:1]',
    '[1:2:3:4:5:6:7:8:9]',
    '[1::2::3]',
    '[::ffff:1.2.3.4]',
    '[fe80::1%eth0]',
    `[${'1:'.repeat(100)}1]`,
  ])('%s', (host) => {
    expect(parseOrigin(`http://${host}`)).toBeUndefined();
  });
});

describe('a host that looks like an IP address and is a name (R4)', () => {
  it.each(['1.example', '127.0.0.1.example', '0x7f.example', 'a1', '1a', '1-1', '0xg'])(
    '%s',
    (host) => {
      expect(parseOrigin(`http://${host}`)).toEqual({ scheme: 'http', host, port: '' });
      expect(isIpAddress(host)).toBe(false);
    },
  );
});

describe('loopback (R7)', () => {
  it.each([
    ['localhost', true],
    ['app.localhost', true],
    ['a.b.localhost', true],
    ['127.0.0.1', true],
    ['127.255.255.255', true],
    ['[::1]', true],
    ['notlocalhost', false],
    ['localhost.example', false],
    ['127.0.0.1.example', false],
    ['127.example', false],
    ['128.0.0.1', false],
    ['0.0.0.0', false],
    ['[::]', false],
    ['[::2]', false],
  ])('%s: %s', (host, loopback) => {
    expect(isLoopback(host)).toBe(loopback);
  });
});
