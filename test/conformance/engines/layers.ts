import type { Config, Policy } from '../case.js';

/** The options of the app, and of the routes that differ. `undefined` is no CORS. */
export interface Layers<Options> {
  readonly root: Options | undefined;
  readonly routes: Readonly<Record<string, Options | undefined>>;
  /** A header without which no origin is granted, and the options then. */
  readonly onlyWith: { readonly header: string; readonly without: Options } | undefined;
}

/** Translates a configuration, layer by layer. */
export function layersOf<Options>(
  config: Config | null,
  optionsOf: (policy: Policy) => Options,
): Layers<Options> {
  if (config === null) return { root: undefined, routes: {}, onlyWith: undefined };
  const routes: Record<string, Options | undefined> = {};
  for (const [route, policy] of Object.entries(config.routes ?? {})) {
    routes[route] = policy === false ? undefined : optionsOf(policy);
  }
  const { onlyWith: header } = config;
  return {
    root: optionsOf(config),
    routes,
    onlyWith: header === undefined ? undefined : { header, without: without(config, optionsOf) },
  };
}

const without = <Options>(config: Config, optionsOf: (policy: Policy) => Options) =>
  optionsOf({ ...config, origins: [] });

/** Whether the same options are right for every request. */
export function isOne<Options>({ routes, onlyWith }: Layers<Options>): boolean {
  return Object.keys(routes).length === 0 && onlyWith === undefined;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly header: (name: string) => string | undefined;
}

/**
 * The options for a request, as one writes it for a peer where its documentation offers a function:
 * a preflight is about the method that it asks for.
 */
export function optionsFor<Options>(
  { root, routes, onlyWith }: Layers<Options>,
  { method, path, header }: Asked,
): Options | undefined {
  const actual = header('access-control-request-method');
  const route = `${method === 'OPTIONS' ? (actual ?? method) : method} ${path}`;
  if (route in routes) return routes[route];
  if (onlyWith !== undefined && header(onlyWith.header) === undefined) return onlyWith.without;
  return root;
}
