import { inspect } from 'node:util';
import {
  Controller,
  Delete,
  Get,
  Patch,
  Post,
  Put,
  type INestApplication,
  type ModuleMetadata,
} from '@nestjs/common';
import type { CorsOptions as NestCorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { ModuleRef } from '@nestjs/core';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { originChecks } from '../lib/origin-checks.js';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors';
import { fromEnableCors, type EnableCorsOptions } from '../lib/from-enable-cors.js';
import { PolicyCompiler } from '../lib/policy-compiler.js';
import { runs } from './support/property-runs.js';
import { type Platform, platforms, TestApp } from './support/test-app.js';

const APP = 'https://app.example.com';
const COOKIES = { credentials: true } as const;
const SAFELISTED = ['GET', 'HEAD', 'POST'];

const isApp = (origin: string | undefined, callback: (error: Error | null, is?: boolean) => void) =>
  callback(null, origin === APP);
const refusesLoudly: typeof isApp = (origin, callback) => {
  if (origin === APP) callback(null, true);
  else callback(new Error('Not allowed by CORS'));
};

const HEADERS =
  'allowedHeaders let through X-HTTP-Method-Override, X-HTTP-Method, X-Method-Override, X-Forwarded-*, Forwarded, X-Original-URL and X-Rewrite-URL, which can change which handler runs; now they have to be listed by name';
const METHODS =
  'methods, where not named, were GET, HEAD, PUT, PATCH, POST, DELETE on Express and GET, HEAD, POST on Fastify; they are what controllers serve at the path now: name them to grant fewer';
const FOR_EVERY_APP =
  'what is other for every app, such as 403 for a refused preflight, is listed in the README: node_modules/nestjs-cors/README.md#from-enablecors';
const NOT_NAMED = 'origin, where not named, was "*", and would be no CORS here: "*" is written out';
const NONE_LEFT =
  "CORS is off until an origin is named: write origin: ['https://app.example.com'], with the origins of your pages";
const ANY_SITE =
  'origin true let any site act for the users of this one, with their cookies; it is left out: list the origins';
const FIXED = `origin "${APP}" was sent to everybody; it is sent to that origin only now`;
const NEVER_COOKIES =
  'credentials true with origin "*" is refused by browsers, and never worked; it is left out: list the origins if cookies are to arrive';
const ofFunction = (name: string) => [
  `origin function ${name} was called for every request; it is called for well-formed origins only, and not for "null"`,
  `origin function ${name} ended the request with 500 when it called back with an error; the origin is refused now, and the request goes on: stop it in a guard if it has to stop`,
  `origin function ${name} could call back with "*" or a RegExp; now with a boolean, an origin or a list of origins, within five seconds`,
];
const unset = (value: string) =>
  `origin ${value} was no CORS on Express and an error on Fastify: list the origins; is an environment variable not set?`;
const added = (value: string, names: string) =>
  `methods ${value} let browsers send GET, HEAD and POST too, which are safelisted; now a preflight for what is not listed is refused: ${names} added, remove what is not meant`;
const onlyAName = (option: string) =>
  `${option} "*" is only a name where there are credentials; it is left out: name what is meant`;

/** What was given to `enableCors()`, the options made of it, and what is said but for the general. */
type Row = readonly [
  name: string,
  given: unknown,
  options: CorsModuleOptions,
  differences: readonly string[],
];

const ORIGINS: readonly Row[] = [
  ['nothing', undefined, { origin: '*' }, [NOT_NAMED]],
  ['true', true, { origin: '*' }, [NOT_NAMED]],
  ['no origin', { maxAge: 600 }, { origin: '*', maxAge: 600 }, [NOT_NAMED]],
  ['no origin, with credentials', COOKIES, { origin: '*' }, [NOT_NAMED, NEVER_COOKIES]],
  ['any origin', { origin: '*' }, { origin: '*' }, []],
  ['any origin, with credentials', { origin: '*', ...COOKIES }, { origin: '*' }, [NEVER_COOKIES]],
  ['an origin that is undefined', { origin: undefined }, {}, [unset('undefined'), NONE_LEFT]],
  ['an origin that is null', { origin: null }, {}, [unset('null'), NONE_LEFT]],
  ['an origin that is empty', { origin: '' }, {}, [unset('""'), NONE_LEFT]],
  [
    'an origin that is false',
    { origin: false },
    { origin: false },
    ['origin false left preflights to the app; they are refused with 403 now'],
  ],
  [
    'reflection',
    { origin: true },
    { origin: '*' },
    ['origin true reflected whoever asked; it is "*" now, the same without credentials'],
  ],
  ['reflection, with credentials', { origin: true, ...COOKIES }, COOKIES, [ANY_SITE, NONE_LEFT]],
  ['one origin', { origin: APP }, { origin: APP }, [FIXED]],
  [
    'one origin, with credentials',
    { origin: APP, ...COOKIES },
    { origin: APP, ...COOKIES },
    [FIXED],
  ],
  [
    'a list',
    { origin: [APP, 'null:x'] },
    { origin: [APP] },
    [
      'origin "null:x" has no scheme, and never matched; it is left out: write scheme://host or scheme://host:port, such as "https://app.example.com"',
    ],
  ],
  [
    'a list of origins',
    { origin: [APP, 'http://localhost:3000'], ...COOKIES },
    { origin: [APP, 'http://localhost:3000'], ...COOKIES },
    [],
  ],
  [
    'packaged apps',
    { origin: [APP, 'app://.', 'app://-', 'ionic://localhost'], ...COOKIES },
    { origin: [APP, 'app://.', 'app://-', 'ionic://localhost'], ...COOKIES },
    [],
  ],
  [
    'an expression for packaged apps',
    { origin: /^app:\/\/[.-]$/ },
    { origin: /^app:\/\/[.-]$/ },
    [],
  ],
  [
    'files, which did match',
    { origin: ['file://', APP] },
    { origin: [APP] },
    [
      'origin "file://" is the origin of every file: like "null", anybody can have it; it is left out: serve the page over http://localhost, and list that',
    ],
  ],
  [
    'a list of nothing',
    { origin: [] },
    {},
    [
      'origin [] is an empty list; it is left out: name an origin; where none is meant, write false, such as `origin: origins.length > 0 ? origins : false`; is an environment variable not set?',
      NONE_LEFT,
    ],
  ],
  [
    'a trailing slash',
    { origin: `${APP}/` },
    {},
    [
      `origin "${APP}/" is not a serialized origin, and never matched; it is left out: remove the trailing slash`,
      NONE_LEFT,
    ],
  ],
  [
    'spellings that never matched',
    { origin: ['https://App.example.com', `${APP}:443`, 'app.example.com', APP] },
    { origin: [APP] },
    [
      `origin "https://App.example.com" is not how a browser writes it, and never matched; it is left out: write "${APP}"`,
      `origin "${APP}:443" is not how a browser writes it, and never matched; it is left out: write "${APP}"`,
      `origin "app.example.com" has no scheme, and never matched; it is left out: write "${APP}"`,
    ],
  ],
  [
    'origins in one string',
    { origin: `${APP},https://www.example.com` },
    {},
    [
      `origin "${APP},https://www.example.com" is a list in one string, separated by ",", and never matched; it is left out: pass the string through parseOrigins(), or write an array`,
      NONE_LEFT,
    ],
  ],
  [
    '`*` in a list',
    { origin: ['*', APP] },
    { origin: [APP] },
    [
      'origin "*" in a list never matched on Express, and was any origin on Fastify; it is left out: write origin: "*" if that is meant',
    ],
  ],
  [
    'what is a pattern here and was none',
    { origin: ['https://*.example.com', 'http://localhost:*', APP] },
    { origin: [APP] },
    [
      'origin "https://*.example.com" never matched; it is left out: a pattern here, write it again if that is meant',
      'origin "http://localhost:*" never matched; it is left out: a pattern here, write it again if that is meant',
    ],
  ],
  [
    'the null origin',
    { origin: ['null', APP] },
    { origin: [APP] },
    [
      'origin "null" is an origin that anybody can have: a sandboxed frame is enough; it is left out: remove it, or set dangerouslyAllowNullOrigin: true',
    ],
  ],
  [
    'the null origin, with credentials',
    { origin: 'null', ...COOKIES },
    COOKIES,
    [
      'origin "null" is an origin that anybody can have, and never gets credentials; it is left out: remove it, or set credentials: false and dangerouslyAllowNullOrigin: true',
      NONE_LEFT,
    ],
  ],
  [
    'an http: origin',
    { origin: 'http://app.example.com' },
    { origin: 'http://app.example.com' },
    ['origin "http://app.example.com" was sent to everybody; it is sent to that origin only now'],
  ],
  [
    'an http: origin, with credentials',
    { origin: ['http://app.example.com', APP], ...COOKIES },
    { origin: [APP], ...COOKIES },
    [
      `origin "http://app.example.com" is not encrypted: whoever is on the way could use the credentials; it is left out: write "${APP}", or set dangerouslyAllowInsecureOrigins: ["http://app.example.com"]`,
    ],
  ],
  [
    'what is no origin, and made Express reflect',
    { origin: 7 },
    {},
    [
      'origin 7 is not an origin; it is left out: write a string, a RegExp, an array of these, one function, or false',
      NONE_LEFT,
    ],
  ],
  [
    'true in a list, which made Express reflect',
    { origin: [true, APP] },
    { origin: [APP] },
    [
      'origin true would reflect whoever asks; it is left out: write "*" for any origin without credentials, or list the origins',
    ],
  ],
  ['a function', { origin: isApp, ...COOKIES }, { origin: isApp, ...COOKIES }, ofFunction('isApp')],
  [
    'a function with an error',
    { origin: refusesLoudly },
    { origin: refusesLoudly },
    ofFunction('refusesLoudly'),
  ],
];

const ANCHORED = /^https:\/\/[a-z]+\.example\.com$/;
const EXPRESSIONS: readonly Row[] = [
  ['an anchored expression', { origin: ANCHORED }, { origin: ANCHORED }, []],
  [
    'an expression with a memory',
    { origin: [/^https:\/\/[a-z]+\.example\.com$/g] },
    { origin: [ANCHORED] },
    [
      'origin /^https:\\/\\/[a-z]+\\.example\\.com$/g remembers where it stopped, and on Express refused every second request; it is /^https:\\/\\/[a-z]+\\.example\\.com$/ now',
    ],
  ],
  [
    'a loose expression that means subdomains',
    { origin: /\.example\.com$/ },
    { origin: 'https://*.example.com' },
    [
      'origin /\\.example\\.com$/ matches a part of an origin; it is "https://*.example.com" now: list what else is meant',
    ],
  ],
  [
    'a loose expression that means an origin',
    { origin: [/example\.com$/i] },
    { origin: ['https://example.com'] },
    [
      'origin /example\\.com$/i matches a part of an origin; it is "https://example.com" now: list what else is meant',
    ],
  ],
  [
    'a loose expression that means any port',
    { origin: /localhost(:\d+)?$/, ...COOKIES },
    { origin: 'http://localhost:*', ...COOKIES },
    [
      'origin /localhost(:\\d+)?$/ matches a part of an origin; it is "http://localhost:*" now: list what else is meant',
    ],
  ],
  [
    'a loose expression whose pattern would match more',
    { origin: [/^https:\/\/[a-z]+\.example\.com/, /localhost:\d+/, APP] },
    { origin: [APP] },
    [
      'origin /^https:\\/\\/[a-z]+\\.example\\.com/ matches a part of an origin; it is left out: anchor it: /^https:\\/\\/[a-z]+\\.example\\.com$/',
      'origin /localhost:\\d+/ matches a part of an origin; it is left out: write "http://localhost:*"',
    ],
  ],
  [
    'a loose expression over a public suffix',
    { origin: /\.github\.io$/ },
    {},
    [
      `origin /\\.github\\.io$/ matches a part of an origin, and is a wildcard over ${originChecks.publicSuffix('github.io')}; it is left out: list the origins; name what is yours below it, or set dangerouslyAllowPublicSuffixes: ['github.io']`,
      NONE_LEFT,
    ],
  ],
  [
    'a loose expression that means nothing known',
    { origin: /example.com/g },
    {},
    [
      'origin /example.com/g matches a part of an origin; it is left out: anchor it: /^https:\\/\\/example.com$/',
      NONE_LEFT,
    ],
  ],
  [
    'a loose expression that begins behind the scheme, with credentials',
    { origin: /:\/\/(.+\.)?example.com$/, ...COOKIES },
    { ...COOKIES },
    [
      'origin /:\\/\\/(.+\\.)?example.com$/ matches a part of an origin; it is left out: anchor it: /^https:\\/\\/(.+\\.)?example\\.com$/',
      NONE_LEFT,
    ],
  ],
  [
    'an expression that gave cookies to hosts of anybody',
    { origin: [APP, /^https:\/\/.*example\.com$/], ...COOKIES },
    { origin: [APP], ...COOKIES },
    [
      'origin /^https:\\/\\/.*example\\.com$/ can match any host that ends in "example.com", such as "https://evilexample.com"; it is left out: write "https://*.example.com", or set credentials: false',
    ],
  ],
  [
    'a slow expression',
    { origin: /^https:\/\/([a-z]+)+\.example\.com$/ },
    {},
    [
      'origin /^https:\\/\\/([a-z]+)+\\.example\\.com$/ can take time that grows much faster than the origin; it is left out: name the origins: one that repeats what can be read in two ways is slow',
      NONE_LEFT,
    ],
  ],
];

const LISTS: readonly Row[] = [
  [
    'methods in a string',
    { origin: '*', methods: 'GET, HEAD,PUT,POST,' },
    { origin: '*', methods: ['GET', 'HEAD', 'PUT', 'POST'] },
    [],
  ],
  [
    'methods in a list, as text',
    { origin: '*', methods: ['get,POST', 'PATCH'] },
    { origin: '*', methods: ['GET', 'POST', 'PATCH', 'HEAD'] },
    [],
  ],
  [
    'methods without the safelisted ones',
    { origin: '*', methods: ['PUT', 'DELETE'] },
    { origin: '*', methods: ['PUT', 'DELETE', ...SAFELISTED] },
    [added('["PUT", "DELETE"]', 'GET, HEAD, POST')],
  ],
  [
    'methods that are empty',
    { origin: '*', methods: '' },
    { origin: '*', methods: SAFELISTED },
    [added('""', 'GET, HEAD, POST')],
  ],
  [
    'methods that no script sends, or not so',
    { origin: '*', methods: ['GET', 'POST', 'TRACE', 'put', 'patch'] },
    { origin: '*', methods: ['GET', 'POST', 'patch', 'HEAD'] },
    [
      'methods "TRACE" is a method that no script can send; it is left out',
      'methods "put" never matched; it is left out: write "PUT"',
    ],
  ],
  [
    'methods that are no list',
    { origin: '*', methods: 7 },
    { origin: '*', methods: SAFELISTED },
    [
      'methods 7 is not a list of names; it is left out: write an array of strings, or one string with commas',
      added('7', 'GET, HEAD, POST'),
    ],
  ],
  ['any method', { origin: '*', methods: '*' }, { origin: '*', methods: ['*'] }, []],
  [
    'any method, with credentials',
    { origin: [APP], methods: ['*', 'PUT'], ...COOKIES },
    { origin: [APP], methods: ['PUT', ...SAFELISTED], ...COOKIES },
    [onlyAName('methods'), added('["*", "PUT"]', 'GET, HEAD, POST')],
  ],
  [
    'header names',
    { origin: '*', allowedHeaders: 'Content-Type, X-A', exposedHeaders: ['ETag'] },
    { origin: '*', allowedHeaders: ['Content-Type', 'X-A'], exposedHeaders: ['ETag'] },
    [],
  ],
  [
    'header names in a list, as text',
    { origin: '*', allowedHeaders: ['Content-Type, X-A', ''], exposedHeaders: 'ETag,' },
    { origin: '*', allowedHeaders: ['Content-Type', 'X-A'], exposedHeaders: ['ETag'] },
    [],
  ],
  [
    'no header',
    { origin: '*', allowedHeaders: [], exposedHeaders: [] },
    { origin: '*', allowedHeaders: [] },
    [],
  ],
  [
    'null for headers',
    { origin: '*', allowedHeaders: null, exposedHeaders: null },
    { origin: '*' },
    [],
  ],
  [
    'allowed headers that are empty',
    { origin: '*', allowedHeaders: '', exposedHeaders: '' },
    { origin: '*', allowedHeaders: [] },
    [
      'allowedHeaders "" was every header on Express and none on Fastify; it is none now: leave it out for every header',
    ],
  ],
  [
    "Express's other name for them",
    { origin: '*', headers: ['X-A'] },
    { origin: '*', allowedHeaders: ['X-A'] },
    [],
  ],
  [
    'any header',
    { origin: '*', allowedHeaders: '*', exposedHeaders: '*' },
    { origin: '*', allowedHeaders: ['*'], exposedHeaders: ['*'] },
    [
      HEADERS,
      'allowedHeaders "*" let Authorization through in browsers, against the standard; it does not now: list it too if scripts send it',
    ],
  ],
  [
    'any header and Authorization',
    { origin: '*', allowedHeaders: ['*', 'authorization'] },
    { origin: '*', allowedHeaders: ['*', 'authorization'] },
    [HEADERS],
  ],
  [
    'any header, with credentials',
    { origin: [APP], allowedHeaders: '*', exposedHeaders: '*', ...COOKIES },
    { origin: [APP], allowedHeaders: [], ...COOKIES },
    [onlyAName('allowedHeaders'), onlyAName('exposedHeaders')],
  ],
  [
    'headers that no script sets or reads',
    {
      origin: '*',
      allowedHeaders: 'Origin,X-A,Access-Control-Allow-Origin',
      exposedHeaders: ['Set-Cookie'],
    },
    { origin: '*', allowedHeaders: ['X-A'] },
    [
      'allowedHeaders "Origin" is a request header that no script can set; it is left out',
      'allowedHeaders "Access-Control-Allow-Origin" is a response header; it is left out',
      'exposedHeaders "Set-Cookie" is a response header that no script can read; it is left out',
    ],
  ],
  [
    'exposed headers that are no list',
    { origin: '*', exposedHeaders: [7, 'ETag'] },
    { origin: '*', exposedHeaders: ['ETag'] },
    [
      'exposedHeaders 7 is not a list of names; it is left out: write an array of strings, or one string with commas',
    ],
  ],
];

const OTHERS: readonly Row[] = [
  [
    'what stays as it is',
    {
      origin: [APP],
      credentials: false,
      maxAge: 600,
      optionsSuccessStatus: 200,
      preflightContinue: false,
    },
    {
      origin: [APP],
      credentials: false,
      maxAge: 600,
      optionsSuccessStatus: 200,
      preflightContinue: false,
    },
    [],
  ],
  [
    'text for values',
    {
      origin: [APP],
      credentials: 'true',
      maxAge: '600',
      optionsSuccessStatus: '200',
      preflightContinue: 'yes',
    },
    { origin: [APP], preflightContinue: true },
    [
      'credentials "true" is not a boolean; it is left out: write true or false; an environment variable is a string',
      'maxAge "600" is not a number; it is left out: write a whole number from -1 to 86400 (seconds)',
      'optionsSuccessStatus "200" is not a number; it is left out: write a whole number from 200 to 299 (a status)',
      'preflightContinue "yes" handed every preflight to the app; now those that are granted',
    ],
  ],
  [
    'a time that no browser keeps',
    { origin: [APP], maxAge: 31_536_000 },
    { origin: [APP] },
    [
      'maxAge 31536000 is out of range; it is left out: write a whole number from -1 to 86400 (seconds)',
    ],
  ],
  [
    'preflights for the app',
    { origin: [APP], preflightContinue: true },
    { origin: [APP], preflightContinue: true },
    ['preflightContinue true handed every preflight to the app; now those that are granted'],
  ],
  [
    'what is no option',
    {
      origin: [APP],
      cacheControl: 60,
      dangerouslyAllowNullOrigin: true,
      policies: {},
      toString: 1,
    },
    { origin: [APP] },
    [
      'cacheControl is not sent on preflights any more: browsers look at maxAge alone; it is left out',
      "dangerouslyAllowNullOrigin is none of Nest's CorsOptions; it is left out",
      "policies is none of Nest's CorsOptions; it is left out",
      "toString is none of Nest's CorsOptions; it is left out",
    ],
  ],
  [
    'preflights that the plugin of Fastify leaves to the app',
    { origin: APP, preflight: false, hideOptionsRoute: false, strictPreflight: true },
    { origin: APP, preflightContinue: true },
    [
      FIXED,
      'preflight false left preflights to the app; preflightContinue does now, and it has to answer',
      'hideOptionsRoute is not needed: no OPTIONS route is added; it is left out',
      'strictPreflight is not needed: an OPTIONS request that is no preflight reaches the app; it is left out',
    ],
  ],
];

/** Every preflight failed over these, on one platform or both. What the options name is granted now. */
const REPAIRED: readonly Row[] = [
  [
    'a status that is no success',
    { origin: [APP], optionsSuccessStatus: 302 },
    { origin: [APP] },
    [
      'optionsSuccessStatus 302 is out of range; it is left out: write a whole number from 200 to 299 (a status)',
    ],
  ],
  [
    'lists with what is no name',
    { origin: [APP], methods: 'GET,POST,PUT PATCH', allowedHeaders: ['X A', 'X-A'] },
    { origin: [APP], methods: ['GET', 'POST', 'HEAD'], allowedHeaders: ['X-A'] },
    [
      'methods "PUT …" is not a method; it is left out: write one method a member, such as "PUT"',
      'allowedHeaders "X …" is not a header name; it is left out: write one name a member, such as "X-Request-Id"',
    ],
  ],
  [
    'what is undefined',
    {
      origin: [APP],
      methods: undefined,
      allowedHeaders: undefined,
      exposedHeaders: undefined,
      credentials: undefined,
      maxAge: undefined,
      optionsSuccessStatus: undefined,
      preflightContinue: undefined,
      other: undefined,
    },
    { origin: [APP] },
    [],
  ],
  [
    'headers that are no list',
    { origin: [APP], allowedHeaders: {} },
    { origin: [APP], allowedHeaders: [] },
    [
      'allowedHeaders an object is not a list of names; it is left out: write an array of strings, or one string with commas',
    ],
  ],
];

const NARROW = [...ORIGINS, ...EXPRESSIONS, ...LISTS, ...OTHERS];

const convert = (given: unknown) => fromEnableCors(given as EnableCorsOptions);

describe('the options of enableCors()', () => {
  it.each([...NARROW, ...REPAIRED])('%s', (_name, given, options, said) => {
    const { methods, allowedHeaders, headers } = (given ?? {}) as EnableCorsOptions & {
      readonly headers?: unknown;
    };
    const isNamed = methods != null;
    const isReflected = (allowedHeaders || headers || allowedHeaders) == null;
    const isDanger = (sentence: string) => [ANY_SITE, NONE_LEFT].includes(sentence);
    const ofOthers = said.filter(
      (sentence) => !sentence.startsWith('origin') && !isDanger(sentence),
    );
    expect(convert(given)).toEqual({
      options,
      differences: [
        ...said.filter(isDanger),
        ...said.filter((sentence) => sentence.startsWith('origin') && !isDanger(sentence)),
        ...(isNamed ? [] : [METHODS]),
        ...ofOthers.filter((sentence) => sentence.startsWith('methods')),
        ...(isReflected ? [HEADERS] : []),
        ...ofOthers.filter((sentence) => !sentence.startsWith('methods')),
        ...(options.origin === false ? [] : [FOR_EVERY_APP]),
      ],
    });
    expect(Object.values(convert(given).options)).not.toContain(undefined);
  });

  it('that are false were no CORS: nobody says anything, and the library stays out', () => {
    expect(fromEnableCors(false)).toEqual({ options: {}, differences: [] });
  });

  it.each([
    [
      'a function',
      (_request: unknown, done: (error: null, options: object) => void) => done(null, {}),
    ],
    ['a function of @fastify/cors', { delegator: () => undefined }],
  ])('that are %s of the request are an error that says what to write', (_name, delegate) => {
    expect(() => convert(delegate)).toThrow(
      new TypeError(
        'fromEnableCors: a function (request, callback) decides anew for each request, and cannot become options: write @Cors() on the controllers that it tells apart, and what it says of all others into CorsModule.forRoot',
      ),
    );
  });

  it('stay as they are', () => {
    for (const [, given] of [...NARROW, ...REPAIRED]) {
      const before = inspect(given, { depth: 5 });
      convert(frozen(given));
      expect(inspect(given, { depth: 5 })).toBe(before);
    }
    const expression = /^https:\/\/a\.example$/g;
    expression.lastIndex = 3;
    convert({ origin: [expression] });
    expect(expression.lastIndex).toBe(3);
  });

  it('are never an error, and always become options that boot, whatever they are', () => {
    const value = fc.oneof(
      fc.anything(),
      fc.array(fc.oneof(fc.string(), fc.webUrl(), fc.anything())),
      fc.constantFrom('*', true, false, APP, ['*'], [APP, '*']),
      fc.integer(),
    );
    const names = [
      'origin',
      'methods',
      'allowedHeaders',
      'exposedHeaders',
      'credentials',
      'maxAge',
    ];
    const others = ['optionsSuccessStatus', 'preflightContinue', 'headers', 'x'];
    const options = Object.fromEntries([...names, ...others].map((name) => [name, value]));
    fc.assert(
      fc.property(fc.record(options, { requiredKeys: [] }), (given) => {
        const compiler = new PolicyCompiler(convert(given).options, {} as ModuleRef);
        compiler.compile('a route', []);
        expect(compiler.issues).toEqual([]);
      }),
    );
  });

  it('may have the type that Nest gives them', () => {
    const nests: NestCorsOptions = { origin: [APP, ANCHORED], methods: ['GET'], maxAge: 5 };
    const custom: NestCorsOptions['origin'] = (_origin, callback) => callback(null, [APP]);
    const ours: EnableCorsOptions = nests;
    expect(fromEnableCors(ours).options).toEqual(fromEnableCors(nests).options);
    expect(fromEnableCors({ ...nests, origin: custom }).options.origin).toBe(custom);
    // @ts-expect-error A function of the request cannot be turned into options.
    expect(() => fromEnableCors((_request: unknown, _callback: unknown) => undefined)).toThrow();
    // @ts-expect-error Neither can a text.
    expect(fromEnableCors('*').options).toEqual({ origin: '*' });
  });
});

@Controller()
class CatsController {
  @Get() list() {
    return 'cats';
  }
  @Post() create() {
    return 'created';
  }
  @Put() replace() {
    return 'replaced';
  }
  @Patch() update() {
    return 'updated';
  }
  @Delete() remove() {
    return 'removed';
  }
}

describe('what a browser is granted', () => {
  const apps: TestApp[] = [];
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  async function grantsOf(
    platform: Platform,
    imports: ModuleMetadata['imports'],
    configure?: (nest: INestApplication) => void,
  ): Promise<Set<string>> {
    const metadata = { imports: imports ?? [], controllers: [CatsController] };
    const app = await TestApp.start(platform, metadata, configure && { configure });
    apps.push(app);
    return new Set([...(await reads(app)), ...(await preflights(app))]);
  }

  const before = (platform: Platform, given: unknown) =>
    grantsOf(platform, [], (nest) => {
      if (given !== false) nest.enableCors(given);
    });
  const after = (platform: Platform, options: CorsModuleOptions) =>
    grantsOf(platform, [CorsModule.forRoot(options)]);

  describe.each(platforms)('on %s is never more, nor less unless that is said:', (platform) => {
    it.each([['false', false, {}, []] as Row, ...NARROW])('%s', async (_name, given) => {
      const { options, differences } = convert(given);
      const was = await before(platform, given);
      const is = await after(platform, options);
      // There it depends on how many requests came before.
      if (platform === 'express' && differences.some((said) => said.includes('remembers'))) return;

      const more = [...is].filter((grant) => !was.has(grant));
      const isSaid = (grant: string) =>
        platform === 'fastify' &&
        differences.includes(METHODS) &&
        /^preflight \S+ (?:PUT|PATCH|DELETE) /.test(grant);
      expect(more.filter((grant) => !isSaid(grant))).toEqual([]);
      if (!differences.some(saysFewerOrigins)) {
        expect([...is].filter(isRead)).toEqual([...was].filter(isRead));
      }
    });
  });

  it.each(platforms)(
    'on %s is never more than any options granted',
    async (platform) => {
      const property = fc.asyncProperty(GIVEN, async (given) => {
        const { options, differences } = convert(given);
        const was = await before(platform, given);
        const is = await after(platform, options);
        for (const app of apps.splice(0)) await app.close();
        const isSaid = (grant: string) =>
          platform === 'fastify' &&
          differences.includes(METHODS) &&
          /^preflight \S+ (?:PUT|PATCH|DELETE) /.test(grant);
        expect([...is].filter((grant) => !was.has(grant) && !isSaid(grant))).toEqual([]);
      });
      await fc.assert(property, { numRuns: runs(10) });
    },
    600_000,
  );

  it.each(REPAIRED)('over %s is what was named', async (_name, given, options) => {
    const repaired = { ...options, methods: options.methods ?? 'GET,HEAD,PUT,PATCH,POST,DELETE' };
    const was = await before('express', given);
    const wasOnFastify = await before('fastify', given);
    const is = await after('express', options);
    expect(is).toEqual(await before('express', repaired));
    expect([...is].filter(isRead)).toEqual([...was].filter(isRead));
    // On one platform at least it was less.
    expect([was, wasOnFastify]).not.toEqual([is, is]);
  });
});

/** Options of `enableCors()` and of both engines, good and bad. */
const GIVEN = fc.record(
  {
    origin: fc.oneof(
      fc.constantFrom<unknown[]>(
        true,
        false,
        '*',
        APP,
        `${APP}/`,
        /example\.com$/,
        /:\/\/(.+\.)?example.com$/,
      ),
      fc.subarray([APP, 'https://*.example.com', 'http://localhost:3000', /\.example\.com$/], {
        minLength: 1,
      }),
    ),
    methods: fc.constantFrom<unknown[]>('GET', ['GET', 'PUT'], 'POST,DELETE', ['*']),
    allowedHeaders: fc.constantFrom<unknown[]>('*', [], 'Content-Type', [
      'X-Trace',
      'Authorization',
    ]),
    exposedHeaders: fc.constantFrom<unknown[]>('ETag', ['*']),
    credentials: fc.boolean(),
    maxAge: fc.constantFrom(0, 60, 100_000),
    preflight: fc.constant(false),
    preflightContinue: fc.boolean(),
    strictPreflight: fc.boolean(),
    hideOptionsRoute: fc.boolean(),
  },
  { requiredKeys: ['origin'] },
);

const isRead = (grant: string) => grant.startsWith('read');

/** Whether a sentence is about origins that were granted, and are not. */
function saysFewerOrigins(sentence: string): boolean {
  return (
    /^(?:CORS is off|origin|credentials "true")/.test(sentence) &&
    !/sent to everybody|the same without|written out|never matched;|remembers/.test(sentence)
  );
}

const ASKING = [
  APP,
  'https://www.example.com',
  'https://a.b.example.com',
  'https://0.example.com',
  'https://example.com',
  'https://evilexample.com',
  'https://app.example.com.evil.example',
  'http://app.example.com',
  'http://localhost',
  'http://localhost:3000',
  'https://user.github.io',
  'https://evil.example',
  'null',
];

/** What scripts of these origins may read, and which headers of it. */
async function reads(app: TestApp): Promise<string[]> {
  const grants: string[] = [];
  for (const origin of ASKING) {
    const { cors } = await app.get('/', origin);
    for (const cookies of [false, true]) {
      if (!passesCorsCheck(cors, origin, cookies)) continue;
      grants.push(`read ${origin} ${cookies}`);
      const exposed = names(cors['access-control-expose-headers']) ?? [];
      for (const header of ['etag', 'x-a']) {
        const isExposed = exposed.includes(header) || (!cookies && exposed.includes('*'));
        if (isExposed) grants.push(`expose ${header} to ${origin} ${cookies}`);
      }
    }
  }
  return grants;
}

/** Which requests of these origins a preflight lets pass. */
async function preflights(app: TestApp): Promise<string[]> {
  const grants: string[] = [];
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'patch', 'PROPFIND'];
  const asked = methods.flatMap((method) =>
    [undefined, 'x-a', 'authorization', 'content-type,x-a'].map(
      (headers) => [APP, method, headers] as const,
    ),
  );
  const others = ASKING.map((origin) => [origin, 'POST', 'content-type'] as const);
  for (const [origin, method, headers] of [...asked, ...others]) {
    const { status, cors } = await app.preflight('/', origin, method, headers);
    for (const cookies of [false, true]) {
      const granted =
        status >= 200 &&
        status <= 299 &&
        passesCorsCheck(cors, origin, cookies) &&
        passesPreflight(cors, method, headers, cookies);
      if (granted) grants.push(`preflight ${origin} ${method} ${headers} ${cookies}`);
    }
  }
  return grants;
}

