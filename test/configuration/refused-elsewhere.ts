import { Injectable } from '@nestjs/common';
import type { ExpectedIssue, Refused } from './refused-row.js';

const APP = 'https://app.example.com';
const ROOT = 'CorsModule.forRoot';
const DAY = 'write a whole number from 1000 to 86400000 (milliseconds)';
const MINUTE = 'write a whole number from 1 to 60000 (milliseconds)';
const TTL = 'write a whole number from 1 to 86400000 (milliseconds)';
const MAX = 'write a whole number from 1 to 100000 (origins)';
const LOAD = 'write load: () => […], also async';
const ON_ERROR = 'write onError: (error) => …';
const STRINGS = 'return serialized origins and patterns';
const AN_ARRAY = 'return an array of strings';
const SEE_WHY = 'catch it in load() to see its text, or return a list';
const CORRECT_ROW = 'correct this row: a list has serialized origins and patterns';
const NO_SUCH = 'remove it: there is load, refresh, timeout, onError';
const A_CLASS = 'name a class that has `resolve`';

@Injectable()
class Tenants {
  resolve(origin: string) {
    return origin === APP;
  }
}
class Unprovided extends Tenants {}

const load = () => [APP];
const returning = (list: unknown) => ({ load: () => list });
const throwing = (error: unknown) => ({
  load() {
    throw error;
  },
});
const noDatabase = new Error('no database');

type Row = readonly [
  name: string,
  origin: unknown,
  option: string,
  fix: string,
  value: unknown,
  others?: object,
  shown?: string,
];
const rows =
  (reason: ExpectedIssue[2]) =>
  (...all: readonly Row[]): readonly Refused[] =>
    all.map(([name, origin, option, fix, value, others = {}, shown]) => ({
      rule: 'elsewhere',
      name,
      root: { origin, ...others },
      providers: [Tenants],
      issues: [[ROOT, option, reason, fix, { value }]],
      ...(shown !== undefined && { shown }),
    }));

