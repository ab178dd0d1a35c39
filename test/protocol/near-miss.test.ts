import { describe, expect, it } from '@jest/globals';
import { describeNearMiss, findNearMiss } from '../../lib/protocol/near-miss.js';

const APP = 'https://app.example.com';

describe('a near miss', () => {
  it.each([
    ['trailing-slash', `${APP}/`, APP],
    ['case', 'https://App.example.com', APP],
    ['default-port', `${APP}:443`, APP],
    ['spelling', 'https://App.example.com:443', APP],
    ['default-port', 'http://[::1]:80', 'http://[::1]'],
    ['spelling', `${APP}/path`, APP],
    ['spelling', `${APP}/?from=https://b.example/`, APP],
    ['spelling', `${APP}/${'a'.repeat(2 * 326 - APP.length - 1)}`, APP],
    ['port', `${APP}:8443`, APP],
    ['port', 'http://localhost:5173', 'http://localhost:3000'],
    ['port', 'https://a.example.com:8443', 'https://*.example.com'],
    ['scheme', 'http://app.example.com', APP],
    ['scheme', 'http://a.example.com', 'https://*.example.com'],
    ['scheme', 'https://localhost:3000', 'http://localhost:*'],
    ['scheme-and-port', 'https://localhost:5173', 'http://localhost:3000'],
    ['www', 'https://www.example.com', 'https://example.com'],
    ['www', 'https://example.com', 'https://www.example.com'],
    ['loopback', 'http://127.0.0.1:3000', 'http://localhost:3000'],
    ['loopback', 'http://localhost:3000', 'http://[::1]:3000'],
    ['apex', 'https://example.com', 'https://*.example.com'],
    ['subdomain', 'https://a.app.example.com', APP],
  ])('is one of %s: %s beside %s', (difference, origin, listed) => {
    expect(findNearMiss(origin, ['https://other.example', listed])).toEqual({ listed, difference });
  });

  it.each([
    ['another host', 'https://evil.example', [APP]],
    ['a host that only ends alike', 'https://evilexample.com', ['https://example.com']],
    ['a host, and a port besides', 'https://www.example.com:8443', ['https://example.com']],
    ['an origin that is listed', APP, [APP]],
    ['an origin that a pattern is for', APP, ['https://*.example.com']],
    ['a misspelt one of another port', 'https://App.example.com:8443', [APP]],
    ['what is no origin', 'nonsense', [APP]],
    ['a host beside another pattern', 'https://evil.example', ['https://*.example.com']],
    ['a host beside one of the own machine', 'http://localhost', ['http://app.example.com']],
    ['`null`', 'null', [APP]],
    ['beside `null`', `${APP}:8443`, ['null']],
    ['beside what is no origin', `${APP}:8443`, ['nonsense']],
    ['any origin', 'http://app.example.com', ['*']],
    ['an endless text', `${APP}/${'a'.repeat(2 * 326 - APP.length)}`, [APP]],
  ])('is not %s', (_, origin, listed) => {
    expect(findNearMiss(origin, listed)).toBe(undefined);
  });

  it('is the likeliest of several', () => {
    const listed = ['https://example.com', 'http://www.example.com', 'https://www.example.com:1'];
    const likeliest = { listed: 'https://www.example.com:1', difference: 'port' };
    expect(findNearMiss('https://www.example.com', listed)).toEqual(likeliest);
    expect(findNearMiss('https://www.example.com', listed.reverse())).toEqual(likeliest);
  });

  it('is the first of several that are alike', () => {
    const listed = [`${APP}:1`, `${APP}:2`];
    expect(findNearMiss(APP, listed)).toEqual({ listed: `${APP}:1`, difference: 'port' });
  });

  it('is looked for among the first thousand of a list', () => {
    let read = 0;
    function* many() {
      for (;;) yield `https://${(read += 1)}.example`;
    }
    expect(findNearMiss('https://app.example', many())).toBe(undefined);
    expect(read).toBe(1001);
    const listed = Array.from({ length: 1001 }, (_, at) => `https://${at}.example`);
    expect(findNearMiss('http://999.example', listed)?.listed).toBe('https://999.example');
    expect(findNearMiss('http://1000.example', listed)).toBe(undefined);
  });

  it('is said in words', () => {
    expect(describeNearMiss({ listed: APP, difference: 'port' })).toBe(
      'the policy has "https://app.example.com": the port differs',
    );
  });
});
