import type { ExpressLayer } from './nest-internals.js';

/**
 * Whether a layer that is not Nest's may answer in place of the layers behind it: a route, a router,
 * a sub-app, or a function at a path of its own. A function for every path is taken to pass on.
 */
export function isInFront({ route, handle, name, slash }: ExpressLayer): boolean {
  return route !== undefined || handle.stack !== undefined || isSubApp(name) || !slash;
}

/** Whether such a layer may answer a request. A router answers with a layer of its own. */
export function mayAnswer(layer: ExpressLayer, method: string, path: string): boolean {
  const { route, handle, slash } = layer;
  if (route !== undefined) return servesMethod(layer, method) && layer.match(path) !== false;
  const mounted = layer.match(path);
  if (mounted === false) return false;
  if (handle.stack === undefined) return true;
  const taken = (mounted === true ? layer.path : mounted.path) ?? '';
  const rest = path.slice(taken.length);
  const below = rest.startsWith('/') ? rest : `/${rest}`;
  return handle.stack.some((inner) =>
    isInFront(inner)
      ? mayAnswer(inner, method, below) || isOffered(inner, method, below)
      : // At a path of its own, a function for all of it is a function for that path.
        !slash,
  );
}

/** Whether a layer of a router is listed in the router's own answer to `OPTIONS`. */
function isOffered(layer: ExpressLayer, method: string, path: string): boolean {
  return method === 'OPTIONS' && layer.route !== undefined && layer.match(path) !== false;
}

/** https://expressjs.com/en/5x/api.html#app.METHOD: without a handler of its own, HEAD is GET's. */
export function servesMethod({ route }: ExpressLayer, method: string): boolean {
  const methods = route?.methods ?? {};
  const name = method.toLowerCase();
  // Node.js takes no method in lower case, so that no request with it ever comes.
  if (name === method) return false;
  return '_all' in methods || name in methods || (name === 'head' && 'get' in methods);
}

/** Express gives the function that calls a sub-app this name. */
function isSubApp(name: string): boolean {
  return name === 'mounted_app';
}