type Headers = Readonly<Record<string, string>>;

/** https://fetch.spec.whatwg.org/#concept-cors-check */
function passesCorsCheck(cors: Headers, origin: string, cookies: boolean): boolean {
  const allowed = cors['access-control-allow-origin'];
  if (!cookies && allowed === '*') return true;
  return allowed === origin && (!cookies || cors['access-control-allow-credentials'] === 'true');
}

/** https://fetch.spec.whatwg.org/#cors-preflight-fetch */
function passesPreflight(
  cors: Headers,
  method: string,
  headers: string | undefined,
  cookies: boolean,
): boolean {
  const methods = names(cors['access-control-allow-methods'], (name) => name);
  const allowed = names(cors['access-control-allow-headers']);
  if (methods === undefined || allowed === undefined) return false;
  const isMethod = (name: string) => methods.includes(name);
  if (!SAFELISTED.includes(method) && !isMethod(method) && (cookies || !isMethod('*')))
    return false;
  return (headers?.split(',') ?? []).every(
    (name) =>
      allowed.includes(name) || (!cookies && allowed.includes('*') && name !== 'authorization'),
  );
}

/** The names of a list in a header: none of them, if one is malformed. */
function names(value = '', spelled = (name: string) => name.toLowerCase()): string[] | undefined {
  const list = value
    .split(',')
    .map((name) => spelled(name.trim()))
    .filter((name) => name !== '');
  return list.every((name) => /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) ? list : undefined;
}

