import type { OriginAnswer, OriginFunction } from './origin-function.js';
import type { OriginSource } from './origin-rules.js';

export type { OriginAnswer, OriginFunction };

/** An origin that can be written down: `'*'`, a serialized origin, a pattern, an expression. */
export type OriginEntry = string | RegExp;

/** What the `origin` option of a policy can be. */
export type OriginOption =
  OriginEntry | readonly OriginEntry[] | OriginFunction | OriginSource | false;

/** The options of one policy: what a user writes, at any layer. All are optional, all are validated. */
export interface PolicyOptions {
  /**
   * The origins whose scripts may read responses.
   *
   * - `'https://app.example.com'`: exactly this origin, as the browser writes it;
   * - `'https://*.example.com'`: any subdomain, one or more labels deep, never the apex itself;
   * - `'http://localhost:*'`: any port, the default one too; both wildcards may be combined;
   * - a `RegExp`, anchored at both ends, without `g` and `y`;
   * - an array of these;
   * - `'*'`: any origin, never together with `credentials`;
   * - `false`: none, CORS is off;
   * - a function;
   * - a source, whose origins may change while the app runs.
   *
   * `true` is refused: it would reflect every origin.
   *
   * @default nothing: without an origin from some layer there is no CORS
   * @example
   * origin: ['https://app.example.com', 'https://*.preview.example.com']
   * // granted: https://app.example.com, https://pr-7.preview.example.com
   * // refused: https://app.example.com.evil.example, http://app.example.com, https://preview.example.com
   * @see https://fetch.spec.whatwg.org/#http-access-control-allow-origin
   */
  readonly origin?: OriginOption | undefined;

  /**
   * The methods that a preflight is granted: names, a comma list of names, or `'*'`.
   * `CONNECT`, `TRACE` and `TRACK` are refused. `GET` brings `HEAD`.
   *
   * @default the methods that controllers serve at the path; for paths that none serves:
   * GET, HEAD, PUT, PATCH, POST, DELETE
   * @example
   * methods: ['GET', 'PUT'] // granted: GET, HEAD, PUT — refused: DELETE, put
   * @see https://fetch.spec.whatwg.org/#http-access-control-allow-methods
   */
  readonly methods?: string | readonly string[] | undefined;

  /**
   * The request headers that a preflight is granted: names, a comma list of names, `'*'`, or `[]`
   * for none. `'*'` is anything but `Authorization`, which has to be listed beside it.
   *
   * Headers that can change which handler runs are granted only where they are listed by name:
   * `X-HTTP-Method-Override`, `X-HTTP-Method`, `X-Method-Override`, `X-Forwarded-*`, `Forwarded`,
   * `X-Original-URL` and `X-Rewrite-URL`.
   *
   * @default whatever an allowed origin asks for, but those that have to be listed by name
   * @example
   * allowedHeaders: ['Content-Type', 'X-Api-Key'] // granted: x-api-key — refused: x-trace
   * @see https://fetch.spec.whatwg.org/#http-access-control-allow-headers
   */
  readonly allowedHeaders?: string | readonly string[] | undefined;

  /**
   * The response headers that a script may read: names, a comma list of names, or `'*'`.
   * `Set-Cookie` is refused, and `'*'` together with `credentials`.
   *
   * @default none but the safelisted ones
   * @see https://fetch.spec.whatwg.org/#http-access-control-expose-headers
   */
  readonly exposedHeaders?: string | readonly string[] | undefined;

  /**
   * Whether requests may carry cookies, client certificates and HTTP authentication.
   * Refused together with `origin: '*'`, with the `null` origin, and with `http:` origins other
   * than loopback ones.
   *
   * @default false
   * @see https://fetch.spec.whatwg.org/#http-access-control-allow-credentials
   */
  readonly credentials?: boolean | undefined;

  /**
   * For how long a browser may keep a preflight's answer, in whole seconds, −1 to 86400.
   * −1 and 0 switch its cache off. Browsers cap it: Chromium at 7200, Safari at 600.
   *
   * @default absent: the browser's five seconds
   * @see https://fetch.spec.whatwg.org/#http-access-control-max-age
   */
  readonly maxAge?: number | undefined;

  /**
   * The status of a granted preflight, 200 to 299.
   *
   * @default 204
   */
  readonly optionsSuccessStatus?: number | undefined;

  /**
   * Writes the headers of a granted preflight, then hands it to the app instead of answering it.
   *
   * @default false
   */
  readonly preflightContinue?: boolean | undefined;

  /**
   * How long an origin function may take, in milliseconds, 1 to 60000. Later is a refusal.
   *
   * @default 5000
   */
  readonly originTimeout?: number | undefined;

  /**
   * Lets `origin` list `'null'`, the origin of sandboxed frames and `data:` documents, or be a
   * function that is asked about it. **Anybody** can make a request with that origin, so it is never
   * granted credentials.
   *
   * @default false
   * @see https://w3c.github.io/webappsec-cors-for-developers/#avoid-returning-access-control-allow-origin-null
   */
  readonly dangerouslyAllowNullOrigin?: boolean | undefined;

  /**
   * Lets `http:` origins have `credentials`. Whoever is on the network path can be such an origin. A list
   * allows it for the exact origins in it: no other one is granted, whether a pattern, an expression,
   * a function or a loaded list would.
   *
   * @default false
   * @example
   * origin: ['https://app.example.com', 'http://192.168.0.10:3000'],
   * credentials: true,
   * dangerouslyAllowInsecureOrigins: ['http://192.168.0.10:3000'],
   */
  readonly dangerouslyAllowInsecureOrigins?: boolean | readonly string[] | undefined;

  /**
   * Lets a wildcard stand over public suffixes such as `github.io`, where anyone can register, and
   * expressions have `credentials` that can match hosts of any owner. A list allows it for the suffixes
   * in it, and for what is below them.
   *
   * @default false
   * @example
   * origin: /^https:\/\/my-app-[a-z0-9-]+-team\.vercel\.app$/,
   * credentials: true,
   * dangerouslyAllowPublicSuffixes: ['vercel.app'],
   * @see https://publicsuffix.org/
   */
  readonly dangerouslyAllowPublicSuffixes?: boolean | readonly string[] | undefined;
}

/** The names of all options. */
export const OPTION_NAMES = [
  'origin',
  'methods',
  'allowedHeaders',
  'exposedHeaders',
  'credentials',
  'maxAge',
  'optionsSuccessStatus',
  'preflightContinue',
  'originTimeout',
  'dangerouslyAllowNullOrigin',
  'dangerouslyAllowInsecureOrigins',
  'dangerouslyAllowPublicSuffixes',
] as const satisfies readonly (keyof PolicyOptions)[];

/** Copies options without a prototype: what `Object.prototype` has been given is no option. */
export function bare<Options extends object>(options: Options): Options {
  return Object.assign(Object.create(null) as object, options);
}
