import { createRequire } from 'node:module';
import { expect, it } from '@jest/globals';
import { originChecks, PUBLIC_SUFFIX_DATA } from '../lib/origin-checks.js';

const require = createRequire(import.meta.url);
interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

it('the date of the public-suffix data is that of the version that is installed', () => {
  const { package: name, version } = PUBLIC_SUFFIX_DATA;
  const own = require('../package.json') as Manifest;
  // A range would let newer data in under an older date.
  expect(own.dependencies[name]).toBe(version);
  expect((require(`${name}/package.json`) as Manifest).version).toBe(version);
});

it.each([
  ['com', true],
  ['co.uk', true],
  ['github.io', true],
  ['vercel.app', true],
  ['example.com', false],
  ['app.github.io', false],
  ['localhost', false],
  ['internal', false],
])('%s is a public suffix: %p', (host, expected) => {
  expect(originChecks.publicSuffix(host) !== undefined).toBe(expected);
});

it.each([
  [/^https:\/\/[a-z0-9-]+\.example\.com$/, true],
  [/^https:\/\/(?:[a-z0-9-]+\.)*example\.com(?::\d+)?$/, true],
  [/^(a+)+$/, false],
  [/^(a|a)*$/, false],
  [/^https:\/\/(\w+\.?)+example\.com$/, false],
  [/^.*.*.*\.com$/, false],
  [/^https:\/\/a\.example$/iu, true],
  [/^(?:[a-z]|[A-Z])*$/iu, false],
  // Read without its flag, `\p{Ll}` would be six other characters, and fast.
  [/^(\p{Ll}+)+$/u, false],
  [/^(\p{Ll}+)+$/iu, false],
  // It is not known how long these take.
  [new RegExp('^([[a-z]--b]+)+$', 'v'), false],
  [/^(?<scheme>https):\/\/\k<scheme>$/, false],
])('%p is fast: %p', (expression, expected) => {
  expect(originChecks.slowness(expression) === undefined).toBe(expected);
});
