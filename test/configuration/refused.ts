import { Injectable, Scope } from '@nestjs/common';
import { type CorsConfigurationReason, parseOrigins } from 'nestjs-cors';
import { OPTION_NAMES } from '../../lib/protocol/options.js';
import { ELSEWHERE } from './refused-elsewhere.js';
import { PATHS } from './refused-paths.js';
import { PLACES } from './refused-places.js';
import type { ExpectedIssue, Refused } from './refused-row.js';

const ROOT = 'CorsModule.forRoot';
export const APP = 'https://app.example.com';
const ON_CLASS = '`@Cors` on Cats';
const ON_METHOD = '`@Cors` on Cats.list';
const LIST = { routes: ['Cats.list'] };
const BOTH = { routes: ['Cats.list', 'Cats.find'] };

const write = (spelling: string) => `write "${spelling}"`;
const SERIALIZED = 'write scheme://host or scheme://host:port, such as "https://app.example.com"';
const NAME_AN_ORIGIN = 'name an origin, or write false; is an environment variable empty?';
const NAME_ORIGINS =
  'name an origin; where none is meant, write false, such as `origin: origins.length > 0 ? origins : false`; is an environment variable not set?';
const NAME_THEM_SOMEWHERE = 'name the origins, here or in CorsModule.forRoot';
const SET_VARIABLE = 'set the environment variable that it comes from, or leave the option out';
const SPLIT = 'pass the string through parseOrigins(), or write an array';
const SEPARATE =
  'separate the origins with commas and pass the string through parseOrigins(), or write an array';
const UNQUOTE = 'remove them, also from the environment variable';
const WILDCARDS =
  'write "*." before a whole host ("https://*.example.com"), or "*" for the whole port ("http://localhost:*")';
const EACH_SCHEME = 'list one origin for each scheme';
const PORTS = 'write a port from 1 to 65535';
const NO_CREDENTIALS = 'list the origins, or set credentials: false';
const NO_NULL_WITH_CREDENTIALS = 'remove it, or set credentials: false';
const NO_NULL = 'remove it: it stands for origins that anybody can have';
const NULL_WITHOUT_CREDENTIALS =
  'remove it, or set credentials: false and dangerouslyAllowNullOrigin: true';
const ALLOW_NULL = 'remove it, or set dangerouslyAllowNullOrigin: true';
const allowSuffix = (suffix: string) =>
  `name what is yours below it, or set dangerouslyAllowPublicSuffixes: ['${suffix}']`;
const encrypt = (origin: string, allow = `["${origin.replace('https:', 'http:')}"]`) =>
  `write "${origin}", or set dangerouslyAllowInsecureOrigins: ${allow}`;
const NAME_HEADERS = 'name the headers, or set credentials: false';
const ANY_OR_LIST = 'write origin: "*" for any origin, or remove it from the list';
const NOT_TRUE = 'write "*" for any origin without credentials, or list the origins';
const FORMS = 'write a string, a RegExp, an array of these, one function, or false';
const NAMES = 'write an array of strings, or one string with commas';
const METHOD = 'write one method a member, such as "PUT"';
const HEADER = 'write one name a member, such as "X-Request-Id"';
const REMOVE = 'remove it';
const BOOLEAN = 'write true or false; an environment variable is a string';
const SECONDS = 'write a whole number from -1 to 86400 (seconds)';
const STATUS = 'write a whole number from 200 to 299 (a status)';
const MILLISECONDS = 'write a whole number from 1 to 60000 (milliseconds)';
const OPTIONS = 'write { … }, with the options to set';
const POLICIES = 'write { name: { … } }, with the options of each policy';
const NO_POLICIES = 'add it to `policies` of CorsModule.forRoot';
const RETURN_OPTIONS = 'return options';
const ADD_PROVIDER = 'add it to the `providers` of a module, without a scope';
const ADD_RESOLVE = 'write resolve(origin, request)';
const LIST_INSTEAD = 'name the origins: one that repeats what can be read in two ways is slow';
const FILE = 'serve the page over http://localhost, and list that';
const instead = (option: string) => `write \`${option}\`, or remove it`;
const NO_OPTION = `remove it: the options are ${OPTION_NAMES.join(', ')}, reportOnly`;
const expression = (expression: string) => `write ${expression}`;
const anchored = (expression: string) => `anchor it: ${expression}`;

const anyWithCredentials = (source: string, more: ExpectedIssue[4] = {}): ExpectedIssue => [
  source,
  'origin',
  'origin-any-with-credentials',
  NO_CREDENTIALS,
  more,
];

type Row = readonly [name: string, value: unknown, fix: string, member?: unknown];

/** Rows of one option of the root, each with one issue. */
const atRoot =
  (rule: Refused['rule'], option: string, reason: CorsConfigurationReason) =>
  (...rows: readonly Row[]): readonly Refused[] =>
    rows.map(([name, value, fix, ...member]) => ({
      rule,
      name,
      root: { ...(option !== 'origin' && { origin: APP }), [option]: value },
      issues: [
        member.length === 0
          ? [ROOT, option, reason, fix]
          : [ROOT, option, reason, fix, { value: member[0] }],
      ],
    }));

@Injectable()
class Tenants {
  resolve(origin: string) {
    return origin === APP;
  }
}
@Injectable({ scope: Scope.REQUEST })
class TenantsOfRequest extends Tenants {}
class Unresolving {}
class Member {
  resolve = () => true;
}

const allowAll = () => true;

/** As a configuration that is generated may be. */
function circular(): object {
  const value = { self: {} };
  value.self = value;
  return value;
}

const throwing = (error: unknown) => () => {
  throw error;
};

const UNREADABLE: readonly Refused[] = [
  {
    rule: 'also',
    name: 'an option that throws',
    root: {
      get origin(): string {
        throw new Error('no environment');
      },
    },
    issues: [[ROOT, 'origin', 'option-unreadable', 'give it a value that can be read']],
    shown: '`get origin() { throw … }`',
  },
];

const ANY_ORIGIN: readonly Refused[] = [
  {
    rule: 'R1',
    name: 'any origin with credentials',
    root: { origin: '*', credentials: true },
    issues: [anyWithCredentials(ROOT, LIST)],
  },
  {
    rule: 'R1',
    name: 'any origin with credentials, in a list of one',
    root: { origin: ['*'], credentials: true },
    issues: [anyWithCredentials(ROOT, { value: '*' })],
  },
  {
    rule: 'R1',
    name: 'any origin with credentials, in a list',
    root: { origin: [APP, '*'], credentials: true },
    issues: [
      [ROOT, 'origin', 'origin-any-in-list', 'remove it from the list'],
      anyWithCredentials(ROOT, { value: '*' }),
    ],
  },
  {
    rule: 'R1',
    name: 'any origin of the class, credentials of the root',
    root: { origin: APP, credentials: true },
    class: { origin: '*' },
    issues: [anyWithCredentials('Cats', { ...LIST, from: [ON_CLASS, ROOT] })],
  },
  {
    rule: 'R1',
    name: 'any origin of the method, credentials of the root',
    root: { origin: APP, credentials: true },
    method: { origin: '*' },
    issues: [anyWithCredentials('Cats.list', { routes: [], from: [ON_METHOD, ROOT] })],
  },
  {
    rule: 'R1',
    name: 'any origin of the method, credentials of the class',
    class: { credentials: true },
    method: { origin: '*' },
    issues: [anyWithCredentials('Cats.list', { from: [ON_METHOD, ON_CLASS] })],
  },
  {
    rule: 'R1',
    name: 'credentials of the class, any origin of the root',
    root: { origin: '*' },
    class: { credentials: true },
    issues: [anyWithCredentials('Cats', { value: '*', ...LIST, from: [ROOT, ON_CLASS] })],
  },
  {
    rule: 'R1',
    name: 'credentials of the method, any origin of the root',
    root: { origin: '*' },
    method: { credentials: true },
    issues: [anyWithCredentials('Cats.list', { value: '*', from: [ROOT, ON_METHOD] })],
  },
  {
    rule: 'R1',
    name: 'credentials of the method, any origin of the class',
    class: { origin: '*' },
    method: { credentials: true },
    issues: [anyWithCredentials('Cats.list', { value: '*', from: [ON_CLASS, ON_METHOD] })],
  },
  {
    rule: 'R1',
    name: 'any origin of a policy, credentials of the root',
    root: { credentials: true, policies: { open: { origin: '*' } } },
    class: 'open',
    issues: [anyWithCredentials('policies.open', { ...LIST, from: ['policies.open', ROOT] })],
  },
  {
    rule: 'R1',
    name: 'any origin of a policy, credentials of the root, that no route has',
    root: { origin: APP, credentials: true, policies: { open: { origin: '*' } } },
    issues: [anyWithCredentials('policies.open', { routes: [], from: ['policies.open', ROOT] })],
  },
  {
    rule: 'R1',
    name: 'any origin with credentials, of a policy that no route has',
    root: { origin: APP, policies: { open: { origin: '*', credentials: true } } },
    issues: [anyWithCredentials('policies.open', { routes: [] })],
  },
  {
    rule: 'R1',
    name: 'credentials of a policy, any origin of the root',
    root: { origin: '*', policies: { own: { credentials: true } } },
    method: 'own',
    issues: [
      anyWithCredentials('policies.own', { value: '*', ...LIST, from: [ROOT, 'policies.own'] }),
    ],
  },
  {
    rule: 'R1',
    name: 'credentials of the method, any origin of a policy',
    root: { policies: { open: { origin: '*' } } },
    class: 'open',
    method: { credentials: true },
    issues: [anyWithCredentials('Cats.list', { value: '*', from: ['policies.open', ON_METHOD] })],
  },
  {
    rule: 'R1',
    name: 'any origin with credentials, both of one policy, on the methods that do not say otherwise',
    root: { policies: { open: { origin: '*', credentials: true } } },
    class: 'open',
    methods: {
      one: undefined,
      two: { maxAge: 5 },
      three: { credentials: false },
      four: { origin: APP },
      five: false,
    },
    issues: [
      anyWithCredentials('policies.open', { routes: ['Cats.one', 'Cats.two', 'Cats.three'] }),
    ],
  },
  {
    rule: 'R1',
    name: 'any origin that a function returns, credentials that it inherits',
    root: { origin: APP, credentials: true },
    method: () => ({ origin: '*' }),
    issues: [anyWithCredentials('Cats.list', { value: '*', from: [ON_METHOD, ROOT] })],
  },
  {
    rule: 'R1',
    name: 'any origin with credentials, switched on again inside a `false`',
    root: { credentials: true },
    class: false,
    method: { origin: '*' },
    issues: [anyWithCredentials('Cats.list', { from: [ON_METHOD, ROOT] })],
  },
  ...atRoot(
    'R1',
    'origin',
    'origin-true',
  )(['whoever asks', true, NOT_TRUE], ['whoever asks, in a list', [true], NOT_TRUE, true]),
  {
    rule: 'R1',
    name: 'whoever asks, with credentials',
    root: { origin: true, credentials: true },
    issues: [[ROOT, 'origin', 'origin-true', 'list the origins']],
  },
  {
    rule: 'R1',
    name: 'whoever asks, of a method',
    method: { origin: true },
    issues: [['Cats.list', 'origin', 'origin-true', NOT_TRUE]],
  },
  ...atRoot('R1', 'origin', 'origin-any-in-list')(
    ['any origin after another', [APP, '*'], ANY_OR_LIST],
    ['any origin before an expression', ['*', /^https:\/\/a\.example$/], ANY_OR_LIST],
    ['any origin twice', ['*', '*'], ANY_OR_LIST],
  ),
];

