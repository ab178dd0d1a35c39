import type { IncomingMessage } from 'node:http';
import type { VersioningOptions } from '@nestjs/common';
import type { Hosts } from './host-filter.js';
import type { CorsPolicy } from './protocol/policy.js';

/**
 * The policy in effect somewhere: compiled; or `false`, switched off; or `undefined` where no layer
 * says anything and the library stays out.
 */
export type EffectivePolicy = CorsPolicy | false | undefined;

/** A route of a controller, or what stands in for all that no controller serves. */
export interface Route {
  /** For messages: `CatsController.create`. */
  readonly name: string;
  /** Another one when the options are updated. */
  policy: EffectivePolicy;
}

/** A route on which CORS is on. */
export interface OpenRoute extends Route {
  policy: CorsPolicy;
}

/** Says whether CORS is on for a route: neither switched off nor left alone. */
export function isOpen(route: Route): route is OpenRoute {
  return typeof route.policy === 'object';
}

/** A route with what the platform and Nest know it by. */
export interface DeclaredRoute extends Route {
  /** Upper case; `ALL` for every method. */
  readonly method: string;
  readonly path: string;
  /** The function that carries the metadata. */
  readonly callback: object;
  /** Absent where every host is served. */
  readonly hosts?: Hosts | undefined;
  /** Absent where every version is served, or where the path has the version. */
  readonly version?: RouteVersion | undefined;
}

/** The versions that a route is for, where a header says which one a request is for. */
export interface RouteVersion {
  readonly of: Version | readonly Version[];
  readonly options: VersioningOptions;
}

/** A version; the symbol is `VERSION_NEUTRAL`. */
export type Version = string | symbol;

/** The policy of a path that no controller serves, and of all below it. */
export interface PathRoute extends Route {
  readonly path: string;
}

/** The routes of controllers that could serve a request with a method. */
export type Candidates = (method: string) => readonly Route[];

/**
 * The routes of a platform, matched as the platform itself matches: what it would run, this finds.
 */
export interface PlatformRoutes {
  /** Takes the routes of the controllers, in registration order, once the platform has them too. */
  bind(routes: readonly DeclaredRoute[]): void;
  /** Takes the paths that have a policy where no controller serves them, in the place of the others. */
  bindPaths(paths: readonly PathRoute[]): void;
  /** Finds the route of a controller that would serve a request. */
  find(request: IncomingMessage): Route | undefined;
  /**
   * Looks at the path and host of a preflight, and finds the routes of controllers that could serve
   * a request with some method there. There are several where a version tells them apart: it is in
   * a header that is not on the preflight.
   */
  candidates(preflight: IncomingMessage): Candidates;
  /** Finds what has the path of a request, or the nearest path above it, where no controller does. */
  findPath(request: IncomingMessage): PathRoute | undefined;
}
