import type { AbstractHttpAdapter } from '@nestjs/core';
import { requestFor } from '../platforms/synthetic-request.js';
import type { DeclaredRoute, PlatformRoutes, Reached } from '../platform-routes.js';
import { sampleRequest } from './sample-request.js';

/** The outcome of looking up every route as a request would be. */
export interface RouteProof {
  /** The routes that a sample request does not lead to, nor to one in front of them. */
  readonly lost: readonly DeclaredRoute[];
  /** How many routes were looked up. */
  readonly tried: number;
}

/**
 * Looks up each route with a sample request, as a preflight and as an actual request. It finds the
 * route, or one that stands in front of it: then the routes are matched as the platform matches
 * them. A release of the platform that matches otherwise is noticed when the app boots.
 */
export function proveRoutes(
  adapter: AbstractHttpAdapter,
  platform: PlatformRoutes,
  routes: readonly DeclaredRoute[],
): RouteProof {
  const lost: DeclaredRoute[] = [];
  let tried = 0;
  for (const route of routes) {
    const sample = sampleRequest(route);
    if (sample === undefined) continue;
    tried++;
    const actual = platform.find(requestFor(adapter, sample));
    const preflight = requestFor(adapter, { ...sample, method: 'OPTIONS' });
    const candidates = platform.candidates(preflight)(sample.method);
    if (!leads(actual) || !leads(candidates)) lost.push(route);
  }
  return { lost, tried };
}

function leads({ routes, isSure, isTaken }: Reached): boolean {
  return routes.length > 0 || !isSure || isTaken === true;
}