const NOT_SERIALIZED: readonly Refused[] = [
  ...atRoot('R2', 'origin', 'origin-not-serialized')(
    ['a slash at the end', `${APP}/`, 'remove the trailing slash'],
    ['a slash behind a port', 'http://localhost:3000/', 'remove the trailing slash'],
    ['a slash behind a custom scheme', 'capacitor://localhost/', 'remove the trailing slash'],
    ['a slash behind a packaged app', 'app://./', 'remove the trailing slash'],
    ['a path behind a packaged app', 'app://./index.html', write('app://.')],
    ['a query behind a packaged app', 'app://-?x', write('app://-')],
    ['a scheme of its own and nothing else', 'app://', SERIALIZED],
    ['an encoded text of a scheme of its own', 'app://%2e', SERIALIZED],
    ['a slash behind a pattern', 'https://*.example.com/', 'remove the trailing slash'],
    ['a slash and upper case', 'https://APP.example.com/', write(APP)],
    ['a path', `${APP}/path`, write(APP)],
    ['a path with a wildcard', `${APP}/*`, write(APP)],
    ['a backslash', `${APP}\\path`, write(APP)],
    ['a query', `${APP}?x`, write(APP)],
    ['a fragment', `${APP}#top`, write(APP)],
    ['a path, a query and a fragment', `${APP}/a?b#c`, write(APP)],
    ['a user', 'https://user@app.example.com', write(APP)],
    ['a user with a password', 'https://user:secret@app.example.com', write(APP)],
    ['a slash too many', 'https:///app.example.com', SERIALIZED],
    ['a scheme and nothing else', 'https://', SERIALIZED],
    ['an empty label at the left', 'https://.example.com', SERIALIZED],
    ['an empty label inside', 'https://a..example.com', SERIALIZED],
    ['a label of 64 characters', `https://${'a'.repeat(64)}.example`, SERIALIZED],
    ['a name of 255 characters', `https://${'a.'.repeat(124)}example`, SERIALIZED],
    ['a character that is in no name', 'https://a!b.example', SERIALIZED],
    ['port 0', `${APP}:0`, PORTS],
    ['a port above 65535', `${APP}:65536`, PORTS],
    ['a port in letters', `${APP}:http`, SERIALIZED],
    ['an IPv4 address out of range', 'http://256.1.1.1', SERIALIZED],
    ['an IPv6 address that does not end', 'https://[::1', SERIALIZED],
    ['an IPv6 address with a zone', 'http://[fe80::1%25eth0]', SERIALIZED],
    ['an origin in an origin', 'blob:https://a.example', SERIALIZED],
  ),
  ...atRoot('R2', 'origin', 'origin-without-scheme')(
    ['a host', 'app.example.com', write(APP)],
    ['a host and a slash', 'app.example.com/', write(APP)],
    ['a host and a port', 'app.example.com:8443', write('https://app.example.com:8443')],
    ['a host of the own machine', 'localhost:3000', write('http://localhost:3000')],
    ['an address of the own machine', '127.0.0.1:3000', write('http://127.0.0.1:3000')],
    ['an IPv6 address of the own machine', '[::1]:3000', write('http://[::1]:3000')],
    ['two slashes and a host', '//app.example.com', write(APP)],
    ['a scheme without slashes', 'https:app.example.com', write(APP)],
    ['a pattern without a scheme', '*.example.com', write('https://*.example.com')],
    ['a word', 'example', SERIALIZED],
    ['the word of a variable that is not set', 'undefined', SERIALIZED],
    ['a variable that nothing has replaced', '${APP_URL}', SERIALIZED],
  ),
  ...atRoot('R2', 'origin', 'origin-white-space')(
    ['a blank at the end', `${APP} `, write(APP)],
    ['a blank at the start', ` ${APP}`, write(APP)],
    ['a line feed at the end', `${APP}\n`, write(APP)],
    ['a byte order mark', `\u{FEFF}${APP}`, write(APP)],
    ['a blank inside', 'https://app example.com', REMOVE],
  ),
  {
    rule: 'R2',
    name: 'a slash at the end, in a list of a class',
    root: { origin: APP },
    class: { origin: [APP, `${APP}/`] },
    issues: [
      [
        'Cats',
        'origin',
        'origin-not-serialized',
        'remove the trailing slash',
        { value: `${APP}/`, ...LIST },
      ],
    ],
  },
  {
    rule: 'R2',
    name: 'a slash at the end, in a policy that nobody uses',
    root: { origin: APP, policies: { partner: { origin: `${APP}/` } } },
    issues: [
      [
        'policies.partner',
        'origin',
        'origin-not-serialized',
        'remove the trailing slash',
        { routes: [] },
      ],
    ],
  },
];

const NEVER_SENT: readonly Refused[] = [
  ...atRoot('R3', 'origin', 'origin-never-sent')(
    ['a host in upper case', 'https://APP.example.com', write(APP)],
    ['a scheme in upper case', 'HTTPS://app.example.com', write(APP)],
    ['a scheme of its own in upper case', 'APP://.', write('app://.')],
    ['an app in upper case', 'Capacitor://LocalHost', write('capacitor://localhost')],
    ['the default port of https', `${APP}:443`, write(APP)],
    ['the default port of http', 'http://app.example.com:80', write('http://app.example.com')],
    ['the default port with a zero', `${APP}:0443`, write(APP)],
    ['a port with a zero', `${APP}:08443`, write(`${APP}:8443`)],
    ['a port that is empty', `${APP}:`, write(APP)],
    ['a Unicode host', 'https://bücher.example', write('https://xn--bcher-kva.example')],
    [
      'a Unicode host in a pattern',
      'https://*.bücher.example',
      write('https://*.xn--bcher-kva.example'),
    ],
    ['an encoded host', 'https://app%2eexample.com', write(APP)],
    ['a dot at the end', `${APP}.`, write(APP)],
    ['a dot before a port', 'http://localhost.:3000', write('http://localhost:3000')],
    ['a short IPv4 address', 'https://127.1', write('https://127.0.0.1')],
    ['an IPv4 address in hexadecimal', 'http://0x7f.0.0.1', write('http://127.0.0.1')],
    ['an IPv4 address as one number', 'http://2130706433', write('http://127.0.0.1')],
    ['an IPv4 address with zeros', 'http://127.000.000.001', write('http://127.0.0.1')],
    ['an IPv6 address with zeros', 'http://[0:0:0:0:0:0:0:1]:3000', write('http://[::1]:3000')],
    ['an IPv6 address in upper case', 'http://[::FFFF]', write('http://[::ffff]')],
    [
      'an IPv6 address with an IPv4 one in it',
      'http://[::ffff:1.2.3.4]',
      write('http://[::ffff:102:304]'),
    ],
    ['a pattern in upper case', 'https://*.EXAMPLE.com', write('https://*.example.com')],
    [
      'a pattern with the default port',
      'https://*.example.com:443',
      write('https://*.example.com'),
    ],
  ),
];

