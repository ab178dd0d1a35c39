import type { IncomingMessage } from 'node:http';
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
  readonly policy: EffectivePolicy;
}

/** A route on which CORS is on. */
export interface OpenRoute extends Route {
  readonly policy: CorsPolicy;
}

/** Says whether CORS is on for a route: neither switched off nor left alone. */
export function isOpen(route: Route): route is OpenRoute {
  return typeof route.policy === 'object';
}

/** A route with what the platform knows it by. */
export interface DeclaredRoute extends Route {
  /** Upper case; `ALL` for every method. */
  readonly method: string;
  readonly path: string;
}

/**
 * The routes of a platform, matched as the platform itself matches: what it would run, this finds.
 */
export interface PlatformRoutes {
  /** Takes the routes of the controllers, in registration order, once the platform has them too. */
  bind(routes: readonly DeclaredRoute[]): void;
  /** Finds the route of a controller that would serve this method at the request's path. */
  find(request: IncomingMessage, method: string): Route | undefined;
}
