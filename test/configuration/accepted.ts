import { Injectable } from '@nestjs/common';
import { parseOrigins } from 'nestjs-cors';
import { APP } from './refused.js';
import type { RULES } from './refused-row.js';
import type { WrittenApp } from './written-app.js';

/** A configuration that boots, and what it then grants to a `GET` of `Cats.list`. */
export interface Accepted extends WrittenApp {
  readonly rule: keyof typeof RULES;
  /** A noun phrase. */
  readonly name: string;
  readonly allows: readonly string[];
  readonly refuses?: readonly string[];
}

const EVIL = 'https://evil.example';
/** As README writes it. */
const noneIfEmpty = (origins: string[]) => (origins.length > 0 ? origins : false);

/** Rows of one `origin` of the root. */
const origins =
  (rule: Accepted['rule'], others: object = {}) =>
  (
    ...rows: readonly (readonly [
      name: string,
      origin: unknown,
      allows: readonly string[],
      refuses?: readonly string[],
    ])[]
  ): readonly Accepted[] =>
    rows.map(([name, origin, allows, refuses = [EVIL]]) => ({
      rule,
      name,
      root: { ...others, origin },
      allows,
      refuses,
    }));

/** Rows of one other option of the root. */
const option =
  (rule: Accepted['rule'], name: string) =>
  (...values: readonly (readonly [name: string, value: unknown])[]): readonly Accepted[] =>
    values.map(([phrase, value]) => ({
      rule,
      name: phrase,
      root: { origin: APP, [name]: value },
      allows: [APP],
      refuses: [EVIL],
    }));

@Injectable()
class Tenants {
  resolve(origin: string) {
    return origin === APP;
  }
}
class Directory {
  readonly origins = [APP];
  load() {
    return this.origins;
  }
}
class Configuration {
  readonly origin = APP;
}

const ANY_ORIGIN: readonly Accepted[] = [
  ...origins('R1')(
    ['any origin', '*', [APP, 'null'], []],
    ['any origin in a list of one', ['*'], [APP], []],
  ),
  {
    rule: 'R1',
    name: 'any origin of a policy, which has no credentials, whatever the root has',
    root: {
      origin: APP,
      credentials: true,
      policies: { open: { origin: '*', credentials: false } },
    },
    class: 'open',
    allows: [APP, EVIL],
  },
  {
    rule: 'R1',
    name: 'any origin of the root, credentials of a class that lists origins',
    root: { origin: '*' },
    class: { origin: APP, credentials: true },
    allows: [APP],
    refuses: [EVIL],
  },
  {
    rule: 'R1',
    name: 'any origin with credentials, where a method says otherwise',
    root: { origin: APP },
    class: { origin: '*', credentials: true },
    method: { credentials: false },
    allows: [EVIL],
  },
  {
    rule: 'R1',
    name: 'any origin of a policy, inside a class with credentials',
    root: { policies: { open: { origin: '*' } } },
    class: { origin: APP, credentials: true },
    method: 'open',
    allows: [APP, EVIL],
  },
  {
    rule: 'R1',
    name: 'any origin of a policy, inside a policy with credentials',
    root: { policies: { open: { origin: '*' }, own: { origin: APP, credentials: true } } },
    class: 'own',
    method: 'open',
    allows: [APP, EVIL],
  },
];

