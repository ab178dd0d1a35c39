import { VERSION_NEUTRAL } from '@nestjs/common';
import type { DeclaredRoute } from '../platform-routes.js';
import { isPartOf, isSame, type Constraints } from './fastify-constraints.js';
import { groupBy } from './group-by.js';
import { routeConstraintsOf } from './nest-internals.js';

/** One method at one path, as Fastify was told. */
export interface RegisteredRoute {
  readonly method: string;
  readonly url: string;
  readonly constraints: Constraints;
}

/** Which registered routes serve which routes of controllers, and the routes that none serves. */
export interface RouteOwners<Registered> {
  readonly owners: ReadonlyMap<Registered, DeclaredRoute>;
  readonly missing: readonly DeclaredRoute[];
}

/** Finds the registered routes of each route by its method, its path and its constraints. */
export function findRegistered<Registered extends RegisteredRoute>(
  routes: readonly DeclaredRoute[],
  all: readonly Registered[],
): RouteOwners<Registered> {
  const declared = groupBy(routes, ({ method, path }) => `${method} ${path}`);
  const candidates = ({ method, url }: RegisteredRoute): readonly DeclaredRoute[] => {
    // Fastify adds HEAD to GET.
    const methods = method === 'HEAD' ? ['HEAD', 'GET', 'ALL'] : [method, 'ALL'];
    return methods.flatMap((name) => declared.get(`${name} ${url}`) ?? []);
  };

  const owners = new Map<Registered, DeclaredRoute>();
  for (const registered of all) {
    const route = candidates(registered).find((candidate) =>
      isSame(registered.constraints, constraintsOf(candidate)),
    );
    if (route !== undefined) owners.set(registered, route);
  }
  // Nest 11 leaves the constraints of `@All()` out, and a function that a constructor has bound has
  // none of the metadata that the adapter reads. The most constrained ones leave the least choice.
  const served = new Set(owners.values());
  const taken = new Map<string, Set<DeclaredRoute>>();
  const size = ({ constraints }: RegisteredRoute) => Object.keys(constraints).length;
  const others = all.filter((registered) => !owners.has(registered));
  for (const registered of others.toSorted((one, other) => size(other) - size(one))) {
    const takenHere = taken.get(registered.method) ?? new Set();
    taken.set(registered.method, takenHere);
    const route = candidates(registered).find(
      (candidate) =>
        !served.has(candidate) &&
        !takenHere.has(candidate) &&
        isPartOf(registered.constraints, constraintsOf(candidate)),
    );
    if (route === undefined) continue;
    owners.set(registered, route);
    takenHere.add(route);
  }
  const found = new Set(owners.values());
  return { owners, missing: routes.filter((route) => !found.has(route)) };
}

/** The constraints that Nest's adapter gives a route: `@RouteConstraints()`, and its version. */
function constraintsOf({ callback, version }: DeclaredRoute): Constraints {
  const declared = routeConstraintsOf(callback);
  const isVersioned = version !== undefined && version.of !== VERSION_NEUTRAL;
  return { ...declared, ...(isVersioned && { version: version.of }) };
}