/** Origins that live elsewhere, and do not boot: what is written, and what is loaded. */
export const ELSEWHERE: readonly Refused[] = [
  ...rows('wrong-type')(
    ['a load that is no function', { load: APP }, 'origin.load', LOAD, APP],
    ['a load that is not there', { load: undefined }, 'origin.load', LOAD, undefined],
    ['a refresh with a unit', { load, refresh: '30s' }, 'origin.refresh', DAY, '30s'],
    ['a timeout of a load in a string', { load, timeout: '5' }, 'origin.timeout', MINUTE, '5'],
    ['an onError that is no function', { load, onError: true }, 'origin.onError', ON_ERROR, true],
    ['a resolver that is a function', { resolver: load }, 'origin.resolver', A_CLASS, load],
    [
      'a resolver that is an object',
      { resolver: { resolve: load } },
      'origin.resolver',
      A_CLASS,
      { resolve: load },
    ],
    [
      'a cache of true',
      { resolver: Tenants, cache: true },
      'origin.cache',
      'write cache: { ttl: 60_000 }',
      true,
    ],
    [
      'a cache of null',
      { resolver: Tenants, cache: null },
      'origin.cache',
      'write cache: { ttl: 60_000 }',
      null,
    ],
    [
      'a time to live in a string',
      { resolver: Tenants, cache: { ttl: '1m' } },
      'origin.cache.ttl',
      TTL,
      '1m',
    ],
    ['an expression that is loaded', returning([/^a$/]), 'origin[0]', STRINGS, /^a$/],
    ['nothing that is loaded', returning([null]), 'origin[0]', STRINGS, null],
  ),
  ...rows('refresh-out-of-range')(
    [
      'a refresh in seconds',
      { load, refresh: 30 },
      'origin.refresh',
      DAY,
      30,
      {},
      '`origin: { load, refresh: 30 }`',
    ],
    [
      'a refresh of a month',
      { load, refresh: 2_592_000_000 },
      'origin.refresh',
      DAY,
      2_592_000_000,
    ],
    ['a refresh below nothing', { load, refresh: -1 }, 'origin.refresh', DAY, -1],
    ['a refresh that is not whole', { load, refresh: 1000.5 }, 'origin.refresh', DAY, 1000.5],
  ),
  ...rows('timeout-out-of-range')(
    ['a load without a timeout', { load, timeout: 0 }, 'origin.timeout', MINUTE, 0],
    ['a load of an hour', { load, timeout: 3_600_000 }, 'origin.timeout', MINUTE, 3_600_000],
  ),
  ...rows('cache-out-of-range')(
    [
      'a cache that is not bounded',
      { resolver: Tenants, cache: { max: Number.POSITIVE_INFINITY } },
      'origin.cache.max',
      MAX,
      Number.POSITIVE_INFINITY,
      {},
      '`origin: { resolver: Tenants, cache: { max: Infinity } }`',
    ],
    ['a cache of no origin', { resolver: Tenants, cache: { max: 0 } }, 'origin.cache.max', MAX, 0],
    [
      'a cache for ever',
      { resolver: Tenants, cache: { ttl: 1e12 } },
      'origin.cache.ttl',
      TTL,
      1e12,
    ],
  ),
  ...rows('option-unknown')(
    ['an interval beside a load', { load, interval: 30 }, 'origin.interval', NO_SUCH, 30],
    ['a cache beside a load', { load, cache: {} }, 'origin.cache', NO_SUCH, {}],
    [
      'a time to live beside a cache',
      { resolver: Tenants, ttl: 5 },
      'origin.ttl',
      'remove it: there is resolver, cache',
      5,
    ],
    [
      'a size of a cache',
      { resolver: Tenants, cache: { size: 5 } },
      'origin.cache.size',
      'remove it: there is ttl, max',
      5,
    ],
  ),
  ...rows('origin-provider')([
    'a resolver that is no provider, with a cache',
    { resolver: Unprovided, cache: {} },
    'origin.resolver',
    'add it to the `providers` of a module, without a scope',
    Unprovided,
  ]),
  ...rows('origin-load')(
    [
      'a load that throws',
      throwing(noDatabase),
      'origin.load',
      SEE_WHY,
      noDatabase,
      {},
      '`origin: { load }`, where `load` throws',
    ],
    [
      'a load that rejects',
      { load: () => Promise.reject(noDatabase) },
      'origin.load',
      SEE_WHY,
      noDatabase,
    ],
    ['a load that throws what is no error', throwing('no'), 'origin.load', SEE_WHY, 'no'],
    ['a load of nothing', returning(undefined), 'origin.load', AN_ARRAY, undefined],
    ['a load of one origin', returning(APP), 'origin.load', AN_ARRAY, APP],
    ['a load of rows', returning({ rows: [] }), 'origin.load', AN_ARRAY, { rows: [] }],
    [
      'a load that never ends',
      { load: () => new Promise(() => undefined), timeout: 20 },
      'origin.timeout',
      'see why, or set a greater one',
      20,
    ],
  ),
  ...rows('origin-any-in-list')([
    'any origin that is loaded',
    returning([APP, '*']),
    'origin[1]',
    'return the origins, or write origin: "*"',
    '*',
  ]),
  ...rows('origin-not-serialized')([
    'a slash at the end, loaded',
    returning([APP, `${APP}/`]),
    'origin[1]',
    'remove the trailing slash',
    `${APP}/`,
  ]),
  ...rows('origin-null')([
    'the origin `null`, loaded',
    returning(['null']),
    'origin[0]',
    'remove it, or set dangerouslyAllowNullOrigin: true',
    'null',
  ]),
  ...rows('origin-public-suffix')([
    'a wildcard over github.io, loaded',
    returning(['https://*.github.io']),
    'origin[0]',
    "name what is yours below it, or set dangerouslyAllowPublicSuffixes: ['github.io']",
    'https://*.github.io',
  ]),
  ...rows('origin-insecure')([
    'an http origin with credentials, loaded',
    returning(['http://app.example.com']),
    'origin[0]',
    CORRECT_ROW,
    'http://app.example.com',
    { credentials: true },
  ]),
  {
    rule: 'elsewhere',
    name: 'an http origin, loaded by the root for a method with credentials',
    root: { origin: returning(['http://app.example.com']) },
    method: { credentials: true },
    issues: [
      [
        'Cats.list',
        'origin[0]',
        'origin-insecure',
        CORRECT_ROW,
        { value: 'http://app.example.com', from: [ROOT, '`@Cors` on Cats.list'] },
      ],
    ],
  },
  {
    rule: 'elsewhere',
    name: 'two loads that fail',
    root: { origin: throwing(noDatabase) },
    class: { origin: returning([`${APP}/`]) },
    issues: [
      [ROOT, 'origin.load', 'origin-load', SEE_WHY, { value: noDatabase }],
      [
        'Cats',
        'origin[0]',
        'origin-not-serialized',
        'remove the trailing slash',
        { value: `${APP}/` },
      ],
    ],
  },
];