const SERIALIZED: readonly Accepted[] = [
  ...origins('R2')(
    ['an origin', APP, [APP], [EVIL, 'http://app.example.com', `${APP}:8443`, 'null']],
    ['an origin with a port', `${APP}:8443`, [`${APP}:8443`], [APP]],
    ['an http origin', 'http://app.example.com', ['http://app.example.com'], [APP]],
    ['an origin of one label', 'http://intranet', ['http://intranet']],
    ['a host with an underscore', 'https://a_b.example', ['https://a_b.example']],
    ['a label of 63 characters', `https://${'a'.repeat(63)}.example`, []],
    ['several origins', [APP, 'https://b.example'], [APP, 'https://b.example']],
    ['an origin twice', [APP, APP], [APP]],
    ['a frozen list', Object.freeze([APP]), [APP]],
    [
      'a thousand origins',
      Array.from({ length: 1000 }, (_, at) => `https://tenant-${at}.example`),
      ['https://tenant-0.example', 'https://tenant-999.example'],
      ['https://tenant-1000.example'],
    ],
    ['an app of Capacitor', 'capacitor://localhost', ['capacitor://localhost']],
    ['an app of Tauri', 'tauri://localhost', ['tauri://localhost']],
    ['an app of Ionic', 'ionic://localhost', ['ionic://localhost'], ['http://localhost']],
    ['a packaged app of Electron', 'app://.', ['app://.'], ['app://-', 'app://..', 'https://.']],
    ['another packaged app of Electron', 'app://-', ['app://-'], ['app://.', 'app://--']],
    ['packaged apps in a list', [APP, 'app://.', 'app://-'], [APP, 'app://.', 'app://-']],
    ['a text of a scheme in two cases', 'app://Main', ['app://Main'], ['app://main']],
    [
      'an extension of Firefox',
      'moz-extension://2c127fa4-62c7-7e4f-90e5-472b45eecfdc',
      ['moz-extension://2c127fa4-62c7-7e4f-90e5-472b45eecfdc'],
    ],
    [
      'packaged apps that are loaded',
      { load: () => ['app://.', 'app://-'] },
      ['app://.', 'app://-'],
    ],
    [
      'packaged apps that a function decides about',
      (asked: string) => asked === 'app://.',
      ['app://.'],
      ['app://-', 'file://', 'null'],
    ],
    [
      'packaged apps that a function names',
      () => ['app://.', 'app://-'],
      ['app://.', 'app://-'],
      ['app://x', 'file://'],
    ],
    [
      'an extension of a browser',
      'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
      ['chrome-extension://abcdefghijklmnopabcdefghijklmnop'],
    ],
  ),
  ...origins('R3')(
    ['a host in punycode', 'https://xn--bcher-kva.example', ['https://xn--bcher-kva.example']],
    ['an IPv4 address', 'http://192.168.0.10:3000', ['http://192.168.0.10:3000']],
    ['an IPv6 address', 'http://[::1]:3000', ['http://[::1]:3000']],
    ['the default port of the other scheme', 'http://app.example.com:443', []],
  ),
];

const ENVIRONMENT: readonly Accepted[] = origins('also')(
  ['a variable that is empty, for none here', noneIfEmpty(parseOrigins('')), [], [APP, EVIL]],
  ['a variable that is not set, for none here', noneIfEmpty(parseOrigins(undefined)), [], [APP]],
  ['a variable with an origin, or none here', noneIfEmpty(parseOrigins(APP)), [APP], [EVIL]],
);

const PATTERNS: readonly Accepted[] = [
  ...origins('R4')(
    [
      'any subdomain',
      'https://*.example.com',
      [APP, 'https://a.b.example.com'],
      ['https://example.com', 'https://evilexample.com', `${APP}.evil.example`, `${APP}:8443`],
    ],
    [
      'any port',
      'http://localhost:*',
      ['http://localhost', 'http://localhost:3000'],
      ['https://localhost', 'http://a.localhost:3000'],
    ],
    [
      'any subdomain on any port',
      'https://*.example.com:*',
      [APP, `${APP}:8443`],
      ['https://example.com:8443', EVIL],
    ],
    ['any subdomain on one port', 'https://*.example.com:8443', [`${APP}:8443`], [APP]],
    ['any port of an address', 'http://127.0.0.1:*', ['http://127.0.0.1:5173']],
    ['any port of an IPv6 address', 'http://[::1]:*', ['http://[::1]:5173']],
    [
      'patterns beside origins',
      [APP, 'https://*.preview.example.com'],
      [APP, 'https://pr-7.preview.example.com'],
    ],
  ),
];