const PATTERNS: readonly Refused[] = [
  ...atRoot('R4', 'origin', 'origin-pattern')(
    ['a wildcard for a whole host', 'https://*', WILDCARDS],
    ['a wildcard for a whole host, with a port', 'http://*:3000', WILDCARDS],
    ['a wildcard without a dot', 'https://*example.com', WILDCARDS],
    [
      'a wildcard in a label',
      'https://h*.example.com',
      expression(String.raw`/^https:\/\/h[a-z0-9-]+\.example\.com$/`),
    ],
    [
      'a wildcard at the end of a label',
      'https://app-*.example.com:8443',
      expression(String.raw`/^https:\/\/app-[a-z0-9-]+\.example\.com:8443$/`),
    ],
    [
      'a wildcard in a label, on any port',
      'https://app-*.example.com:*',
      expression(String.raw`/^https:\/\/app-[a-z0-9-]+\.example\.com(?::\d+)?$/`),
    ],
    [
      'a wildcard in a label below a public suffix',
      'https://my-app-*-team.vercel.app',
      expression(
        String.raw`/^https:\/\/my-app-[a-z0-9-]+-team\.vercel\.app$/ without credentials, or with dangerouslyAllowPublicSuffixes: ['vercel.app']`,
      ),
    ],
    [
      'a wildcard behind a word, below a public suffix',
      'https://my-app-git-*-team.vercel.app',
      expression(
        String.raw`/^https:\/\/my-app-git-[a-z0-9-]+-team\.vercel\.app$/ without credentials, or with dangerouslyAllowPublicSuffixes: ['vercel.app']`,
      ),
    ],
    [
      'a wildcard for the extensions of Firefox',
      'moz-extension://*',
      expression(String.raw`/^moz-extension:\/\/[0-9a-f-]{36}$/ without credentials`),
    ],
    [
      'a wildcard for the extensions of Chromium',
      'chrome-extension://*',
      expression(String.raw`/^chrome-extension:\/\/[a-p]{32}$/ without credentials`),
    ],
    [
      'a wildcard in an address',
      'http://192.168.1.*:3000',
      expression(String.raw`/^http:\/\/192\.168\.1\.\d{1,3}:3000$/ without credentials`),
    ],
    ['a wildcard for a whole label below a public suffix', 'https://app.*.co.uk', WILDCARDS],
    ['a wildcard for any host of a scheme', 'app://*', WILDCARDS],
    ['a wildcard in a text of a scheme', 'app://a!*', WILDCARDS],
    ['any port of what has no host', 'app://.:*', WILDCARDS],
    ['a wildcard inside', 'https://app.*.com', WILDCARDS],
    ['a wildcard for the top-level domain', 'https://app.example.*', WILDCARDS],
    [
      'two wildcards',
      'https://*.*.example.com',
      expression(String.raw`/^https:\/\/[a-z0-9-]+\.[a-z0-9-]+\.example\.com$/`),
    ],
    ['a wildcard of two stars', 'https://**.example.com', WILDCARDS],
    ['a wildcard before an address', 'https://*.127.0.0.1', WILDCARDS],
    [
      'wildcards in an address',
      'http://192.168.*.*',
      expression(String.raw`/^http:\/\/192\.168\.\d{1,3}\.\d{1,3}$/ without credentials`),
    ],
    ['a wildcard in a port', `${APP}:4*`, WILDCARDS],
    ['a wildcard for a port, without a colon', 'http://localhost*', WILDCARDS],
    ['a wildcard for the scheme', '*://app.example.com', EACH_SCHEME],
    ['a wildcard in the scheme', 'http*://app.example.com', EACH_SCHEME],
  ),
];

const NULL_AND_FILE: readonly Refused[] = [
  ...atRoot(
    'R5',
    'origin',
    'origin-null',
  )(
    ['the origin `null`', 'null', ALLOW_NULL],
    ['the origin `null` in a list', [APP, 'null'], ALLOW_NULL, 'null'],
  ),
  {
    rule: 'R5',
    name: 'the origin `null` of a class, not allowed by the root',
    root: { dangerouslyAllowNullOrigin: false },
    class: { origin: 'null' },
    issues: [['Cats', 'origin', 'origin-null', ALLOW_NULL, LIST]],
  },
  {
    rule: 'R5',
    name: 'the origin `null` with credentials',
    root: { origin: 'null', credentials: true },
    issues: [[ROOT, 'origin', 'origin-null-with-credentials', NULL_WITHOUT_CREDENTIALS]],
  },
  {
    rule: 'R5',
    name: 'the origin `null` with credentials, allowed',
    root: { origin: 'null', credentials: true, dangerouslyAllowNullOrigin: true },
    issues: [[ROOT, 'origin', 'origin-null-with-credentials', NO_NULL_WITH_CREDENTIALS]],
  },
  {
    rule: 'R5',
    name: 'the origin `null` of a method, credentials of the root, allowed by the class',
    root: { credentials: true },
    class: { dangerouslyAllowNullOrigin: true },
    method: { origin: [APP, 'null'] },
    issues: [
      [
        'Cats.list',
        'origin',
        'origin-null-with-credentials',
        NO_NULL_WITH_CREDENTIALS,
        { value: 'null', from: [ON_METHOD, ROOT] },
      ],
    ],
  },
  {
    rule: 'R5',
    name: 'credentials of a policy, the origin `null` of the root',
    root: {
      origin: 'null',
      dangerouslyAllowNullOrigin: true,
      policies: { own: { credentials: true } },
    },
    class: 'own',
    issues: [
      [
        'policies.own',
        'origin',
        'origin-null-with-credentials',
        NO_NULL_WITH_CREDENTIALS,
        { value: 'null', from: [ROOT, 'policies.own'] },
      ],
    ],
  },
  ...atRoot(
    'R5',
    'origin',
    'origin-never-sent',
  )(['the origin `null` in upper case', 'NULL', NO_NULL]),
  ...atRoot('R5', 'origin', 'origin-file')(
    ['the scheme of files', 'file://', FILE],
    ['the scheme of files, without slashes', 'file:', FILE],
    ['a file', 'file:///home/ada/index.html', FILE],
    ['files of a host', 'FILE://localhost', FILE],
    ['all files', 'file://*', FILE],
  ),
];

const PUBLIC_SUFFIXES: readonly Refused[] = [
  ...atRoot('R6', 'origin', 'origin-public-suffix')(
    ['a wildcard over com', 'https://*.com', allowSuffix('com')],
    ['a wildcard over co.uk', 'https://*.co.uk', allowSuffix('co.uk')],
    ['a wildcard over a suffix that a wildcard rule has', 'https://*.ck', allowSuffix('ck')],
    ['a wildcard over a Unicode suffix', 'https://*.xn--p1ai', allowSuffix('xn--p1ai')],
    ['a wildcard over github.io', 'https://*.github.io', allowSuffix('github.io')],
    ['a wildcard over vercel.app', 'https://*.vercel.app', allowSuffix('vercel.app')],
    [
      'a wildcard over a parent of suffixes',
      'https://*.amazonaws.com',
      allowSuffix('amazonaws.com'),
    ],
    ['a wildcard over a parent of a parent', 'https://*.windows.net', allowSuffix('windows.net')],
    ['a wildcard over regions', 'https://*.azure.com', allowSuffix('azure.com')],
    ['a wildcard over functions', 'https://*.on.aws', allowSuffix('on.aws')],
    [
      'a wildcard over netlify.app, on any port',
      'https://*.netlify.app:*',
      allowSuffix('netlify.app'),
    ],
    [
      'a wildcard over a public suffix, in a list',
      [APP, 'https://*.com'],
      allowSuffix('com'),
      'https://*.com',
    ],
  ),
  ...atRoot(
    'R6',
    'origin',
    'origin-public-suffix',
  )([
    'an expression that means a wildcard over a public suffix',
    /^https:\/\/.*\.vercel\.app$/,
    allowSuffix('vercel.app'),
  ]),
  {
    rule: 'R6',
    name: 'a wildcard over a public suffix, with credentials',
    root: { origin: 'https://*.github.io', credentials: true },
    issues: [[ROOT, 'origin', 'origin-public-suffix', allowSuffix('github.io')]],
  },
  {
    rule: 'R6',
    name: 'a wildcard over a public suffix, of a method',
    root: { origin: APP },
    method: { origin: 'https://*.pages.dev' },
    issues: [['Cats.list', 'origin', 'origin-public-suffix', allowSuffix('pages.dev')]],
  },
];

