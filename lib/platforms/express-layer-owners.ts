import type { DeclaredRoute } from '../platform-routes.js';
import { groupBy } from './group-by.js';
import { convertedPath, isMarkedByNest, type ExpressLayer } from './nest-internals.js';

/** Which layers serve which routes of controllers, and the routes that no layer serves. */
export interface LayerOwners {
  readonly owners: ReadonlyMap<ExpressLayer, DeclaredRoute>;
  readonly missing: readonly DeclaredRoute[];
}

/**
 * Finds the layer of each route by its method, its path and its place: Nest registers routes in the
 * order in which they are declared. The functions in a layer do not tell: monitoring agents wrap
 * them, and a method that a constructor binds has none of Nest's metadata.
 *
 * @param layers the layers of the app but for those of Nest's middleware
 * @param later those that were added since Nest began to register routes
 */
export function findLayers(
  routes: readonly DeclaredRoute[],
  layers: readonly ExpressLayer[],
  later: readonly ExpressLayer[],
): LayerOwners {
  const declared = groupBy(routes, (route) => `${route.method} ${convertedPath(route.path)}`);
  const registered = groupBy(
    layers.filter(({ route }) => route !== undefined),
    (layer) => `${methodOf(layer)} ${String(layer.route?.path)}`,
  );
  const sinceNest = new Set(later);
  const owners = new Map<ExpressLayer, DeclaredRoute>();
  const missing: DeclaredRoute[] = [];
  for (const [key, same] of declared) {
    const own = ofNest(registered.get(key) ?? [], same.length, sinceNest);
    same.forEach((route, at) => {
      const layer = own[at];
      if (layer === undefined) missing.push(route);
      else owners.set(layer, route);
    });
  }
  return { owners, missing };
}

/** Leaves out the layers that others have registered for the same method and path. */
function ofNest(
  layers: readonly ExpressLayer[],
  count: number,
  sinceNest: ReadonlySet<ExpressLayer>,
): readonly ExpressLayer[] {
  if (layers.length <= count) return layers;
  const marked = layers.filter(({ route }) =>
    route?.stack.some(({ handle }) => isMarkedByNest(handle)),
  );
  if (marked.length === count) return marked;
  return layers.filter((layer) => sinceNest.has(layer)).slice(0, count);
}

/** Nest registers one method a layer; `all` has them all by name, or `_all`. */
function methodOf({ route }: ExpressLayer): string {
  const [method = '', another] = Object.keys(route?.methods ?? {});
  return method === '_all' || another !== undefined ? 'ALL' : method.toUpperCase();
}
