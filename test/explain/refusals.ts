import type { Written } from './written-cats.js';

/** A request that is refused, and what is said about it. */
export interface Refusal extends Written {
  /** A noun phrase. */
  readonly name: string;
  /** The whole message of the fix. */
  readonly fix: string;
  /** What a person writes or asks, where the fix is no data. */
  readonly byHand?: Partial<Written>;
}

export const APP = 'https://app.example.com';
const get = (origin: string, more = {}) => ({ origin, path: '/cats', ...more });
const put = (origin: string, more = {}) => ({ origin, method: 'PUT', path: '/cats/7', ...more });
const ADD = `add "https://app.example.com" to \`origin\` of`;

/** One row for each way to be refused. */
export const REFUSALS: readonly Refusal[] = [
  {
    name: 'an origin that the root does not list',
    root: { origin: 'https://other.example' },
    question: get(APP),
    fix: 'write `@Cors({ origin: ["https://other.example", "https://app.example.com"] })` on Cats.list; or add "https://app.example.com" to `origin` of CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'an origin that the class does not list',
    root: { origin: APP },
    class: { origin: ['https://other.example'] },
    question: get(APP),
    fix: 'write `@Cors({ origin: ["https://other.example", "https://app.example.com"] })` on Cats.list; or add "https://app.example.com" to `origin` of `@Cors` on Cats, which opens 3 routes',
  },
  {
    name: 'an origin that the method does not list',
    root: { origin: APP },
    class: {},
    methods: { list: { origin: 'https://other.example' } },
    question: get(APP),
    fix: `${ADD} \`@Cors\` on Cats.list`,
  },
  {
    name: 'an origin that a named policy does not list',
    root: { policies: { partner: { origin: 'https://*.partner.example' } } },
    class: 'partner',
    question: get(APP),
    fix: 'write `@Cors({ origin: ["https://*.partner.example", "https://app.example.com"] })` on Cats.list; or add "https://app.example.com" to `origin` of policies.partner, which opens 3 routes',
  },
  {
    name: 'an origin that the policy of a path does not list',
    root: { origin: APP, paths: [{ path: '/docs', policy: { origin: 'https://docs.example' } }] },
    question: { origin: APP, path: '/docs/logo.png' },
    fix: `${ADD} paths["/docs"]`,
  },
  {
    name: 'an origin beside an expression',
    root: { origin: /^https:\/\/other\.example$/ },
    question: get(APP),
    fix: 'write `@Cors({ origin: [/^https:\\/\\/other\\.example$/, "https://app.example.com"] })` on Cats.list; or add "https://app.example.com" to `origin` of CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'an origin on another port',
    root: { origin: 'https://app.example.com:8443' },
    question: get(APP),
    fix: 'write `@Cors({ origin: ["https://app.example.com:8443", "https://app.example.com"] })` on Cats.list; or add "https://app.example.com" to `origin` of CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'the apex of a pattern',
    root: { origin: 'https://*.example.com' },
    question: get('https://example.com'),
    fix: 'write `@Cors({ origin: ["https://*.example.com", "https://example.com"] })` on Cats.list; or add "https://example.com" to `origin` of CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'an origin of the own machine',
    root: { origin: 'http://localhost:5173', credentials: true },
    question: get('http://127.0.0.1:5173', { credentials: true }),
    fix: 'write `@Cors({ origin: ["http://localhost:5173", "http://127.0.0.1:5173"] })` on Cats.list; or add "http://127.0.0.1:5173" to `origin` of CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'an origin that is not encrypted, with credentials',
    root: { origin: APP, credentials: true },
    question: get('http://app.example.com', { credentials: true }),
    fix: 'write `@Cors({ origin: ["https://app.example.com", "http://app.example.com"], dangerouslyAllowInsecureOrigins: ["http://app.example.com"] })` on Cats.list; or better, serve the page over https:; or add "http://app.example.com" to `origin` of CorsModule.forRoot, and set `dangerouslyAllowInsecureOrigins` to ["http://app.example.com"] in CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'an origin that is not encrypted, with credentials, beside one that is allowed by name',
    root: {
      origin: [APP, 'http://192.168.0.10'],
      credentials: true,
      dangerouslyAllowInsecureOrigins: ['http://192.168.0.10'],
    },
    question: get('http://app.example.com', { credentials: true }),
    fix: 'write `@Cors({ dangerouslyAllowInsecureOrigins: ["http://192.168.0.10", "http://app.example.com"], origin: ["https://app.example.com", "http://192.168.0.10", "http://app.example.com"] })` on Cats.list; or better, serve the page over https:; or add "http://app.example.com" to `dangerouslyAllowInsecureOrigins` of CorsModule.forRoot, and add "http://app.example.com" to `origin` of CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'an origin that a function allows, and a list of insecure ones does not',
    root: { origin: () => true, credentials: true, dangerouslyAllowInsecureOrigins: [] },
    question: get('http://app.example.com', { credentials: true }),
    fix: 'write `@Cors({ dangerouslyAllowInsecureOrigins: ["http://app.example.com"] })` on Cats.list; or better, serve the page over https:; or add "http://app.example.com" to `dangerouslyAllowInsecureOrigins` of CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'credentials for an origin that is not encrypted',
    root: { origin: ['http://app.example.com', 'http://*.example.com'] },
    question: get('http://b.example.com', { credentials: true }),
    fix: 'write `@Cors({ credentials: true, dangerouslyAllowInsecureOrigins: ["http://app.example.com", "http://b.example.com"] })` on Cats.list; or better, serve the page over https:; or set `credentials` to true and `dangerouslyAllowInsecureOrigins` to ["http://app.example.com", "http://b.example.com"] in CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'the origin of a sandboxed frame',
    root: { origin: APP },
    question: get('null'),
    fix: 'write `@Cors({ origin: ["https://app.example.com", "null"], dangerouslyAllowNullOrigin: true })` on Cats.list; or better, serve the page from an origin of its own; or add "null" to `origin` of CorsModule.forRoot, and set `dangerouslyAllowNullOrigin` to true in CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'the origin of a sandboxed frame, with credentials',
    root: { origin: APP, credentials: true },
    question: get('null', { credentials: true }),
    fix: 'serve the page from an origin of its own: "null" is anybody\'s, and never has credentials',
    byHand: { question: get(APP, { credentials: true }) },
  },
  {
    name: 'an origin with a slash at its end',
    root: { origin: APP },
    question: get(`${APP}/`),
    fix: 'ask with `origin` "https://app.example.com"',
  },
  {
    name: 'an origin in upper case, with the default port',
    root: { origin: APP },
    question: get('https://App.Example.com:443'),
    fix: 'ask with `origin` "https://app.example.com"',
  },
  {
    name: 'an origin that nobody sends',
    root: { origin: APP },
    question: get('https://'),
    fix: 'ask with an origin that a browser sends: "https://" is none',
    byHand: { question: get(APP) },
  },
  {
    name: 'the origin of a packaged app',
    root: { origin: APP },
    question: get('app://.'),
    fix: 'write `@Cors({ origin: ["https://app.example.com", "app://."] })` on Cats.list; or add "app://." to `origin` of CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'the origin of a file',
    root: { origin: ['null', APP], dangerouslyAllowNullOrigin: true },
    question: get('file://'),
    fix: "serve the page over http://localhost: the origin of a file is anybody's, and is never allowed",
    byHand: { question: get(APP) },
  },
  {
    name: 'an origin that a function refuses',
    root: { origin: (origin) => origin === 'https://other.example' },
    question: get(APP),
    fix: 'let the function that is `origin` of CorsModule.forRoot answer true for "https://app.example.com"',
    byHand: { root: { origin: (origin) => origin === APP } },
  },
  {
    name: 'a function that throws',
    root: {
      origin() {
        throw new Error('no tenants');
      },
    },
    question: get(APP),
    fix: 'let the function that is `origin` of CorsModule.forRoot answer true for "https://app.example.com"',
    byHand: { root: { origin: async () => true } },
  },
  {
    name: 'a function that takes too long',
    root: { originTimeout: 20, origin: () => new Promise<boolean>(() => undefined) },
    question: get(APP),
    fix: 'let the function that is `origin` of CorsModule.forRoot answer true for "https://app.example.com" within 20 ms, or set `originTimeout`',
    byHand: { root: { origin: async () => true } },
  },
  {
    name: 'a function that is not asked about `null`',
    root: { origin: () => true },
    question: get('null'),
    fix: 'write `@Cors({ dangerouslyAllowNullOrigin: true })` on Cats.list; or better, serve the page from an origin of its own; or set `dangerouslyAllowNullOrigin` to true in CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'an origin that a list from elsewhere does not have',
    root: { origin: { load: () => ['https://other.example'], refresh: 60_000 } },
    question: get(APP),
    fix: 'add "https://app.example.com" to the list that is loaded for `origin` of CorsModule.forRoot',
    byHand: { root: { origin: { load: () => [APP], refresh: 60_000 } } },
  },
  {
    name: 'a header, under a list from elsewhere',
    root: { origin: { load: () => [APP], refresh: 60_000 }, allowedHeaders: [] },
    question: get(APP, { headers: ['X-Trace'] }),
    fix: 'write `@Cors({ allowedHeaders: ["X-Trace"] })` on Cats.list; or add "X-Trace" to `allowedHeaders` of CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'a route of which no layer says anything',
    question: get(APP),
    fix: 'write `@Cors({ origin: "https://app.example.com" })` on Cats.list',
  },
  {
    name: 'a path of which no layer says anything',
    question: { origin: APP, path: '/graphql', method: 'POST', headers: ['Content-Type'] },
    fix: 'write `{ origin: "https://app.example.com" }` for paths["/graphql"]',
  },
  {
    name: 'a method with @SkipCors()',
    root: { origin: APP },
    methods: { update: false },
    question: put(APP),
    fix: 'remove `@SkipCors()`, or `@Cors(false)`, from Cats.update',
  },
  {
    name: 'a class with @SkipCors(), for an origin that is not listed either',
    root: { origin: 'https://other.example' },
    class: false,
    question: put(APP),
    fix: 'write `@Cors({ origin: ["https://other.example", "https://app.example.com"] })` on Cats.update; or remove `@SkipCors()`, or `@Cors(false)`, from Cats, and add "https://app.example.com" to `origin` of CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'a method with @SkipCors() in a class with @SkipCors()',
    root: { origin: APP },
    class: false,
    methods: { update: false },
    question: put(APP),
    fix: 'write `@Cors()` on Cats.update in place of false; or remove `@SkipCors()`, or `@Cors(false)`, from Cats, and remove `@SkipCors()`, or `@Cors(false)`, from Cats.update, which opens 3 routes',
  },
  {
    name: 'a path whose policy is `false`',
    root: { origin: APP, paths: [{ path: '/graphql', policy: false }] },
    question: { origin: APP, path: '/graphql', method: 'POST', headers: ['Content-Type'] },
    fix: 'remove `policy: false` from paths["/graphql"]',
  },
  {
    name: 'a path below one whose policy is `false`, where nothing is inherited',
    root: { paths: [{ path: '/graphql', policy: false }] },
    question: { origin: APP, path: '/graphql/schema' },
    fix:
      'remove `policy: false` from paths["/graphql"], and ' +
      'write `{ origin: "https://app.example.com" }` for paths["/graphql"]',
  },
  {
    name: 'a class whose origin is `false`',
    root: { origin: APP },
    class: { origin: false },
    question: put(APP),
    fix: 'write `@Cors({ origin: "https://app.example.com" })` on Cats.update; or set `origin` to "https://app.example.com" in `@Cors` on Cats, which opens 3 routes',
  },
  {
    name: 'a root whose origin is `false`',
    root: { origin: false },
    question: get(APP),
    fix: 'write `@Cors({ origin: "https://app.example.com" })` on Cats.list; or set `origin` to "https://app.example.com" in CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'credentials that no layer allows',
    root: { origin: APP },
    class: {},
    question: get(APP, { credentials: true }),
    fix: 'write `@Cors({ credentials: true })` on Cats.list; or set `credentials` to true in `@Cors` on Cats, which opens 3 routes',
  },
  {
    name: 'credentials that a layer forbids',
    root: { origin: APP, credentials: false },
    question: put(APP, { credentials: true }),
    fix: 'write `@Cors({ credentials: true })` on Cats.update; or set `credentials` to true in CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'credentials where any origin is allowed',
    root: { origin: '*' },
    question: get(APP, { credentials: true }),
    fix: 'write `@Cors({ origin: "https://app.example.com", credentials: true })` on Cats.list; or ask without credentials, which is what "*" is for; or set `origin` to "https://app.example.com" and `credentials` to true in CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'credentials where every header is exposed',
    root: { origin: APP, exposedHeaders: '*' },
    class: {},
    question: get(APP, { credentials: true }),
    fix: 'write `@Cors({ credentials: true, exposedHeaders: [] })` on Cats.list; and name those that the page reads; or set `credentials` to true and `exposedHeaders` to [] in `@Cors` on Cats, which opens 3 routes',
  },
  {
    name: 'a method that is not listed',
    root: { origin: APP, methods: ['GET', 'POST'] },
    question: put(APP),
    fix: 'write `@Cors({ methods: ["GET", "POST", "PUT"] })` on Cats.update; or add "PUT" to `methods` of CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'a method that no handler serves, where the root says nothing',
    class: { origin: APP },
    question: { origin: APP, method: 'DELETE', path: '/cats/7' },
    fix: 'no handler serves DELETE there: write one, or ask with PUT',
    byHand: { question: put(APP) },
  },
  {
    name: 'a method in lower case, which a browser leaves so',
    root: { origin: APP, methods: ['PATCH'] },
    question: { origin: APP, method: 'patch', path: '/files' },
    fix: 'ask with `method` "PATCH"',
  },
  {
    name: 'a method beyond the usual ones, where no controller is',
    root: { origin: APP },
    question: { origin: APP, method: 'PROPFIND', path: '/files' },
    fix: 'write `{ methods: ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "PROPFIND"] }` for paths["/files"]; or set `methods` to ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "PROPFIND"] in CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'a method that no handler serves, where all of the path are off',
    root: { origin: APP },
    class: false,
    question: { origin: APP, path: '/cats/7', headers: ['X-Trace'] },
    fix: 'no handler serves GET there, and all that serve other methods are off: write one, or an entry of `paths`',
    byHand: { root: { origin: APP, paths: [{ path: '/cats/7', policy: {} }] } },
  },
  {
    name: 'a method beyond the usual ones, where handlers serve others',
    root: { origin: APP },
    question: { origin: APP, method: 'PROPFIND', path: '/cats/7' },
    fix: 'write `{ methods: ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "PROPFIND"] }` for paths["/cats/7"]; or set `methods` to ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "PROPFIND"] in CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'one of the usual methods in lower case, where no controller is',
    root: { origin: APP },
    question: { origin: APP, method: 'patch', path: '/files' },
    fix: 'ask with `method` "PATCH"',
  },
  {
    name: 'a header that is not listed',
    root: { origin: APP, allowedHeaders: ['Content-Type'] },
    question: get(APP, { headers: ['X-Trace'] }),
    fix: 'write `@Cors({ allowedHeaders: ["Content-Type", "X-Trace"] })` on Cats.list; or add "X-Trace" to `allowedHeaders` of CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'two headers, where none is allowed',
    root: { origin: APP },
    class: { allowedHeaders: [] },
    question: put(APP, { headers: ['X-Trace', 'X-Api-Key'] }),
    fix: 'write `@Cors({ allowedHeaders: ["X-Trace", "X-Api-Key"] })` on Cats.update; or add "X-Trace" and "X-Api-Key" to `allowedHeaders` of `@Cors` on Cats, which opens 3 routes',
  },
  {
    name: 'Authorization under "*"',
    root: { origin: '*', allowedHeaders: '*' },
    question: get(APP, { headers: ['Authorization'] }),
    fix: 'write `@Cors({ allowedHeaders: ["*", "Authorization"] })` on Cats.list; or add "Authorization" to `allowedHeaders` of CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'an origin, a method and a header at once',
    root: { origin: 'https://other.example', methods: ['GET'], allowedHeaders: [] },
    question: put(APP, { headers: ['X-Trace'] }),
    fix: 'write `@Cors({ origin: ["https://other.example", "https://app.example.com"], methods: ["GET", "PUT"], allowedHeaders: ["X-Trace"] })` on Cats.update; or add "https://app.example.com" to `origin` of CorsModule.forRoot, and add "PUT" to `methods` of CorsModule.forRoot, and add "X-Trace" to `allowedHeaders` of CorsModule.forRoot, which opens 4 routes',
  },
  {
    name: 'more headers than a preflight may ask for',
    root: { origin: APP },
    question: get(APP, { headers: Array.from({ length: 129 }, (_, at) => `X-${at}`) }),
    fix: 'send fewer headers: a preflight is granted 128 names in 4096 bytes',
    byHand: { question: get(APP, { headers: ['X-1'] }) },
  },
];
