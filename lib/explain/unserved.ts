import type { DeclaredRoute } from '../platform-routes.js';
import { printed } from '../printed.js';
import { visible } from '../visible.js';
import { findNearest, type CorsNearestRoute } from './nearest-route.js';
import type { PageRequest } from './page-request.js';

/** What is served in the place of a request that no controller serves: often the request is the mistake. */
export interface CorsUnserved {
  /** The whole of it, as a sentence. */
  readonly message: string;
  /** The methods that controllers serve at the path. */
  readonly methods: readonly string[];
  /** The route with the nearest path, if one is near: a prefix, a version or a letter may be missing. */
  readonly nearest?: CorsNearestRoute;
}

/** Describes a request that no controller serves. `served` are the methods that controllers serve at its path. */
export function describeUnserved(
  { method, url }: PageRequest,
  served: readonly string[],
  routes: readonly DeclaredRoute[],
): CorsUnserved {
  const [path = '/'] = url.split('?');
  const methods = served.filter((name) => name !== method);
  const nearest = findNearest(method, path, routes, methods.length > 0);
  const sentences = [
    `no controller serves ${method} ${printed(path)}`,
    ...(methods.length > 0 ? [`controllers serve ${methods.join(', ')} there`] : []),
    ...(nearest === undefined ? [] : [describeNearest(nearest)]),
  ];
  const message = visible(sentences.join('; '));
  return { message, methods, ...(nearest !== undefined && { nearest }) };
}

function describeNearest({ method, path, name, difference }: CorsNearestRoute): string {
  const why = difference === '' ? '' : `: ${difference}`;
  return `the nearest route is ${method} ${printed(path)} (${name})${why}`;
}