const DANGEROUS: readonly Accepted[] = [
  ...origins('R5', { dangerouslyAllowNullOrigin: true })(
    ['`null`, allowed', 'null', ['null']],
    ['`null` in a list, allowed', [APP, 'null'], [APP, 'null']],
  ),
  {
    rule: 'R5',
    name: '`null` of a method, allowed by the root, without its credentials',
    root: { origin: APP, credentials: true, dangerouslyAllowNullOrigin: true },
    method: { origin: 'null', credentials: false },
    allows: ['null'],
    refuses: [APP],
  },
  ...origins('R6')(
    ['a name below a public suffix', 'https://ada.github.io', ['https://ada.github.io']],
    [
      'any subdomain of a name below a public suffix',
      'https://*.ada.github.io',
      ['https://a.ada.github.io'],
      ['https://bob.github.io'],
    ],
    ['any subdomain of a name of the own network', 'https://*.internal', ['https://a.internal']],
    ['any port of a public suffix', 'https://github.io:*', ['https://github.io:8443']],
  ),
  ...origins('R6', { dangerouslyAllowPublicSuffixes: true })([
    'a wildcard over a public suffix, allowed',
    'https://*.github.io',
    ['https://ada.github.io'],
  ]),
  ...origins('R7', { credentials: true })(
    ['localhost with credentials', 'http://localhost:3000', ['http://localhost:3000']],
    ['a name below localhost with credentials', 'http://*.localhost', ['http://a.localhost']],
    ['127.0.0.1 with credentials', 'http://127.0.0.1', ['http://127.0.0.1']],
    ['another loopback address with credentials', 'http://127.1.2.3', ['http://127.1.2.3']],
    ['[::1] with credentials', 'http://[::1]:3000', ['http://[::1]:3000']],
    ['a custom scheme with credentials', 'capacitor://localhost', ['capacitor://localhost']],
    ['a packaged app with credentials', 'app://.', ['app://.'], ['app://-']],
    ['a pattern with credentials', 'https://*.example.com', [APP]],
  ),
  ...origins('R7', { credentials: true, dangerouslyAllowInsecureOrigins: true })(
    [
      'an http origin with credentials, allowed',
      'http://app.example.com',
      ['http://app.example.com'],
    ],
    [
      'an http pattern with credentials, allowed',
      'http://*.example.com:*',
      ['http://a.example.com:81'],
    ],
  ),
  ...origins('R7', {
    credentials: true,
    dangerouslyAllowInsecureOrigins: ['http://192.168.0.10:3000'],
  })(
    [
      'an http origin with credentials, allowed by name',
      [APP, 'http://192.168.0.10:3000'],
      [APP, 'http://192.168.0.10:3000'],
      ['http://192.168.0.10', 'http://192.168.0.11:3000'],
    ],
    [
      'http origins of a pattern with credentials, one of them allowed by name',
      'http://192.168.0.10:*',
      ['http://192.168.0.10:3000'],
      ['http://192.168.0.10:3001', 'http://192.168.0.10'],
    ],
    [
      'http origins of an expression with credentials, one of them allowed by name',
      /^https?:\/\/192\.168\.0\.10(?::\d+)?$/,
      ['http://192.168.0.10:3000', 'https://192.168.0.10'],
      ['http://192.168.0.10:3001'],
    ],
    [
      'http origins of a function with credentials, one of them allowed by name',
      () => true,
      ['http://192.168.0.10:3000', 'http://localhost', APP],
      ['http://192.168.0.10:3001', 'http://app.example.com'],
    ],
    [
      'http origins of a list that is loaded, with credentials, one of them allowed by name',
      { load: () => ['http://192.168.0.10:3000', 'http://192.168.0.10:*'] },
      ['http://192.168.0.10:3000'],
      ['http://192.168.0.10:3001'],
    ],
  ),
  {
    rule: 'R7',
    name: 'an http origin of a class that has no credentials',
    root: { origin: APP, credentials: true },
    class: { origin: 'http://app.example.com', credentials: false },
    allows: ['http://app.example.com'],
    refuses: [APP],
  },
];

