import type { IncomingMessage } from 'node:http';
import { isToken } from '../protocol/token.js';
import { isSame, type Constraints } from './fastify-constraints.js';
import type { FastifyRouter, Params } from './fastify-router.js';

/** A route that a request may reach, with the parameters of its path. */
export interface Match<Route> {
  readonly route: Route;
  readonly params: Params;
}

/** A router for the routes that have the same constraints, as if these always held. */
interface Group {
  readonly constraints: Constraints;
  readonly router: FastifyRouter;
  /** Whether a method and a path are all that a route is found by. */
  isPlain: boolean;
}

/** More sets of constraints than this are refused: each is looked up for a preflight. */
export const MAX_GROUPS = 256;

/**
 * Finds every route that a request may reach, whatever else its router asks of the request: a
 * preflight has neither the version nor any other header of the request that follows it. Among
 * routes of the same constraints one is the nearest to a path, so that each set of constraints has a
 * router of its own, in which it is taken to hold. The host alone is on a preflight, and is matched.
 */
export class FastifyCandidates<Route> {
  private readonly groups: Group[] = [];

  constructor(
    private readonly createRouter: () => FastifyRouter,
    private readonly isHostKnown: boolean,
  ) {}

  /** How many sets of constraints there are. */
  get size(): number {
    return this.groups.length;
  }

  add(method: string, url: string, constraints: Constraints, route: Route): void {
    const { host, ...others } = constraints;
    const isHost = this.isHostKnown && host !== undefined;
    const group = this.groupOf(isHost || host === undefined ? others : constraints);
    const match = (_request: IncomingMessage, _response: null, params: Params): Match<Route> => ({
      route,
      params,
    });
    try {
      group.router.on(method, url, { constraints: isHost ? { host } : {} }, match, route);
      group.isPlain &&= !isHost;
    } catch {
      // A duplicate. Fastify refuses it itself, except for a HEAD that it adds.
    }
  }

  find(method: string, request: IncomingMessage): readonly Match<Route>[] {
    const [only] = this.groups;
    const found =
      only !== undefined && this.groups.length === 1
        ? [lookUp(only, method, request)]
        : this.groups.map((group) => lookUp(group, method, request));
    return (found as (Match<Route> | undefined)[]).filter((match) => match !== undefined);
  }

  private groupOf(constraints: Constraints): Group {
    let group = this.groups.find((known) => isSame(known.constraints, constraints));
    if (group === undefined) {
      group = { constraints, router: this.createRouter(), isPlain: true };
      this.groups.push(group);
    }
    return group;
  }
}

/** Without the constraints of each request to ask for, a lookup takes a quarter less. */
function lookUp({ router, isPlain }: Group, method: string, request: IncomingMessage): unknown {
  if (isPlain) {
    const found = router.find(method, request.url ?? '/');
    return found?.store ? { route: found.store, params: found.params } : undefined;
  }
  return lookUpAs(router, method, request);
}

/**
 * Looks a request up as if it had another method.
 *
 * @returns the result of the handler that is found
 */
export function lookUpAs(router: FastifyRouter, method: string, request: IncomingMessage): unknown {
  // A request of HTTP/2 throws if it is given an empty method.
  if (!isToken(method)) return undefined;
  const { method: own } = request;
  request.method = method;
  try {
    return router.lookup(request, null);
  } finally {
    request.method = own;
  }
}