function frozen<T>(value: T): T {
  if (Array.isArray(value)) value.forEach(frozen);
  const isPlain = typeof value === 'object' && value !== null && !(value instanceof RegExp);
  return isPlain ? Object.freeze(value) : value;
}

describe('a pattern in the place of an expression', () => {
  const subdomains = String.raw`\. .+\. .*\. (.+\.)? (.*\.)* [a-z]+\. [a-z0-9-]+\. [\w-]+\. [^.]+\. (?:[\w.-]+\.)`;
  const ports = String.raw`:\d+ (:\d+)? :[0-9]{4} (?::\d{1,5})? (:\d{2,})? (:[0-9]*)?`;
  const sources = [
    ...subdomains
      .split(' ')
      .flatMap((some) => [`${some}example\\.com`, `^https://${some}example\\.com`]),
    ...ports.split(' ').flatMap((some) => [`localhost${some}`, `//localhost${some}$`]),
  ];
  const patterns = sources.flatMap((source) => {
    const { origin } = convert({ origin: new RegExp(source) }).options;
    return typeof origin === 'string' ? [[source, origin] as const] : [];
  });

  it('is there for some', () => {
    expect(patterns.length).toBeGreaterThan(5);
    expect(patterns.length).toBeLessThan(sources.length);
  });

  it.each(patterns)('matches nothing that the expression did not: %s, %s', (source, pattern) => {
    const label = fc.stringMatching(/^[a-z0-9_-]{1,12}$/);
    const labels = fc.array(label, { minLength: 1, maxLength: 3 });
    const port = fc.option(fc.integer({ min: 1, max: 65_535 }));
    fc.assert(
      fc.property(labels, port, (labels, port) => {
        const host = pattern.replace('*.', `${labels.join('.')}.`);
        const origin = host.replace(/:\*$/, port === null ? '' : `:${port}`);
        expect([origin, new RegExp(source).test(origin)]).toEqual([origin, true]);
      }),
    );
  });
});
