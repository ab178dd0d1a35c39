import type { IncomingMessage } from 'node:http';
import type { Type } from '@nestjs/common';
import type { OriginAnswer, OriginEntry } from './protocol/options.js';

export type { OriginAnswer, OriginEntry };

/**
 * Decides about one origin. It is called for well-formed origins only, and not without one. The
 * second argument is the request as Node sees it (on Express, also Express's); it can be called as
 * well, so that Nest's own form, `(origin, callback) => callback(null, true)`, works unchanged.
 *
 * A function that throws, rejects, is late or answers anything else refuses the origin. One thing no
 * caller can stop: an `async` function that returns an object whose `then` resolves to itself. The
 * language has it wait for itself without a pause, and the process serves nothing any more.
 */
export type CorsOriginFunction = (
  origin: string,
  request: IncomingMessage & CorsOriginCallback,
) => OriginAnswer | Promise<OriginAnswer> | void;

/** Takes the answer of a {@link CorsOriginFunction} that returns nothing. An error is a refusal. */
export type CorsOriginCallback = (error: Error | null, answer?: OriginAnswer) => void;

/** A provider that decides about origins. Name its class as `origin`; Nest injects it. */
export interface CorsOriginResolver {
  /** Decides about one origin. Called for well-formed origins only, and not without one. */
  resolve(origin: string, request: IncomingMessage): OriginAnswer | Promise<OriginAnswer>;
}

/**
 * A resolver that remembers. Its answers are kept by origin alone: one that looks at the request
 * must not be kept. With a cache, a policy asks about an origin once at a time; requests of the same
 * origin wait for that answer, each no longer than `originTimeout`. A later answer is not kept.
 *
 * @example
 * ```ts
 * origin: { resolver: TenantOrigins, cache: { ttl: 60_000 } }
 * ```
 */
export interface CorsCachedResolver {
  readonly resolver: Type<CorsOriginResolver>;
  /** Which answers are kept: those that grant or refuse. A failure or no answer in time never is. */
  readonly cache?: CorsResolverCache | undefined;
}

/** How many answers of a resolver are kept, and for how long. */
export interface CorsResolverCache {
  /**
   * For how long an answer counts, in milliseconds, 1 to 86400000, which is a day. An origin that is
   * granted no longer is refused that much later.
   *
   * @default 60000
   */
  readonly ttl?: number | undefined;
  /**
   * How many origins that are granted a policy remembers, and as many that are refused: made-up
   * origins never take the place of granted ones. 1 to 100000. For one more, the one that was asked
   * about longest ago is forgotten.
   *
   * @default 1000
   */
  readonly max?: number | undefined;
}

/**
 * A list of origins that lives elsewhere: in a database, in a remote configuration. It is loaded
 * before the app listens, and again in the background; never for a request.
 *
 * @example
 * ```ts
 * CorsModule.forRootAsync({
 *   inject: [Tenants],
 *   useFactory: (tenants: Tenants) => ({
 *     origin: { load: () => tenants.origins(), refresh: 30_000 },
 *   }),
 * });
 * ```
 */
export interface CorsOriginList {
  /**
   * Returns the list: serialized origins and patterns, checked as if they were written down. `'*'`
   * and expressions are refused; an empty list is nobody. If the first list cannot be had, or is
   * refused, the app does not start; if a later one is, the last good one stays.
   */
  load(): readonly string[] | Promise<readonly string[]>;
  /**
   * How long after a load the next one begins, in milliseconds, 1000 to 86400000, which is a day;
   * 0 is never. There is only ever one at a time, and none once the app closes.
   *
   * @default 0
   */
  readonly refresh?: number | undefined;
  /**
   * How long a load may take, in milliseconds, 1 to 60000. Later it has failed, and what it still
   * returns is ignored.
   *
   * @default 10000
   */
  readonly timeout?: number | undefined;
  /**
   * Is told why a list was not taken, each time; not of the first one, which the app does not start
   * without. What `load()` has thrown is the `cause`; its text is in no message and in no log, for it
   * may hold a secret.
   *
   * @default a warning of Nest's `Logger`, when it begins and whenever the reason changes
   */
  onError?(error: Error): void | Promise<void>;
}

/** What the `origin` option can be. */
export type CorsOrigin =
  | OriginEntry
  | readonly OriginEntry[]
  | CorsOriginFunction
  | Type<CorsOriginResolver>
  | CorsCachedResolver
  | CorsOriginList
  | false;