const METHODS_AND_HEADERS: readonly Accepted[] = [
  ...option('R8', 'methods')(
    ['any method', '*'],
    ['methods in a list', ['GET', 'PUT']],
    ['methods in a string', 'GET, PUT'],
    ['no method', []],
    ['a method of nobody else', ['PURGE']],
  ),
  ...option('R8', 'allowedHeaders')(
    ['any header', '*'],
    ['any header and Authorization', '*,Authorization'],
    ['headers in a list', ['Content-Type', 'X-Api-Key']],
    ['headers in a string', 'Content-Type, X-Api-Key'],
    ['no header', []],
    ['a header that a script can set, though it looks like another', ['User-Agent', 'Cookies']],
  ),
  ...option('R8', 'exposedHeaders')(
    ['exposed headers in a list', ['ETag', 'X-Total']],
    ['no exposed header', []],
  ),
  ...option('R9', 'exposedHeaders')(['any exposed header without credentials', '*']),
  ...option('R10', 'maxAge')(
    ['the least maximum age', -1],
    ['no maximum age', 0],
    ['the greatest maximum age', 86_400],
  ),
  ...option('R10', 'optionsSuccessStatus')(['the status 200', 200], ['the status 299', 299]),
  ...option('R10', 'originTimeout')(['the least timeout', 1], ['the greatest timeout', 60_000]),
  ...option('R11', 'methods')(
    ['methods in lower case that are normalized', 'get,put'],
    ['a method in lower case that is not', ['patch']],
  ),
];

const EXPRESSIONS: readonly Accepted[] = origins('R14')(
  ['an expression', /^https:\/\/[a-z0-9-]+\.example\.com$/, [APP], [`${APP}.evil.example`]],
  ['an expression without case', /^https:\/\/APP\.example\.com$/i, [APP]],
  ['an expression of Unicode', /^https:\/\/app\.example\.com$/u, [APP]],
  [
    'an alternation in a group',
    /^https:\/\/(?:app|admin)\.example\.com$/,
    [APP, 'https://admin.example.com'],
  ],
  [
    'an alternation whose branches are anchored',
    /^https:\/\/app\.example\.com$|^https:\/\/b\.example$/,
    [APP, 'https://b.example'],
  ],
  [
    'an optional subdomain and port',
    /^https:\/\/(?:[a-z0-9-]+\.)*example\.com(?::\d+)?$/,
    [APP, 'https://example.com:8443'],
    ['https://evilexample.com'],
  ],
  ['packaged apps', /^app:\/\/[.-]$/, ['app://.', 'app://-'], ['app://a', 'file://']],
  ['anything before a suffix', /^https:\/\/.*\.example\.com$/, [APP], [`${APP}.evil.example`]],
  [
    'an expression beside origins',
    [APP, /^https:\/\/pr-\d+\.example\.com$/],
    [APP, 'https://pr-7.example.com'],
  ],
);