const INSECURE: readonly Refused[] = [
  ...[
    /^http:\/\/app\.example\.com$/,
    /^https?:\/\/[a-z0-9-]+\.example\.com$/,
    /^(?:http|https):\/\/app\.example\.com$/,
  ].map((origin): Refused => ({
    rule: 'R7',
    name: `the expression ${origin} with credentials`,
    root: { origin, credentials: true },
    issues: [
      [
        ROOT,
        'origin',
        'origin-insecure',
        'begin it with ^https:, or set dangerouslyAllowInsecureOrigins: true',
      ],
    ],
  })),
  ...(
    [
      ['an http origin', 'http://app.example.com', APP],
      ['an http origin with a port', 'http://app.example.com:8080', `${APP}:8080`],
      ['an http pattern', 'http://*.example.com', 'https://*.example.com'],
      ['an http origin on any port', 'http://app.example.com:*', `${APP}:*`],
      ['an address of the local network', 'http://192.168.1.1', 'https://192.168.1.1'],
      [
        'a host that only begins with localhost',
        'http://localhost.example',
        'https://localhost.example',
      ],
    ] as const
  ).map(([name, origin, secure]): Refused => ({
    rule: 'R7',
    name: `${name} with credentials`,
    root: { origin, credentials: true },
    issues: [
      [
        ROOT,
        'origin',
        'origin-insecure',
        origin.includes('*') ? encrypt(secure, 'true') : encrypt(secure),
      ],
    ],
  })),
  {
    rule: 'R7',
    name: 'two http origins with credentials, beside others',
    root: {
      origin: [APP, 'http://a.example', 'http://localhost:3000', 'http://b.example'],
      credentials: true,
    },
    issues: [
      [
        ROOT,
        'origin',
        'origin-insecure',
        encrypt('https://a.example'),
        { value: 'http://a.example' },
      ],
      [
        ROOT,
        'origin',
        'origin-insecure',
        encrypt('https://b.example'),
        { value: 'http://b.example' },
      ],
    ],
  },
  {
    rule: 'R7',
    name: 'credentials of the class, an http origin of the root',
    root: { origin: 'http://app.example.com' },
    class: { credentials: true },
    issues: [
      [
        'Cats',
        'origin',
        'origin-insecure',
        encrypt(APP),
        { value: 'http://app.example.com', ...LIST, from: [ROOT, ON_CLASS] },
      ],
    ],
  },
  {
    rule: 'R7',
    name: 'an http origin of a policy, credentials of the root',
    root: { credentials: true, policies: { legacy: { origin: 'http://app.example.com' } } },
    method: 'legacy',
    issues: [
      [
        'policies.legacy',
        'origin',
        'origin-insecure',
        encrypt(APP),
        { ...LIST, from: ['policies.legacy', ROOT] },
      ],
    ],
  },
  {
    rule: 'R7',
    name: 'an http origin with credentials, where another one is allowed by name',
    root: {
      origin: 'http://app.example.com',
      credentials: true,
      dangerouslyAllowInsecureOrigins: ['http://192.168.0.10'],
    },
    issues: [
      [
        ROOT,
        'origin',
        'origin-insecure',
        'write "https://app.example.com", or add "http://app.example.com" to dangerouslyAllowInsecureOrigins',
      ],
    ],
  },
  {
    rule: 'R7',
    name: 'an http origin with credentials in a list that is loaded, where another one is allowed by name',
    root: {
      origin: { load: () => ['http://app.example.com'] },
      credentials: true,
      dangerouslyAllowInsecureOrigins: ['http://192.168.0.10'],
    },
    issues: [
      [
        ROOT,
        'origin[0]',
        'origin-insecure',
        'correct this row: a list has serialized origins and patterns',
      ],
    ],
  },
  {
    rule: 'R7',
    name: 'an http origin of a policy that no route has, credentials of the root',
    root: {
      origin: APP,
      credentials: true,
      policies: { partner: { origin: 'http://app.example.com' } },
    },
    issues: [
      [
        'policies.partner',
        'origin',
        'origin-insecure',
        encrypt(APP),
        { routes: [], from: ['policies.partner', ROOT] },
      ],
    ],
  },
];

const METHODS_AND_HEADERS: readonly Refused[] = [
  ...atRoot('R8', 'methods', 'method-not-a-token')(
    ['no name of a method', '', METHOD],
    ['an empty name of a method, in a list', [''], METHOD, ''],
    ['a comma at the end of methods', 'GET, PUT,', METHOD, ''],
    ['methods with a blank between them', 'GET PUT', METHOD],
    ['methods with a semicolon between them', 'GET;PUT', METHOD],
    ['a list of methods in a list', ['GET,PUT'], METHOD, 'GET,PUT'],
    ['a method in quotation marks', '"GET"', METHOD],
    ['a method with a line feed', ['GET\r\nX: y'], METHOD, 'GET\r\nX: y'],
  ),
  ...atRoot('R8', 'methods', 'method-forbidden')(
    ['CONNECT', ['CONNECT'], REMOVE, 'CONNECT'],
    ['TRACE', ['TRACE'], REMOVE, 'TRACE'],
    ['TRACK', 'TRACK', REMOVE],
    ['TRACE beside any method', ['*', 'TRACE'], REMOVE, 'TRACE'],
  ),
  ...atRoot(
    'R11',
    'methods',
    'method-forbidden',
  )([
    'a forbidden method in lower case, beside one that is normalized',
    'get, trace',
    REMOVE,
    'trace',
  ]),
  ...atRoot('R8', 'allowedHeaders', 'header-not-a-token')(
    ['no name of a header', '', HEADER],
    ['a header with a blank', ['X Token'], HEADER, 'X Token'],
    ['a header with a colon', 'X-Token:', HEADER],
    ['a list of headers in a list', ['X-A, X-B'], HEADER, 'X-A, X-B'],
    ['a header that is not ASCII', 'X-Tökèn', HEADER],
    ['a header with a line feed', ['X-A\r\nX-B: y'], HEADER, 'X-A\r\nX-B: y'],
  ),
  ...atRoot(
    'R8',
    'exposedHeaders',
    'header-not-a-token',
  )(
    ['no name of a header to expose', [''], HEADER, ''],
    ['a header to expose, in parentheses', '(ETag)', HEADER],
  ),
  ...atRoot('R8', 'allowedHeaders', 'header-forbidden')(
    ['Cookie', 'Cookie', REMOVE],
    ['Host in lower case', ['X-A', 'host'], REMOVE, 'host'],
    ['Origin', 'Origin', REMOVE],
    ['Content-Length', ['Content-Length'], REMOVE, 'Content-Length'],
    ['a header that begins with Sec-', 'Sec-Fetch-Site', REMOVE],
    ['a header that begins with Proxy-', 'Proxy-Authorization', REMOVE],
    ['a header of a preflight', 'Access-Control-Request-Method', REMOVE],
  ),
  ...atRoot(
    'R8',
    'allowedHeaders',
    'header-prohibited',
  )(
    ['a response header of CORS', 'Access-Control-Allow-Origin', REMOVE],
    [
      'a response header of CORS in lower case',
      ['access-control-expose-headers'],
      REMOVE,
      'access-control-expose-headers',
    ],
  ),
  ...atRoot(
    'R8',
    'exposedHeaders',
    'header-forbidden',
  )(
    ['Set-Cookie', ['Set-Cookie'], REMOVE, 'Set-Cookie'],
    ['Set-Cookie2 in lower case', 'ETag, set-cookie2', REMOVE, 'set-cookie2'],
  ),
  {
    rule: 'R8',
    name: 'a forbidden method of a class and a forbidden header of its method',
    root: { origin: APP },
    class: { methods: 'TRACE' },
    method: { allowedHeaders: ['Cookie'] },
    issues: [
      ['Cats', 'methods', 'method-forbidden', REMOVE, LIST],
      ['Cats.list', 'allowedHeaders', 'header-forbidden', REMOVE, { value: 'Cookie', routes: [] }],
    ],
  },
  {
    rule: 'R9',
    name: 'any exposed header with credentials',
    root: { origin: APP, credentials: true, exposedHeaders: '*' },
    issues: [[ROOT, 'exposedHeaders', 'exposed-any-with-credentials', NAME_HEADERS]],
  },
  {
    rule: 'R9',
    name: 'any exposed header with credentials, in a list',
    root: { origin: APP, credentials: true, exposedHeaders: ['ETag', '*'] },
    issues: [
      [ROOT, 'exposedHeaders', 'exposed-any-with-credentials', NAME_HEADERS, { value: '*' }],
    ],
  },
  {
    rule: 'R9',
    name: 'any exposed header of the method, credentials of the root',
    root: { origin: APP, credentials: true },
    method: { exposedHeaders: '*' },
    issues: [
      [
        'Cats.list',
        'exposedHeaders',
        'exposed-any-with-credentials',
        NAME_HEADERS,
        { from: [ON_METHOD, ROOT] },
      ],
    ],
  },
  {
    rule: 'R9',
    name: 'credentials of the class, any exposed header of the root',
    root: { origin: APP, exposedHeaders: '*' },
    class: { credentials: true },
    issues: [
      [
        'Cats',
        'exposedHeaders',
        'exposed-any-with-credentials',
        NAME_HEADERS,
        { value: '*', from: [ROOT, ON_CLASS] },
      ],
    ],
  },
];

const NUMBERS: readonly Refused[] = [
  ...atRoot('R10', 'maxAge', 'max-age-out-of-range')(
    ['a maximum age below -1', -2, SECONDS],
    ['a maximum age above a day', 86_401, SECONDS],
    ['a maximum age of a year', 31_536_000, SECONDS],
    ['a maximum age that is not whole', 1.5, SECONDS],
    ['a maximum age that is no number', Number.NaN, SECONDS],
    ['a maximum age without end', Number.POSITIVE_INFINITY, SECONDS],
  ),
  ...atRoot('R10', 'maxAge', 'wrong-type')(
    ['a maximum age in a string', '600', SECONDS],
    ['a maximum age with a unit', '10m', SECONDS],
    ['a maximum age of null', null, SECONDS],
    ['a maximum age that is a big integer', 600n, SECONDS],
  ),
  ...atRoot('R10', 'optionsSuccessStatus', 'status-out-of-range')(
    ['a status below 200', 199, STATUS],
    ['a status of a redirect', 302, STATUS],
    ['a status that is not whole', 204.5, STATUS],
  ),
  ...atRoot('R10', 'optionsSuccessStatus', 'wrong-type')(['a status in a string', '204', STATUS]),
  ...atRoot('R10', 'originTimeout', 'timeout-out-of-range')(
    ['a timeout of nothing', 0, MILLISECONDS],
    ['a timeout of more than a minute', 60_001, MILLISECONDS],
    ['a timeout without end', Number.POSITIVE_INFINITY, MILLISECONDS],
  ),
  ...atRoot('R10', 'originTimeout', 'wrong-type')(['a timeout with a unit', '5s', MILLISECONDS]),
  {
    rule: 'R10',
    name: 'a maximum age of a policy',
    root: { origin: APP, policies: { partner: { maxAge: -2 } } },
    class: 'partner',
    issues: [['policies.partner', 'maxAge', 'max-age-out-of-range', SECONDS, LIST]],
  },
];

