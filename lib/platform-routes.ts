import type { IncomingMessage } from 'node:http';
import type { VersioningOptions } from '@nestjs/common';
import type { Hosts } from './platforms/nest-internals.js';
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
  /** Whether another CORS than this answers there; then there is no policy. */
  readonly isUpstream?: true;
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
  /** Whether the platform asks more of a request than Nest knows. */
  readonly isConstrained?: boolean;
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

/** The routes of controllers that may serve a request: one, none, or several that it does not tell apart. */
export interface Reached {
  readonly routes: readonly Route[];
  /**
   * Whether nothing else may answer: no route, router or function of others stands in front, and
   * every match could be made.
   */
  readonly isSure: boolean;
  /** Routes that another form of the path leads to. */
  readonly besides?: readonly Route[];
  /** Whether another route answers: one that is not a controller's, or one that is for other hosts. */
  readonly isTaken?: boolean;
}

/** Finds the routes that may serve a request with a method, at the path and host of a preflight. */
export type Candidates = (method: string) => Reached;

/** The routes of a platform, matched as the platform itself matches. */
export interface PlatformRoutes {
  /** Notes how many routes there are before Nest registers those of controllers. */
  begin(): void;
  /**
   * Takes the routes of the controllers, in registration order, once the platform has them too.
   *
   * @returns those that the platform has not got
   */
  bind(routes: readonly DeclaredRoute[]): readonly DeclaredRoute[];
  /** Replaces the paths that have a policy where no controller serves them. */
  bindPaths(paths: readonly PathRoute[]): void;
  /** Finds the route of a controller that would serve a request. */
  find(request: IncomingMessage): Reached;
  /**
   * Looks at the path and host of a preflight, and finds the routes that may serve a request with
   * some method there. There are several where a version tells them apart: it is in a header that
   * is not on the preflight.
   */
  candidates(preflight: IncomingMessage): Candidates;
  /**
   * Finds the entries of `paths` that a request may be for: by its path as it was written, decoded
   * and normalised. `undefined` stands for a form of the path that none of them covers.
   */
  findPaths(url: string): readonly (PathRoute | undefined)[];
  /** Lists a request as it would be for the other forms of its path: decoded, and normalised. */
  otherForms(request: IncomingMessage): readonly IncomingMessage[];
  /**
   * The request as the platform routes it now, if middleware has given it another path or method
   * since it came; `undefined` if it has not.
   */
  rerouted(request: IncomingMessage, came: RequestTarget): IncomingMessage | undefined;
}

/** The method and target of a request, as it came to the app. */
export interface RequestTarget {
  readonly method: string | undefined;
  readonly url: string;
  /** The path at which the app itself is mounted in another one. */
  readonly baseUrl: string;
}

/** Notes the method and target of a request. */
export function targetOf(request: IncomingMessage & { readonly baseUrl?: string }): RequestTarget {
  const { method, url = '/', baseUrl = '' } = request;
  return { method, url, baseUrl };
}
