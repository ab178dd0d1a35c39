import { describe, expect, it } from '@jest/globals';
import { originChecks } from '../../lib/origin-checks.js';
import type { IssueReason } from '../../lib/protocol/issue.js';
import type { PolicyOptions } from '../../lib/protocol/options.js';
import { checkOptions, compilePolicy } from '../../lib/protocol/policy.js';

/** Options that the compiler would refuse too. */
type Options = { readonly [option in keyof PolicyOptions]: unknown };
type Case = readonly [options: Options, option: string, value: unknown, conflictsWith?: string];

const ANY = { origin: '*' };
const APP = { origin: 'https://app.example.com' };
const COOKIES = { credentials: true };
const stateful = [/^a$/g, /^a$/y, /^a$/giy];
const loose = [/a/, /^a/, /a$/, /^a\$/, /^a\\\$/, /a|^b$/, /^a|b$/, /^a$|b/, /(?:^a$)/];
const anchored = [
  /^a$/,
  /^a$/i,
  /^a$/u,
  /^a\\$/,
  /^a$|^b$/,
  /^(?:a|b)$/,
  /^[|]$/,
  /^\|$/,
  /^[(|]$|^b$/,
];
// The classic ones, and what people write.
const slow = [
  /^(a+)+$/,
  /^(a|a)*$/,
  /^https:\/\/(\w+\.?)+example\.com$/,
  /^https:\/\/([a-z0-9-]+)*\.example\.com$/,
  /^https:\/\/.*\..*\..*$/,
  /^(?<n>[a-z]+)\k<n>$/,
  /^(\p{Ll}+)+$/u,
  new RegExp('^https://[a-z]+$', 'v'),
];

const origins = (...values: readonly unknown[]): Case[] =>
  values.map((origin) => [{ origin }, 'origin', origin]);
const allOf = (option: keyof PolicyOptions, ...values: readonly unknown[]): Case[] =>
  values.map((value) => [{ ...ANY, [option]: value }, option, value]);
const member = (option: keyof PolicyOptions, ...values: readonly string[]): Case[] =>
  values.map((value) => [{ ...ANY, [option]: [value] }, option, value]);
const withCookies = (option: keyof PolicyOptions, value: unknown, options: Options): Case => [
  { ...COOKIES, ...options },
  option,
  value,
  'credentials',
];

/** Every reason there is, with options that have it and no other. */
const CASES = {
  'wrong-type': [
    ...origins(null, 7, {}, new Date(0)),
    [{ origin: ['https://a.example', 7] }, 'origin', 7],
    ...allOf('methods', null, 7, {}, ['GET', 7], new Set(['GET'])),
    ...allOf('allowedHeaders', null, true, [null]),
    ...allOf('exposedHeaders', null, /x/),
    ...allOf('credentials', null, 'false', 0, 'true'),
    ...allOf('maxAge', null, '600', [600]),
    ...allOf('optionsSuccessStatus', null, '204'),
    ...allOf('originTimeout', null, '5000'),
    ...allOf('preflightContinue', 'true'),
    ...allOf('dangerouslyAllowNullOrigin', 'true'),
    ...allOf('dangerouslyAllowInsecureOrigins', 1),
    ...allOf('dangerouslyAllowPublicSuffixes', null),
  ],
  'origin-missing': [
    [{}, 'origin', undefined],
    [{ origin: undefined }, 'origin', undefined],
    [{ origin: false }, 'origin', undefined],
  ],
  'origin-empty': [...origins('', ' ', '\t\n', []), [{ origin: [''] }, 'origin', '']],
  'origin-true': [...origins(true), [{ origin: [true] }, 'origin', true]],
  'origin-list': origins(
    'https://a.example,https://b.example',
    'https://a.example, ',
    'https://a.example https://b.example',
    'a,b',
  ),
  'origin-quoted': origins('"https://a.example"', "'*'", '"https://a.example', ' `a` '),
  'origin-white-space': origins(' https://a.example', 'https://a .example', '* ', 'a\tb'),
  'origin-without-scheme': origins('a.example', 'localhost:3000', '//a.example', '*.a.example'),
  'origin-not-serialized': origins(
    'https://a.example/',
    'https://a.example/path',
    'https://a.example?q',
    'https://a.example#f',
    'https://u@a.example',
    'https://u:p@a.example',
    'https://*.example.com/',
    'https://',
    '://a.example',
    'https://.a.example',
    'https://a..example',
    'https://a.example:0',
    'https://a.example:65536',
    'https://a.example:port',
    'http://[::1',
    'http://[fe80::1%eth0]',
  ),
  'origin-never-sent': origins(
    'https://A.example',
    'HTTPS://a.example',
    'https://a.example:443',
    'http://a.example:80',
    'https://a.example:0443',
    'https://bücher.example',
    'https://a%2eexample',
    'https://a.example.',
    'NULL',
    'https://*.A.example',
    'http://127.1',
    'http://0x7f.0.0.1',
    'http://[0:0:0:0:0:0:0:1]',
    'http://[::FFFF:102:304]',
  ),
  'origin-pattern': origins(
    'https://*',
    'https://*example.com',
    'https://h*.example.com',
    'https://app.*.com',
    'https://*.*.example.com',
    '*://example.com',
    'https://example.com:4*',
    'https://*.127.0.0.1',
  ),
  'origin-file': origins(
    'file://',
    'file:///',
    'file:',
    'file://localhost',
    'file://*.example.com',
  ),
  'origin-null': [
    ...origins('null'),
    [{ origin: ['https://a.example', 'null'] }, 'origin', 'null'],
  ],
  'origin-null-with-credentials': [
    withCookies('origin', 'null', { origin: 'null' }),
    withCookies('origin', 'null', { origin: 'null', dangerouslyAllowNullOrigin: true }),
  ],
  'origin-any-with-credentials': [
    withCookies('origin', '*', ANY),
    withCookies('origin', '*', { origin: ['*'] }),
  ],
  'origin-any-in-list': [
    ['*', 'https://a.example'],
    ['https://a.example', '*'],
    ['*', '*'],
    ['*', /^a$/],
  ].map((origin): Case => [{ origin }, 'origin', '*']),
  'origin-insecure': [
    'http://a.example',
    'http://a.example:8080',
    'http://*.a.example',
    'http://a.example:*',
    'http://192.168.1.1',
    'http://localhost.example',
  ].map((origin) => withCookies('origin', origin, { origin })),
  'origin-public-suffix': [
    ...origins('https://*.com', 'https://*.co.uk', 'https://*.github.io', 'https://*.com:*'),
    ...origins('https://*.amazonaws.com', 'https://*.core.windows.net', /^https:\/\/.*\.on\.aws$/),
    [{ origin: ['https://a.example', 'https://*.vercel.app'] }, 'origin', 'https://*.vercel.app'],
  ],
  'regexp-not-anchored': origins(...loose),
  'regexp-stateful': origins(...stateful),
  'origin-undefined': [
    [{ origin: [undefined] }, 'origin', undefined],
    [{ origin: 'https://undefined' }, 'origin', 'https://undefined'],
    [{ origin: 'https://null:3000' }, 'origin', 'https://null:3000'],
  ],
  'regexp-slow': origins(...slow),
  'regexp-open': [/^https:\/\/.+$/, /^https:\/\/.*a\.example$/].map((origin) =>
    withCookies('origin', origin, { origin }),
  ),
  'method-not-a-token': [
    ...member('methods', '', 'GET POST', 'GET, POST', '"GET"', 'GÉT'),
    [{ ...ANY, methods: '' }, 'methods', ''],
    [{ ...ANY, methods: 'GET,,POST' }, 'methods', ''],
  ],
  'method-forbidden': member('methods', 'CONNECT', 'TRACE', 'TRACK', 'trace', 'Track'),
  'header-not-a-token': [
    ...member('allowedHeaders', '', 'X A', 'X-A:', 'X-A, X-B'),
    ...member('exposedHeaders', '', '(x)'),
    [{ ...ANY, allowedHeaders: '' }, 'allowedHeaders', ''],
  ],
  'header-forbidden': [
    ...member('allowedHeaders', 'Cookie', 'HOST', 'Sec-Fetch-Site', 'Proxy-Authorization'),
    ...member('exposedHeaders', 'Set-Cookie', 'set-cookie2'),
  ],
  'header-prohibited': member('allowedHeaders', 'Access-Control-Allow-Origin'),
  'exposed-any-with-credentials': [
    withCookies('exposedHeaders', '*', { ...APP, exposedHeaders: '*' }),
    withCookies('exposedHeaders', '*', { ...APP, exposedHeaders: ['ETag', '*'] }),
  ],
  'max-age-out-of-range': allOf('maxAge', -2, 86_401, 1.5, NaN, Infinity),
  'status-out-of-range': allOf('optionsSuccessStatus', 0, 199, 300, 403, 204.5),
  'timeout-out-of-range': allOf('originTimeout', 0, -1, 60_001, 0.5, Infinity),
  // `undefined` says nothing, so that it is for the layers to tell whether it was meant.
} satisfies Record<IssueReason, readonly Case[]>;

describe.each(Object.entries(CASES))('%s (R1–R14)', (reason, cases) => {
  it.each(cases.map(([options, ...issue]) => [options, issue] as const))(
    '%p',
    (options, [option, value, conflictsWith]) => {
      const prose = { why: expect.any(String), fix: expect.any(String) };
      expect(compilePolicy(options as PolicyOptions, originChecks).issues).toEqual([
        { option, value, reason, conflictsWith, ...prose },
      ]);
    },
  );
});

describe('options that are in order', () => {
  it.each<[string, string, PolicyOptions]>([
    ['R5', '`null`, opted in', { origin: 'null', dangerouslyAllowNullOrigin: true }],
    ['R7', 'http without credentials', { origin: 'http://a.example' }],
    [
      'R7',
      'http and loopback',
      {
        origin: [
          'http://localhost:*',
          'http://*.localhost',
          'http://127.0.0.1',
          'http://[::1]:80'.replace(':80', ':81'),
        ],
        ...COOKIES,
      },
    ],
    [
      'R7',
      'http, opted in',
      { origin: 'http://a.example', ...COOKIES, dangerouslyAllowInsecureOrigins: true },
    ],
    ['R7', 'a custom scheme with credentials', { origin: 'capacitor://localhost', ...COOKIES }],
    ['R9', 'any exposed header without credentials', { ...APP, exposedHeaders: '*' }],
    [
      'R10',
      'the least numbers',
      { ...ANY, maxAge: -1, optionsSuccessStatus: 200, originTimeout: 1 },
    ],
    [
      'R10',
      'the greatest numbers',
      { ...ANY, maxAge: 86_400, optionsSuccessStatus: 299, originTimeout: 60_000 },
    ],
    [
      'R6',
      'a public suffix, opted in',
      { origin: 'https://*.com', dangerouslyAllowPublicSuffixes: true },
    ],
    ['R6', 'no public suffix', { origin: ['https://*.a.github.io', 'https://*.internal'] }],
    ['R14', 'expressions that are anchored in every branch', { origin: anchored }],
    [
      '',
      'every option undefined but the origin',
      { ...ANY, methods: undefined, credentials: undefined, maxAge: undefined },
    ],
  ])('%s %s', (_rule, _name, options) => {
    expect(compilePolicy(options, originChecks).issues).toBeUndefined();
  });
});

const BROKEN = {
  origin: ['https://a.example/', 'null', /a/g, true, 'http://b.example'],
  credentials: true,
  methods: ['GET', 'TRACE', 'a b'],
  allowedHeaders: ['Cookie', ''],
  exposedHeaders: ['*', 'Set-Cookie'],
  maxAge: -2,
  optionsSuccessStatus: 300,
  originTimeout: 0,
  preflightContinue: 'yes',
} as unknown as PolicyOptions;

describe('all issues at once (R12)', () => {
  const of = (issues: readonly { option: string; reason: string }[] = []) =>
    issues.map(({ option, reason }) => `${option} ${reason}`);
  const alone = [
    'origin origin-not-serialized',
    'origin regexp-stateful',
    'origin regexp-not-anchored',
    'origin origin-true',
    'methods method-forbidden',
    'methods method-not-a-token',
    'allowedHeaders header-forbidden',
    'allowedHeaders header-not-a-token',
    'exposedHeaders header-forbidden',
    'maxAge max-age-out-of-range',
    'optionsSuccessStatus status-out-of-range',
    'preflightContinue wrong-type',
    'originTimeout timeout-out-of-range',
  ];

  it('of merged options, those that conflict last', () => {
    expect(of(compilePolicy(BROKEN, originChecks).issues)).toEqual([
      ...alone,
      'origin origin-null-with-credentials',
      'origin origin-insecure',
      'exposedHeaders exposed-any-with-credentials',
    ]);
  });

  it('of one layer, where nothing conflicts yet and an origin may be missing', () => {
    expect(of(checkOptions(BROKEN, originChecks))).toEqual(alone);
    expect(checkOptions({}, originChecks)).toEqual([]);
    expect(checkOptions({ origin: false }, originChecks)).toEqual([]);
    expect(checkOptions({ origin: '*', credentials: true }, originChecks)).toEqual([]);
  });

  it('and no policy', () => {
    expect(compilePolicy(BROKEN, originChecks).policy).toBeUndefined();
  });
});