const TOGETHER: readonly Refused[] = [
  {
    rule: 'R12',
    name: 'a fault in every option of one layer',
    root: {
      origin: `${APP}/`,
      methods: 'TRACE',
      allowedHeaders: 'Cookie',
      exposedHeaders: 'Set-Cookie',
      credentials: 'true',
      maxAge: -2,
      optionsSuccessStatus: 404,
      preflightContinue: 'yes',
      originTimeout: 0,
      dangerouslyAllowNullOrigin: 1,
      dangerouslyAllowInsecureOrigins: 'no',
      dangerouslyAllowPublicSuffixes: null,
      origins: [APP],
    },
    issues: [
      [ROOT, 'origins', 'option-unknown', instead('origin')],
      [ROOT, 'origin', 'origin-not-serialized', 'remove the trailing slash'],
      [ROOT, 'methods', 'method-forbidden', REMOVE],
      [ROOT, 'allowedHeaders', 'header-forbidden', REMOVE],
      [ROOT, 'exposedHeaders', 'header-forbidden', REMOVE],
      [ROOT, 'credentials', 'wrong-type', BOOLEAN],
      [ROOT, 'maxAge', 'max-age-out-of-range', SECONDS],
      [ROOT, 'optionsSuccessStatus', 'status-out-of-range', STATUS],
      [ROOT, 'preflightContinue', 'wrong-type', BOOLEAN],
      [ROOT, 'originTimeout', 'timeout-out-of-range', MILLISECONDS],
      [ROOT, 'dangerouslyAllowNullOrigin', 'wrong-type', BOOLEAN],
      [ROOT, 'dangerouslyAllowInsecureOrigins', 'wrong-type', BOOLEAN],
      [ROOT, 'dangerouslyAllowPublicSuffixes', 'wrong-type', BOOLEAN],
    ],
  },
  {
    rule: 'R12',
    name: 'a fault in every layer',
    root: { origin: APP, maxAge: -2, policies: { one: { methods: 'a b' }, two: { origin: '' } } },
    class: 'one',
    methods: { list: { exposedHeaders: 'Set-Cookie' }, find: 'three' },
    issues: [
      [ROOT, 'maxAge', 'max-age-out-of-range', SECONDS, BOTH],
      ['policies.one', 'methods', 'method-not-a-token', METHOD, LIST],
      ['policies.two', 'origin', 'origin-empty', NAME_AN_ORIGIN, { routes: [] }],
      ['Cats.list', 'exposedHeaders', 'header-forbidden', REMOVE],
      [
        'Cats.find',
        '@Cors',
        'policy-unknown',
        'write one of "one", "two", or add it to `policies` of CorsModule.forRoot',
        { value: 'three' },
      ],
    ],
  },
  {
    rule: 'R12',
    name: 'every fault of a list',
    root: { origin: [`${APP}/`, '', true, 'a.example', /^a$/g, 7] },
    issues: [
      [ROOT, 'origin', 'origin-not-serialized', 'remove the trailing slash', { value: `${APP}/` }],
      [ROOT, 'origin', 'origin-empty', NAME_AN_ORIGIN, { value: '' }],
      [ROOT, 'origin', 'origin-true', NOT_TRUE, { value: true }],
      [ROOT, 'origin', 'origin-without-scheme', write('https://a.example'), { value: 'a.example' }],
      [ROOT, 'origin', 'regexp-stateful', 'remove the flag: /^a$/', { value: /^a$/g }],
      [ROOT, 'origin', 'wrong-type', FORMS, { value: 7 }],
    ],
  },
  {
    rule: 'R12',
    name: 'every conflict of two layers',
    root: { credentials: true, exposedHeaders: '*' },
    class: { origin: ['null', 'http://a.example', 'https://*.com'] },
    issues: [
      [
        'Cats',
        'origin',
        'origin-null-with-credentials',
        NULL_WITHOUT_CREDENTIALS,
        { value: 'null', from: [ON_CLASS, ROOT] },
      ],
      [
        'Cats',
        'origin',
        'origin-insecure',
        encrypt('https://a.example'),
        { value: 'http://a.example', from: [ON_CLASS, ROOT] },
      ],
      [ROOT, 'exposedHeaders', 'exposed-any-with-credentials', NAME_HEADERS],
      ['Cats', 'origin', 'origin-public-suffix', allowSuffix('com'), { value: 'https://*.com' }],
    ],
  },
];

const FROZEN: readonly Refused[] = [
  {
    rule: 'R13',
    name: 'a function that adds to a list that it inherits',
    root: { origin: APP, allowedHeaders: ['X-A'] },
    class: (inherited: { allowedHeaders: string[] }) => {
      inherited.allowedHeaders.push('X-B');
      return inherited;
    },
    issues: [['Cats', '@Cors', 'declaration-failed', RETURN_OPTIONS, LIST]],
  },
  {
    rule: 'R13',
    name: 'a function that sets an option that it inherits',
    root: { origin: APP },
    method: (inherited: { maxAge?: number }) => {
      inherited.maxAge = 600;
      return inherited;
    },
    issues: [['Cats.list', '@Cors', 'declaration-failed', RETURN_OPTIONS]],
  },
];