const CREDENTIALED: readonly Accepted[] = [
  ...origins('R14', { credentials: true })(
    [
      'subdomains of a domain, with credentials',
      /^https:\/\/([a-z0-9-]+\.)*example\.com$/,
      [APP, 'https://example.com'],
      ['https://evilexample.com', 'http://app.example.com'],
    ],
    [
      'whole hosts, with credentials',
      /^https:\/\/app\.example\.(com|de|co\.uk)$/,
      [APP, 'https://app.example.co.uk'],
      ['https://app.example.org'],
    ],
    [
      'packaged apps, with credentials',
      /^app:\/\/(\.|-)$/,
      ['app://.', 'app://-'],
      ['app://..', 'app://x', 'https://.'],
    ],
    [
      'custom schemes, with credentials',
      /^(capacitor|ionic):\/\/localhost$/,
      ['capacitor://localhost', 'ionic://localhost'],
      ['http://localhost'],
    ],
    [
      'the own machine, with credentials',
      /^http:\/\/localhost(:\d+)?$/,
      ['http://localhost', 'http://localhost:5173'],
      ['http://localhost.example.com'],
    ],
    [
      'a name below a public suffix, with credentials',
      /^https:\/\/myapp\.vercel\.app$/,
      ['https://myapp.vercel.app'],
      ['https://evil.vercel.app'],
    ],
  ),
  ...origins('R14', { credentials: true, dangerouslyAllowPublicSuffixes: ['vercel.app'] })([
    'previews below a public suffix that is allowed, with credentials',
    /^https:\/\/my-app-[a-z0-9-]+-team\.vercel\.app$/,
    ['https://my-app-pr7-team.vercel.app'],
    ['https://evil.vercel.app'],
  ]),
  ...origins('R14')([
    'an expression that can match hosts of anybody, without credentials',
    /^https:\/\/.*example\.com$/,
    [APP, 'https://evilexample.com'],
  ]),
];

