import type { CorsOptions } from './cors-options.js';
import { Identity } from './identity.js';
import type { Route } from './platform-routes.js';
import type { RouteSources } from './route-sources.js';

/** A route, and the policy that it has. */
export interface CorsRoute {
  /** Upper case; `ALL` for every method. */
  readonly method: string;
  /** As it is served: with prefix and version. `*` is what no controller serves. */
  readonly path: string;
  /** `CatsController.create`, `paths["/docs"]`, `CorsModule.forRoot`. */
  readonly name: string;
  /**
   * Whether CORS is on, switched off, or whether nothing is said and the library stays out;
   * `upstream` where what is mounted there has a CORS of its own.
   */
  readonly cors: 'on' | 'off' | 'none' | 'upstream';
  /** `true` where `@Cors()` on the method makes another policy than its class has. */
  readonly differs?: true;
  /** The options of all layers as one; those that no layer has are absent. */
  readonly options: CorsOptions;
  /**
   * Where each of the options is written: `CorsModule.forRoot`, `policies.partner`,
   * `CatsController`, `CatsController.create`.
   */
  readonly sources: Readonly<Partial<Record<keyof CorsOptions, string>>>;
}

/** Lists all routes of an app. */
export function describedRoutes(sources: RouteSources): readonly CorsRoute[] {
  const described = (route: Route, method: string, path: string, differs = false): CorsRoute => {
    const written = sources.of(route);
    return Object.freeze({
      method,
      path,
      name: route.name,
      cors: corsOf(route),
      ...(differs && { differs }),
      options: Object.freeze({ ...written.options }),
      sources: Object.freeze(Object.fromEntries(written.sources)),
    });
  };
  const identity = new Identity();
  const { routes, paths, root } = sources;
  return Object.freeze([
    ...routes.map((route) =>
      described(route, route.method, route.path, sources.differs(route, identity)),
    ),
    ...paths.map((route) => described(route, 'ALL', route.path)),
    ...(root === undefined ? [] : [described(root, 'ALL', '*')]),
  ]);
}

function corsOf({ policy, isUpstream }: Route): CorsRoute['cors'] {
  if (isUpstream) return 'upstream';
  if (policy === undefined) return 'none';
  return policy === false ? 'off' : 'on';
}