const EXPRESSIONS: readonly Refused[] = [
  ...atRoot('R14', 'origin', 'regexp-not-anchored')(
    [
      'an expression without anchors',
      /https:\/\/app\.example\.com/,
      String.raw`write "https://app.example.com", or anchor it: /^https:\/\/app\.example\.com$/`,
    ],
    [
      'an expression that is anchored at its start only',
      /^https:\/\/.*\.example\.com/,
      String.raw`write "https://*.example.com", or anchor it: /^https:\/\/.*\.example\.com$/`,
    ],
    [
      'an expression that is anchored at its end only',
      /\.example\.com$/,
      String.raw`write "https://*.example.com"`,
    ],
    ['an expression of a host', /example\.com/, String.raw`write "https://example.com"`],
    ['an expression of the own machine', /localhost/, String.raw`write "http://localhost:*"`],
    [
      'an expression of the own machine on any port',
      /localhost:\d+/,
      String.raw`write "http://localhost:*"`,
    ],
    [
      'an expression whose flags stay',
      /https:\/\/[a-z]+-pr\.example\.com$/i,
      anchored(String.raw`/^https:\/\/[a-z]+-pr\.example\.com$/i`),
    ],
    [
      'an alternation whose anchors hold one branch each',
      /^https:\/\/a\.example|https:\/\/b\.example$/,
      anchored(String.raw`/^(?:https:\/\/a\.example|https:\/\/b\.example)$/`),
    ],
    [
      'an alternation with one branch that is not anchored',
      /^https:\/\/a\.example$|https:\/\/b\.example/,
      anchored(String.raw`/^(?:https:\/\/a\.example$|https:\/\/b\.example)$/`),
    ],
    ['an expression that ends with a dollar sign', /^https:\/\/a\$/, 'list the origins'],
    ['anchors inside a group', /(?:^https:\/\/a$)/, anchored(String.raw`/^(?:^https:\/\/a$)$/`)],
    ['an expression that matches anything', /.*/, anchored(String.raw`/^https:\/\/.*$/`)],
    ['an empty expression', new RegExp(''), 'list the origins'],
    ['one port of the own machine', /localhost:3000/, write('http://localhost:3000')],
    ['any port of the own machine', /localhost/, write('http://localhost:*')],
    ['any port of an own address', /^127\.0\.0\.1/, write('http://127.0.0.1:*')],
    [
      'an expression for one label, which a pattern is wider than',
      /^https:\/\/[a-z]+\.example\.com/,
      anchored(String.raw`/^https:\/\/[a-z]+\.example\.com$/`),
    ],
    [
      'an expression for a port that has to be there',
      /https:\/\/example\.com:\d+$/,
      anchored(String.raw`/^https:\/\/example\.com:\d+$/`),
    ],
    ['an expression that no origin has', /\/api\//, 'list the origins'],
  ),
  ...atRoot('R14', 'origin', 'regexp-stateful')(
    [
      'an expression with the flag g',
      /^https:\/\/a\.example$/g,
      String.raw`remove the flag: /^https:\/\/a\.example$/`,
    ],
    [
      'an expression with the flag y',
      /^https:\/\/a\.example$/y,
      String.raw`remove the flag: /^https:\/\/a\.example$/`,
    ],
    [
      'an expression with the flags g, i and y',
      /^https:\/\/a\.example$/giy,
      String.raw`remove the flag: /^https:\/\/a\.example$/i`,
    ],
  ),
  {
    rule: 'R14',
    name: 'an expression that has the flag g and is not anchored',
    root: { origin: [APP, /\.example\.com$/g] },
    issues: [
      [ROOT, 'origin', 'regexp-stateful', 'remove the flag', { value: /\.example\.com$/g }],
      [
        ROOT,
        'origin',
        'regexp-not-anchored',
        String.raw`write "https://*.example.com"`,
        { value: /\.example\.com$/g },
      ],
    ],
  },
  ...atRoot('R14', 'origin', 'regexp-slow')(
    ['a repetition of a repetition', /^(a+)+$/, LIST_INSTEAD],
    ['a repetition of the same twice', /^(?:a|a)*$/, LIST_INSTEAD],
    ['labels with a dot that may be missing', /^https:\/\/(\w+\.?)+example\.com$/, LIST_INSTEAD],
    ['labels in a repetition', /^https:\/\/([a-z0-9-]+)*\.example\.com$/, LIST_INSTEAD],
    ['three times anything', /^https:\/\/.*\..*\..*$/, LIST_INSTEAD],
    [
      'a reference to what was matched',
      /^https:\/\/(?<name>[a-z]+)\.\k<name>\.example$/,
      LIST_INSTEAD,
    ],
    [
      'an expression with the flag v',
      new RegExp('^https://[a-z]+\\.example\\.com$', 'v'),
      LIST_INSTEAD,
    ],
    ['a slow expression of Unicode properties', /^(\p{Ll}+)+$/u, LIST_INSTEAD],
  ),
  {
    rule: 'R14',
    name: 'an expression that is slow and not anchored, of a class',
    class: { origin: /^\s+|\s+$/ },
    issues: [
      ['Cats', 'origin', 'regexp-not-anchored', 'list the origins'],
      ['Cats', 'origin', 'regexp-slow', LIST_INSTEAD],
    ],
  },
];

/** Expressions with credentials: what is open, and what to write instead. */
const OPEN: readonly Refused[] = (
  [
    [
      'any host that ends as the own one',
      /^https:\/\/.*example\.com$/,
      'write "https://*.example.com"',
    ],
    [
      'a dot that is none',
      /^https:\/\/www.example\.com$/,
      String.raw`escape the dot: /^https:\/\/www\.example\.com$/`,
    ],
    ['any host', /^https:\/\/.+$/, 'list the origins'],
    ['any host, written as what is in none', /^https:\/\/[^/]+$/, 'list the origins'],
    [
      'hosts below a public suffix',
      /^https:\/\/pr-\d+\.vercel\.app$/,
      "list the origins, set dangerouslyAllowPublicSuffixes: ['vercel.app']",
    ],
    [
      'buckets of anybody',
      /^https:\/\/my-[a-z]+\.s3\.amazonaws\.com$/,
      "list the origins, set dangerouslyAllowPublicSuffixes: ['s3.amazonaws.com']",
    ],
    ['addresses of a network', /^https:\/\/192\.168\.\d{1,3}\.\d{1,3}$/, 'list the origins'],
    ['every extension', /^chrome-extension:\/\/[a-p]{32}$/, 'list the origins'],
    ['names of the own network', /^https:\/\/.*\.internal$/, 'write "https://*.internal"'],
  ] as const
).map(([name, origin, fix]) => ({
  rule: 'R14',
  name,
  root: { origin, credentials: true },
  issues: [[ROOT, 'origin', 'regexp-open', `${fix}, or set credentials: false`]],
}));

const ENVIRONMENT: readonly Refused[] = [
  ...atRoot('also', 'origin', 'origin-empty')(
    ['a variable that is not set, as a list', parseOrigins(undefined), NAME_ORIGINS],
    ['a variable that is empty, as a list', parseOrigins(''), NAME_ORIGINS],
    ['a variable of commas, as a list', parseOrigins(' , ,'), NAME_ORIGINS],
    ['an empty list', [], NAME_ORIGINS],
    ['a variable that is empty', '', NAME_AN_ORIGIN],
    ['a variable of blanks', ' \t', NAME_AN_ORIGIN],
    ['a variable that is empty, split by hand', ''.split(','), NAME_AN_ORIGIN, ''],
    ['a comma at the end, split by hand', `${APP},`.split(','), NAME_AN_ORIGIN, ''],
  ),
  ...atRoot(
    'also',
    'origin',
    'origin-undefined',
  )(['a variable that is not set', undefined, SET_VARIABLE]),
  {
    rule: 'also',
    name: 'a variable that is not set, in a policy',
    root: { origin: APP, policies: { partner: { origin: undefined } } },
    issues: [['policies.partner', 'origin', 'origin-undefined', SET_VARIABLE]],
  },
  ...atRoot(
    'also',
    'origin',
    'origin-undefined',
  )([
    'a variable that is not set, in a list',
    [APP, undefined],
    'set the environment variable that it comes from, or take it out of the list',
    undefined,
  ]),
  ...atRoot('also', 'origin', 'origin-list')(
    ['two origins with a comma', `${APP},https://b.example`, SPLIT],
    ['two origins with a comma and a blank', `${APP}, https://b.example`, SPLIT],
    ['two origins with a blank', `${APP} https://b.example`, SPLIT],
    ['two origins with a line feed', `${APP}\nhttps://b.example`, SPLIT],
    ['a comma at the end', `${APP},`, SPLIT],
    ['two origins with a semicolon', `${APP};https://b.example`, SEPARATE],
    ['two origins with a semicolon and a blank', `${APP}; https://b.example`, SEPARATE],
    ['two origins with slashes and a semicolon', `${APP}/;https://b.example/`, SEPARATE],
    ['a semicolon at the end', `${APP};`, SEPARATE],
    ['two origins with a bar', `${APP}|https://b.example`, SEPARATE],
    ['two hosts with a semicolon', 'a.example;b.example', SEPARATE],
    ['two packaged apps with a semicolon', 'app://.;app://-', SEPARATE],
    ['two origins with slashes and a blank', `${APP}/ https://b.example/`, SPLIT],
    [
      'a variable with semicolons, as a list',
      parseOrigins(`${APP};https://b.example`),
      SEPARATE,
      `${APP};https://b.example`,
    ],
    ['any origin with a comma', `*,${APP}`, SPLIT],
    ['two hosts with a comma', 'a.example,b.example', SPLIT],
    [
      'two origins with a comma, in a list',
      [`${APP},https://b.example`],
      SPLIT,
      `${APP},https://b.example`,
    ],
  ),
  ...atRoot('also', 'origin', 'origin-quoted')(
    ['double quotation marks', `"${APP}"`, write(APP)],
    ['single quotation marks', `'${APP}'`, write(APP)],
    ['one quotation mark', `"${APP}`, write(APP)],
    ['quotation marks and a slash', `"${APP}/"`, write(APP)],
    ['any origin in quotation marks', '"*"', UNQUOTE],
    ['a list in quotation marks', `"${APP},https://b.example"`, UNQUOTE],
    ['quotation marks, as a list', parseOrigins(`"${APP}"`), write(APP), `"${APP}"`],
  ),
  {
    rule: 'also',
    name: 'a list, each of it in quotation marks',
    root: { origin: parseOrigins(`"${APP}","https://b.example"`) },
    issues: [
      [ROOT, 'origin', 'origin-quoted', write(APP), { value: `"${APP}"` }],
      [
        ROOT,
        'origin',
        'origin-quoted',
        write('https://b.example'),
        { value: '"https://b.example"' },
      ],
    ],
  },
  ...atRoot(
    'also',
    'origin',
    'origin-not-serialized',
  )([
    'a variable with a slash at its end',
    parseOrigins(`${APP}/`),
    'remove the trailing slash',
    `${APP}/`,
  ]),
  ...atRoot(
    'also',
    'credentials',
    'wrong-type',
  )(
    ['a variable that says true', 'true', BOOLEAN],
    ['a variable that says false', 'false', BOOLEAN],
  ),
];

/** What would be suggested, if it booted beside the other options. */
const NOT_SUGGESTED: readonly Refused[] = (
  [
    ['a slash behind an http origin', 'http://app.example.com/', SERIALIZED],
    ['a slash behind a wildcard over a public suffix', 'https://*.github.io/', SERIALIZED],
    ['a slash behind an own host', 'http://localhost:3000/', 'remove the trailing slash'],
    ['a slash behind an https origin', `${APP}/`, 'remove the trailing slash'],
  ] as const
).map(([name, origin, fix]): Refused => ({
  rule: 'R2',
  name: `${name}, with credentials`,
  root: { origin, credentials: true },
  issues: [[ROOT, 'origin', 'origin-not-serialized', fix]],
}));

const BETWEEN_LAYERS: readonly Refused[] = [
  {
    rule: 'R2',
    name: 'a slash behind an http origin of a class, with credentials of the root',
    root: { credentials: true },
    class: { origin: 'http://app.example.com/' },
    issues: [['Cats', 'origin', 'origin-not-serialized', SERIALIZED, LIST]],
  },
  {
    rule: 'R14',
    name: 'an expression of a class that is not anchored, with credentials of the root',
    root: { credentials: true },
    class: { origin: /http:\/\/app\.example\.com$/ },
    issues: [
      ['Cats', 'origin', 'regexp-not-anchored', 'list the origins', LIST],
      [
        'Cats',
        'origin',
        'origin-insecure',
        'begin it with ^https:, or set dangerouslyAllowInsecureOrigins: true',
        { ...LIST, from: [ON_CLASS, ROOT] },
      ],
    ],
  },
  {
    rule: 'R7',
    name: 'an http origin on the port of https, with credentials',
    root: { origin: 'http://app.example.com:443', credentials: true },
    issues: [[ROOT, 'origin', 'origin-insecure', encrypt(APP, '["http://app.example.com:443"]')]],
  },
  {
    rule: 'R6',
    name: 'a wildcard over a public suffix, beside one that is allowed',
    root: { origin: 'https://*.github.io', dangerouslyAllowPublicSuffixes: ['vercel.app'] },
    issues: [
      [
        ROOT,
        'origin',
        'origin-public-suffix',
        "name what is yours below it, or add 'github.io' to dangerouslyAllowPublicSuffixes",
      ],
    ],
  },
  {
    rule: 'R4',
    name: 'a wildcard in a label below a public suffix, over http',
    root: { origin: 'http://pr-*.vercel.app' },
    issues: [
      [
        ROOT,
        'origin',
        'origin-pattern',
        expression(String.raw`/^http:\/\/pr-[a-z0-9-]+\.vercel\.app$/ without credentials`),
      ],
    ],
  },
  {
    rule: 'also',
    name: 'an origin with a slash where the name of a policy stands',
    root: { origin: APP },
    class: `${APP}/`,
    issues: [['Cats', '@Cors', 'policy-unknown', `write @Cors({ origin: "${APP}" })`, LIST]],
  },
  {
    rule: 'also',
    name: 'any origin where the name of a policy stands, with credentials of the root',
    root: { origin: APP, credentials: true },
    class: '*',
    issues: [['Cats', '@Cors', 'policy-unknown', 'write @Cors({ origin: … })', LIST]],
  },
];

const NOTHING_SAID: readonly Refused[] = [
  {
    rule: 'also',
    name: 'a class that takes part, where nobody names an origin',
    class: {},
    issues: [
      ['Cats', 'origin', 'origin-missing', NAME_THEM_SOMEWHERE, { value: undefined, ...LIST }],
    ],
  },
  {
    rule: 'also',
    name: 'a method that takes part, where nobody names an origin',
    root: { maxAge: 600 },
    method: {},
    issues: [['Cats.list', 'origin', 'origin-missing', NAME_THEM_SOMEWHERE, { value: undefined }]],
  },
  {
    rule: 'also',
    name: 'a class with an origin that is undefined, and nothing to inherit',
    class: { origin: undefined },
    issues: [['Cats', 'origin', 'origin-missing', NAME_THEM_SOMEWHERE]],
  },
  {
    rule: 'also',
    name: 'a policy without an origin, and nothing to inherit',
    root: { policies: { slow: { maxAge: 600 } } },
    class: 'slow',
    issues: [
      [
        'policies.slow',
        'origin',
        'origin-missing',
        NAME_THEM_SOMEWHERE,
        { value: undefined, ...LIST },
      ],
    ],
  },
  {
    rule: 'also',
    name: 'a policy without an origin, that no route has',
    root: { policies: { slow: { maxAge: 600 } } },
    class: { origin: APP },
    issues: [
      [
        'policies.slow',
        'origin',
        'origin-missing',
        NAME_THEM_SOMEWHERE,
        { value: undefined, routes: [] },
      ],
    ],
  },
  {
    rule: 'also',
    name: 'a policy without an origin, inside a class that has one',
    root: { policies: { slow: { maxAge: 600 } } },
    class: { origin: APP },
    method: 'slow',
    issues: [
      [
        'policies.slow',
        'origin',
        'origin-missing',
        NAME_THEM_SOMEWHERE,
        { value: undefined, ...LIST },
      ],
    ],
  },
  {
    rule: 'also',
    name: 'a policy without an origin, inside a class with another policy',
    root: { policies: { open: { origin: '*' }, slow: { maxAge: 600 } } },
    class: 'open',
    method: 'slow',
    issues: [
      [
        'policies.slow',
        'origin',
        'origin-missing',
        NAME_THEM_SOMEWHERE,
        { value: undefined, ...LIST },
      ],
    ],
  },
  {
    rule: 'also',
    name: 'a root whose origin is undefined, and a class that inherits it',
    root: { origin: undefined },
    class: {},
    issues: [
      [ROOT, 'origin', 'origin-undefined', SET_VARIABLE],
      ['Cats', 'origin', 'origin-missing', NAME_THEM_SOMEWHERE, { value: undefined }],
    ],
  },
];

const UNKNOWN: readonly Refused[] = [
  ...atRoot(
    'also',
    'origins',
    'option-unknown',
  )(['the option `origins`', [APP], instead('origin')]),
  ...atRoot('also', 'Origin', 'option-unknown')(['the option `Origin`', APP, instead('origin')]),
  ...atRoot('also', 'method', 'option-unknown')(['the option `method`', 'GET', instead('methods')]),
  ...atRoot(
    'also',
    'allowHeaders',
    'option-unknown',
  )(['the option `allowHeaders`', 'X-A', instead('allowedHeaders')]),
  ...atRoot(
    'also',
    'exposeHeaders',
    'option-unknown',
  )(['the option `exposeHeaders`', 'X-A', instead('exposedHeaders')]),
  ...atRoot(
    'also',
    'allowCredentials',
    'option-unknown',
  )(['the option `allowCredentials`', true, instead('credentials')]),
  ...atRoot('also', 'max_age', 'option-unknown')(['the option `max_age`', 600, instead('maxAge')]),
  ...atRoot(
    'also',
    'dangerouslyAllowInsecureOrigin',
    'option-unknown',
  )([
    'the option `dangerouslyAllowInsecureOrigin`',
    true,
    instead('dangerouslyAllowInsecureOrigins'),
  ]),
  ...atRoot('also', 'constructor', 'option-unknown')(['the option `constructor`', 1, NO_OPTION]),
  {
    rule: 'also',
    name: 'policies of a class',
    root: { origin: APP },
    class: { policies: {} },
    issues: [
      [
        'Cats',
        'policies',
        'option-unknown',
        'move it: only CorsModule.forRoot has `policies`',
        { value: {} },
      ],
    ],
  },
  {
    rule: 'also',
    name: 'an origin in the place of a policy',
    root: { origin: APP },
    class: '*',
    issues: [['Cats', '@Cors', 'policy-unknown', 'write @Cors({ origin: "*" })', { value: '*' }]],
  },
  {
    rule: 'also',
    name: 'an option of a method that there is not, of a value that says nothing',
    root: { origin: APP },
    method: { maxage: undefined },
    issues: [['Cats.list', 'maxage', 'option-unknown', instead('maxAge')]],
  },
  {
    rule: 'also',
    name: 'an option of a policy that there is not',
    root: { origin: APP, policies: { partner: { credential: true } } },
    issues: [['policies.partner', 'credential', 'option-unknown', instead('credentials')]],
  },
  {
    rule: 'also',
    name: 'an option that a function returns and that there is not',
    root: { origin: APP },
    method: () => ({ timeout: 5 }),
    issues: [['Cats.list', 'timeout', 'option-unknown', NO_OPTION, { value: 5 }]],
  },
  {
    rule: 'also',
    name: 'a policy that is spelled in another way',
    root: { origin: APP, policies: { public: { origin: '*' }, partner: {} } },
    class: 'publik',
    issues: [
      [
        'Cats',
        '@Cors',
        'policy-unknown',
        'write "public" (there is "public", "partner")',
        { value: 'publik', ...LIST },
      ],
    ],
  },
  {
    rule: 'also',
    name: 'a policy that there is not, of a class of two methods',
    root: { origin: APP, policies: { public: { origin: '*' } } },
    class: 'Public',
    methods: { list: undefined, find: {} },
    issues: [
      [
        'Cats',
        '@Cors',
        'policy-unknown',
        'write "public" (there is "public")',
        { routes: ['Cats.list', 'Cats.find'] },
      ],
    ],
  },
  {
    rule: 'also',
    name: 'a policy that there is not, of a method',
    root: { origin: APP, policies: { public: { origin: '*' } } },
    methods: { list: undefined, find: 'Public' },
    issues: [
      [
        'Cats.find',
        '@Cors',
        'policy-unknown',
        'write "public" (there is "public")',
        { value: 'Public', routes: [] },
      ],
    ],
  },
  {
    rule: 'also',
    name: 'a policy where there are none',
    root: { origin: APP },
    class: 'public',
    issues: [['Cats', '@Cors', 'policy-unknown', NO_POLICIES, { value: 'public' }]],
  },
  {
    rule: 'also',
    name: 'a policy of the name of what every object has',
    root: { origin: APP, policies: { own: {} } },
    class: 'constructor',
    issues: [
      [
        'Cats',
        '@Cors',
        'policy-unknown',
        'write one of "own", or add it to `policies` of CorsModule.forRoot',
        { value: 'constructor' },
      ],
    ],
  },
];

const WRONG_TYPES: readonly Refused[] = [
  ...atRoot('also', 'origin', 'wrong-type')(
    ['an origin of null', null, FORMS],
    ['an origin of null in a list', [null], FORMS, null],
    ['an origin that is a number', 3000, FORMS],
    ['an origin that is an object', { origin: APP }, FORMS],
    ['an origin that is a URL', new URL(APP), FORMS],
    ['an origin that is a set', new Set([APP]), FORMS],
    ['an origin that is a promise', Promise.resolve(APP), FORMS],
    ['an origin that is an error', new Error('no key'), FORMS],
    ['an origin that holds itself', circular(), FORMS],
    ['an origin that is the instance of a provider', new Tenants(), FORMS],
    ['a function in a list', [APP, allowAll], FORMS, allowAll],
    ['a list in a list', [[APP]], FORMS, [APP]],
    ['an origin of false in a list', [APP, false], FORMS, false],
  ),
  ...atRoot('also', 'methods', 'wrong-type')(
    ['methods of null', null, NAMES],
    ['methods of true', true, NAMES],
    ['methods that are an object', { GET: true }, NAMES],
    ['methods that are a set', new Set(['GET']), NAMES],
    ['a method that is a number', ['GET', 7], NAMES],
    ['methods that a function returns', () => ['GET'], NAMES],
  ),
  ...atRoot(
    'also',
    'allowedHeaders',
    'wrong-type',
  )(['allowed headers of true', true, NAMES], ['an allowed header of null', [null], NAMES]),
  ...atRoot(
    'also',
    'exposedHeaders',
    'wrong-type',
  )(
    ['exposed headers that are a number', 7, NAMES],
    ['exposed headers that are an expression', /ETag/, NAMES],
  ),
  ...atRoot('also', 'credentials', 'wrong-type')(
    ['credentials of null', null, BOOLEAN],
    ['credentials of 1', 1, BOOLEAN],
    ['credentials as in fetch()', 'include', BOOLEAN],
  ),
  ...atRoot(
    'also',
    'preflightContinue',
    'wrong-type',
  )(['a preflight that is continued by a string', 'yes', BOOLEAN]),
  ...atRoot(
    'also',
    'dangerouslyAllowNullOrigin',
    'wrong-type',
  )(['`null` allowed by a string', 'true', BOOLEAN]),
  ...atRoot(
    'also',
    'dangerouslyAllowInsecureOrigins',
    'wrong-type',
  )(
    ['insecure origins allowed by a number', 1, BOOLEAN],
    [
      'insecure origins allowed by name that are encrypted',
      ['https://app.example.com'],
      'write each origin as it is sent, such as "http://192.168.0.10:3000"',
      'https://app.example.com',
    ],
  ),
  ...atRoot(
    'also',
    'dangerouslyAllowPublicSuffixes',
    'wrong-type',
  )(['public suffixes allowed by null', null, BOOLEAN]),
  ...atRoot('also', 'policies', 'wrong-type')(
    ['policies of null', null, POLICIES],
    ['policies in a list', [{ origin: '*' }], POLICIES],
    ['policies that are a string', 'public', POLICIES],
  ),
  ...([null, undefined, true, '*', ['*']] as const).map((policy): Refused => ({
    rule: 'also',
    name: `a policy that is ${JSON.stringify(policy) ?? 'undefined'}`,
    root: { origin: APP, policies: { open: policy } },
    issues: [['policies.open', 'options', 'wrong-type', OPTIONS, { value: policy }]],
  })),
  ...(
    [
      ['undefined', undefined],
      ['null', null],
      ['a number', 7],
      ['a string', 'public'],
      ['a list', [APP]],
      ['a map', new Map([['origin', APP]])],
      ['an expression', /^https:\/\/a\.example$/],
      ['a function', () => ({ origin: '*', maxAge: -2 })],
    ] as const
  ).map(([name, root]): Refused => ({
    rule: 'also',
    name: `a factory that returns ${name}`,
    root,
    issues: [[ROOT, 'options', 'wrong-type', OPTIONS, { value: root, routes: [] }]],
  })),
  ...(
    [
      ['null', null],
      ['true', true],
      ['a number', 7],
      ['a list', [APP]],
      ['a promise', Promise.resolve({ origin: APP })],
      ['an expression', /^https:\/\/a\.example$/],
      ['a map', new Map([['origin', APP]])],
    ] as const
  ).map(([name, declaration]): Refused => ({
    rule: 'also',
    name: `a class that says ${name}`,
    root: { origin: APP },
    class: declaration,
    issues: [['Cats', 'options', 'wrong-type', OPTIONS, { value: declaration }]],
  })),
  ...(
    [
      ['nothing', undefined],
      ['null', null],
      ['false', false],
      ['a name', 'public'],
      ['a list', [APP]],
    ] as const
  ).map(([name, returned]): Refused => ({
    rule: 'also',
    name: `a function that returns ${name}`,
    root: { origin: APP },
    method: () => returned,
    issues: [['Cats.list', 'options', 'wrong-type', OPTIONS, { value: returned }]],
  })),
  {
    rule: 'also',
    name: 'a function that returns a promise',
    root: { origin: APP },
    class: async () => ({}),
    issues: [['Cats', 'options', 'wrong-type', OPTIONS, { value: Promise.resolve({}) }]],
  },
  {
    rule: 'also',
    name: 'a function that throws',
    root: { origin: APP },
    class: throwing(new Error('no key')),
    shown: '`@Cors((inherited) => …)`, which throws',
    issues: [['Cats', '@Cors', 'declaration-failed', RETURN_OPTIONS, LIST]],
  },
  {
    rule: 'also',
    name: 'a function that throws an error of two lines',
    root: { origin: APP },
    class: throwing(new Error('no key:\nset KEY')),
    issues: [['Cats', '@Cors', 'declaration-failed', RETURN_OPTIONS, LIST]],
  },
  {
    rule: 'also',
    name: 'a function that throws what is no error',
    root: { origin: APP },
    method: throwing('no key'),
    issues: [['Cats.list', '@Cors', 'declaration-failed', RETURN_OPTIONS, { routes: [] }]],
  },
  {
    rule: 'also',
    name: 'a class in the place of a function',
    root: { origin: APP },
    class: Unresolving,
    issues: [['Cats', '@Cors', 'declaration-failed', RETURN_OPTIONS]],
  },
];

const PROVIDERS: readonly Refused[] = [
  ...atRoot('also', 'origin', 'origin-provider')(
    ['a class that is no provider', Tenants, ADD_PROVIDER],
    ['a class that cannot resolve', Unresolving, ADD_RESOLVE],
    ['a class whose resolve is no method', Member, ADD_RESOLVE],
  ),
  {
    rule: 'also',
    name: 'a provider of each request',
    root: { origin: APP },
    class: { origin: TenantsOfRequest },
    providers: [TenantsOfRequest],
    issues: [['Cats', 'origin', 'origin-provider', ADD_PROVIDER, LIST]],
  },
  {
    rule: 'also',
    name: 'a provider that cannot resolve',
    root: { origin: APP },
    method: { origin: Unresolving },
    providers: [Unresolving],
    issues: [['Cats.list', 'origin', 'origin-provider', ADD_RESOLVE]],
  },
];

/** Configurations as a set of black-box cases has them, for engines of every language. */
const BLACK_BOX: readonly Refused[] = (
  [
    [
      'R1',
      [APP, '*'],
      true,
      [ROOT, 'origin', 'origin-any-in-list', 'remove it from the list', { value: [APP, '*'] }],
      anyWithCredentials(ROOT, { value: '*' }),
    ],
    ['R2', [`${APP}/path`], false, [ROOT, 'origin', 'origin-not-serialized', write(APP)]],
    ['R2', ['//app.example.com'], false, [ROOT, 'origin', 'origin-without-scheme', write(APP)]],
    ['R3', [`${APP}:443`], false, [ROOT, 'origin', 'origin-never-sent', write(APP)]],
    [
      'R3',
      ['https://bücher.example'],
      false,
      [ROOT, 'origin', 'origin-never-sent', write('https://xn--bcher-kva.example')],
    ],
    [
      'R2',
      ['https://user@app.example.com'],
      false,
      [ROOT, 'origin', 'origin-not-serialized', write(APP)],
    ],
    ['R2', [`${APP}?x`], false, [ROOT, 'origin', 'origin-not-serialized', write(APP)]],
    ['R4', ['https://*example.com'], true, [ROOT, 'origin', 'origin-pattern', WILDCARDS]],
    ['R4', ['https://app.*.com'], true, [ROOT, 'origin', 'origin-pattern', WILDCARDS]],
    ['R4', ['https://app.example.*'], true, [ROOT, 'origin', 'origin-pattern', WILDCARDS]],
    ['R4', ['*://app.example.com'], true, [ROOT, 'origin', 'origin-pattern', EACH_SCHEME]],
    [
      'R6',
      ['https://*.co.uk'],
      true,
      [ROOT, 'origin', 'origin-public-suffix', allowSuffix('co.uk')],
    ],
    [
      'R6',
      ['https://*.github.io'],
      true,
      [ROOT, 'origin', 'origin-public-suffix', allowSuffix('github.io')],
    ],
    ['also', [], false, [ROOT, 'origin', 'origin-empty', NAME_ORIGINS, { value: [] }]],
    ['R2', ['https://[::1'], false, [ROOT, 'origin', 'origin-not-serialized', SERIALIZED]],
    [
      'R3',
      ['https://127.1'],
      false,
      [ROOT, 'origin', 'origin-never-sent', write('https://127.0.0.1')],
    ],
    [
      'R2',
      ['https://a..example.com'],
      false,
      [ROOT, 'origin', 'origin-not-serialized', SERIALIZED],
    ],
  ] as const satisfies readonly (readonly [
    rule: Refused['rule'],
    origin: readonly string[],
    credentials: boolean,
    ...issues: ExpectedIssue[],
  ])[]
).map(([rule, origin, credentials, ...issues]): Refused => ({
  rule,
  name: `the origins ${JSON.stringify(origin)} ${credentials ? 'with' : 'without'} credentials`,
  root: { origin, credentials },
  issues: issues.map(([source, option, reason, fix, more = {}]) => [
    source,
    option,
    reason,
    fix,
    { value: origin[0], ...more },
  ]),
}));

/** Configurations that do not boot. */
export const REFUSED: readonly Refused[] = [
  ...UNREADABLE,
  ...ANY_ORIGIN,
  ...NOT_SERIALIZED,
  ...NEVER_SENT,
  ...PATTERNS,
  ...NULL_AND_FILE,
  ...PUBLIC_SUFFIXES,
  ...INSECURE,
  ...METHODS_AND_HEADERS,
  ...NUMBERS,
  ...TOGETHER,
  ...FROZEN,
  ...EXPRESSIONS,
  ...OPEN,
  ...ENVIRONMENT,
  ...NOT_SUGGESTED,
  ...BETWEEN_LAYERS,
  ...NOTHING_SAID,
  ...UNKNOWN,
  ...WRONG_TYPES,
  ...PROVIDERS,
  ...BLACK_BOX,
  ...PATHS,
  ...PLACES,
  ...ELSEWHERE,
];
