import type { CorsOrigin } from './cors-origin.js';
import type { PolicyOptions } from './protocol/options.js';

/** The options that `@Cors()` and the named policies take. */
export interface CorsOptions extends Omit<PolicyOptions, 'origin'> {
  /**
   * The origins whose scripts may read responses: `'*'`, a serialized origin, a pattern, an anchored
   * `RegExp`, an array of these, `false`, a function, the class of a {@link CorsOriginResolver} or
   * a {@link CorsCachedResolver}, or a {@link CorsOriginList}.
   *
   * @default nothing: without an origin from some layer there is no CORS
   * @example
   * origin: ['https://app.example.com', 'https://*.preview.example.com', 'http://localhost:*']
   * // granted: https://app.example.com, https://pr-7.preview.example.com, http://localhost:5173
   * // refused: https://app.example.com.evil.example, http://app.example.com, null
   * @see https://fetch.spec.whatwg.org/#http-access-control-allow-origin
   */
  readonly origin?: CorsOrigin | undefined;

  /**
   * Options to try: laid over those in effect, compiled at boot, and evaluated beside them while
   * anybody listens. What they would refuse of the requests that are granted is reported, in the log
   * at debug level and as a `CorsDecision`; no header changes, and no request waits. Whether a page
   * uses credentials, and which headers it reads, a server cannot see: `credentials` and
   * `exposedHeaders` report nothing. `false` stops what is inherited.
   *
   * @default nothing
   * @example
   * origin: ['https://app.example.com', 'https://old.example.com'],
   * reportOnly: { origin: 'https://app.example.com' },
   * // granted, and reported: https://old.example.com
   */
  readonly reportOnly?: CorsReportOnlyOptions | false | undefined;
}

/** What `reportOnly` takes: any of the options, but for itself. `origin: false` would refuse everything. */
export type CorsReportOnlyOptions = Omit<CorsOptions, 'reportOnly'>;

/** The options of `CorsModule.forRoot`: the outermost layer, and the policies that have names. */
export interface CorsModuleOptions extends CorsOptions {
  /**
   * Policies by name, for `@Cors('name')`: options, laid over those beside `policies`. A name means the
   * same policy wherever it stands. Each is validated with what it inherits, used or not; without an
   * origin from either it is refused.
   */
  readonly policies?: Readonly<Record<string, CorsOptions>> | undefined;
  /**
   * Policies of paths that no controller serves: static files, GraphQL, Swagger UI. Of two paths
   * the longer one wins; what neither has is the root's.
   */
  readonly paths?: readonly CorsPath[] | undefined;
}

/** A path that no controller serves: with its policy, or left to what is mounted there. */
export type CorsPath = CorsPolicyPath | CorsUpstreamPath;

/** A path that no controller serves, and its policy. */
export interface CorsPolicyPath {
  /**
   * The path as it is served, with the global prefix, and everything below it: `/docs` is also for
   * `/docs/logo.png`. It is compared as the platform compares paths.
   */
  readonly path: string;
  /** What `@Cors()` would say there: options, the name of a policy, or `false`. */
  readonly policy: CorsDeclaration;
  readonly upstream?: undefined;
}

/** A path where a proxy or a sub-app is mounted that has a CORS of its own. */
export interface CorsUpstreamPath {
  /** The path as it is served, with the global prefix, and everything below it. */
  readonly path: string;
  /**
   * What is mounted there answers preflights and sets the headers itself: they are left as they are,
   * whatever the root says. Routes of controllers below the path keep their policies.
   */
  readonly upstream: true;
  readonly policy?: undefined;
}

/** Makes the options of `CorsModule.forRootAsync({ useClass })`. */
export interface CorsOptionsFactory {
  /** Returns the options, or a promise of them. */
  createCorsOptions(): CorsModuleOptions | Promise<CorsModuleOptions>;
}

/**
 * The names of your policies. Augment it, and the compiler checks every `@Cors('name')`.
 *
 * @example
 * ```ts
 * declare module 'nestjs-cors' {
 *   interface CorsPolicyNames {
 *     public: true;
 *     partner: true;
 *   }
 * }
 * ```
 */
export interface CorsPolicyNames {}

/** A name of `policies`: any string, until {@link CorsPolicyNames} is augmented. */
export type CorsPolicyName = keyof CorsPolicyNames extends never
  ? string
  : Extract<keyof CorsPolicyNames, string>;

/** What a layer inherits, with its lists as arrays, so that they can be spread. */
export interface InheritedCorsOptions extends CorsOptions {
  readonly methods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposedHeaders: readonly string[];
}

/** What `@Cors()` can say: options, the name of a policy, options made from the inherited ones, off. */
export type CorsDeclaration =
  CorsOptions | CorsPolicyName | ((inherited: InheritedCorsOptions) => CorsOptions) | false;