const FORMS: readonly Accepted[] = [
  ...origins('also')(
    ['a function', (origin: string) => origin === APP, [APP]],
    ['a function that answers later', async (origin: string) => origin === APP, [APP]],
    [
      'a function that calls back',
      (origin: string, callback: (error: null, answer: boolean) => void) =>
        callback(null, origin === APP),
      [APP],
    ],
    ['a list from the environment', parseOrigins(` ${APP} ,\n${APP},https://b.example,`), [APP]],
    ['`false`', false, [], [APP]],
  ),
  { rule: 'also', name: 'nothing at all', root: {}, allows: [], refuses: [APP] },
  {
    rule: 'also',
    name: 'options without an origin, that nobody inherits',
    root: { credentials: true, maxAge: 600 },
    allows: [],
    refuses: [APP],
  },
  {
    rule: 'also',
    name: 'options that are undefined',
    root: {
      origin: APP,
      methods: undefined,
      allowedHeaders: undefined,
      exposedHeaders: undefined,
      credentials: undefined,
      maxAge: undefined,
      policies: undefined,
    },
    class: { origin: undefined, credentials: undefined },
    allows: [APP],
    refuses: [EVIL],
  },
  {
    rule: 'also',
    name: 'a provider',
    root: { origin: Tenants },
    providers: [Tenants],
    allows: [APP],
    refuses: [EVIL],
  },
  {
    rule: 'elsewhere',
    name: 'a provider whose answers are kept',
    root: { origin: { resolver: Tenants, cache: { ttl: 1, max: 1 } } },
    providers: [Tenants],
    allows: [APP],
    refuses: [EVIL],
  },
  {
    rule: 'elsewhere',
    name: 'a provider whose answers are not kept',
    root: { origin: { resolver: Tenants } },
    providers: [Tenants],
    allows: [APP],
    refuses: [EVIL],
  },
  ...origins('elsewhere')(
    ['a list that is loaded', { load: () => [APP] }, [APP], [EVIL, 'null']],
    [
      'a list that is loaded later, with a pattern',
      { load: async () => [APP, 'https://*.b.example'], refresh: 1000, timeout: 60_000 },
      [APP, 'https://a.b.example'],
      [EVIL, 'https://b.example'],
    ],
    ['a list that is loaded once', { load: () => [APP], refresh: 0 }, [APP]],
    ['a list that is empty, loaded', { load: () => [] }, [], [APP, 'null']],
    ['the instance of a class that loads', new Directory(), [APP]],
  ),
  ...origins('elsewhere', { dangerouslyAllowNullOrigin: true })([
    '`null` loaded, allowed',
    { load: () => ['null'] },
    ['null'],
    [APP],
  ]),
  {
    rule: 'elsewhere',
    name: 'a list of the root, loaded for the policy of a method',
    root: { origin: { load: () => [APP] } },
    method: { credentials: true },
    allows: [APP],
    refuses: [EVIL],
  },
  {
    rule: 'elsewhere',
    name: 'a list of a policy that nobody has, which is not loaded',
    root: {
      origin: APP,
      policies: {
        unused: {
          origin: {
            load() {
              throw new Error('asked');
            },
          },
        },
      },
    },
    allows: [APP],
    refuses: [EVIL],
  },
  {
    rule: 'also',
    name: 'a class that takes part',
    root: { origin: APP },
    class: {},
    allows: [APP],
    refuses: [EVIL],
  },
  {
    rule: 'also',
    name: 'a class that takes part in nothing, where the root is off',
    root: { origin: false },
    class: { maxAge: 600 },
    allows: [],
    refuses: [APP],
  },
  {
    rule: 'also',
    name: 'a class that is off, with options that would conflict',
    root: { origin: APP, credentials: true },
    class: false,
    allows: [],
    refuses: [APP],
  },
  {
    rule: 'also',
    name: 'a method that is on again, inside a class that is off',
    root: { origin: APP },
    class: false,
    method: {},
    allows: [APP],
    refuses: [EVIL],
  },
  {
    rule: 'also',
    name: 'a policy of a method that has its origin from the root, inside a class with another origin',
    root: { origin: APP, policies: { slow: { maxAge: 600 } } },
    class: { origin: EVIL },
    method: 'slow',
    allows: [APP],
    refuses: [EVIL],
  },
  {
    rule: 'also',
    name: 'a policy of a method, inside a class that is off',
    root: { origin: APP, policies: { other: { origin: 'https://b.example' } } },
    class: false,
    method: 'other',
    allows: ['https://b.example'],
    refuses: [APP, EVIL],
  },
  {
    rule: 'also',
    name: 'a policy of which nothing is used but what a method adds to it',
    root: { origin: APP, policies: { own: { allowedHeaders: ['X-A'] } } },
    class: 'own',
    method: { origin: 'https://b.example' },
    allows: ['https://b.example'],
    refuses: [APP, EVIL],
  },
  {
    rule: 'also',
    name: 'a policy of a class and another of its method',
    root: { policies: { open: { origin: '*' }, own: { origin: APP, credentials: true } } },
    class: 'open',
    method: 'own',
    allows: [APP],
    refuses: [EVIL],
  },
  {
    rule: 'also',
    name: 'a function that adds to what it inherits',
    root: { origin: APP, allowedHeaders: ['X-A'] },
    method: (inherited: { allowedHeaders: readonly string[] }) => ({
      allowedHeaders: [...inherited.allowedHeaders, 'X-B'],
    }),
    allows: [APP],
    refuses: [EVIL],
  },
  {
    rule: 'also',
    name: 'a function that gives back what it inherits',
    root: { origin: APP },
    class: (inherited: object) => inherited,
    allows: [APP],
    refuses: [EVIL],
  },
  {
    rule: 'also',
    name: 'a factory that returns the instance of a class',
    root: new Configuration(),
    allows: [APP],
    refuses: [EVIL],
  },
  {
    rule: 'also',
    name: 'a factory that returns a promise',
    root: Promise.resolve({ origin: APP }),
    allows: [APP],
    refuses: [EVIL],
  },
  {
    rule: 'R13',
    name: 'frozen options',
    root: Object.freeze({ origin: Object.freeze([APP]), policies: Object.freeze({}) }),
    class: Object.freeze({ maxAge: 600 }),
    allows: [APP],
    refuses: [EVIL],
  },
];

/** Configurations that boot. */
export const ACCEPTED: readonly Accepted[] = [
  ...ANY_ORIGIN,
  ...SERIALIZED,
  ...ENVIRONMENT,
  ...PATTERNS,
  ...DANGEROUS,
  ...METHODS_AND_HEADERS,
  ...EXPRESSIONS,
  ...CREDENTIALED,
  ...FORMS,
];
