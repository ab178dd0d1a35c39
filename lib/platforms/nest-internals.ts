import { Logger, type Type } from '@nestjs/common';
import { MODULE_PATH, PATH_METADATA } from '@nestjs/common/constants.js';
import type {
  AbstractHttpAdapter,
  ApplicationConfig,
  ModuleRef,
  ModulesContainer,
} from '@nestjs/core';
import { LegacyRouteConverter } from '@nestjs/core/router/legacy-route-converter.js';
import { RoutePathFactory } from '@nestjs/core/router/route-path-factory.js';
import { RouterExplorer } from '@nestjs/core/router/router-explorer.js';

/**
 * Everything that is read of Nest, Express and Fastify beyond their public API. Each member is
 * checked when the app boots: a release that changes one fails the boot with a sentence that names
 * it. A boot that goes on without one would look up routes wrongly, and grant what it must not.
 */
export class MissingInternalError extends Error {
  override readonly name = 'MissingInternalError';

  /**
   * @param owner the package, or the class, that no longer has the member
   * @param member the name of the member
   * @param purpose what the member is read for
   */
  constructor(
    readonly owner: string,
    readonly member: string,
    readonly purpose: string,
  ) {
    super(`${owner} has no ${member}, which tells ${purpose}`);
  }
}

/** Fails the boot if an object has no member of the expected type. */
function requireMember(
  object: unknown,
  [owner, name]: readonly [owner: string, name: string],
  type: 'function' | 'object',
  purpose: string,
): void {
  const value = (object as Record<string, unknown> | null | undefined)?.[name];
  if (typeof value !== type || value === null) throw new MissingInternalError(owner, name, purpose);
}

/** The configuration of an app: prefix, versioning, global guards. Its container alone has it. */
export function applicationConfigOf(moduleRef: ModuleRef): ApplicationConfig | undefined {
  const owner = ['ModuleRef of @nestjs/core', 'container'] as const;
  requireMember(moduleRef, owner, 'object', 'the configuration of the app');
  const { container } = moduleRef as unknown as {
    readonly container: { readonly applicationConfig?: ApplicationConfig };
  };
  return container.applicationConfig;
}

/** The list of global guards itself: the order in which they run. */
export function globalGuardsOf(config: ApplicationConfig): unknown[] {
  const guards = config.getGlobalGuards() as unknown;
  if (!Array.isArray(guards)) {
    throw new MissingInternalError(
      'ApplicationConfig of @nestjs/core',
      'list of global guards',
      'the order in which guards run',
    );
  }
  return guards;
}

/** Nest's own factory of the paths that a route is served at. */
export function routePathFactory(config: ApplicationConfig): RoutePathFactory {
  for (const name of ['create', 'getVersion']) {
    const owner = ['RoutePathFactory of @nestjs/core', name] as const;
    requireMember(RoutePathFactory.prototype, owner, 'function', 'the paths of routes');
  }
  return new RoutePathFactory(config);
}

/** The path that `RouterModule` gives a module. It is kept apart for each app. */
export function modulePathOf(modules: ModulesContainer, module: Type): unknown {
  const path = (key: string) => Reflect.getMetadata(key, module) as unknown;
  return path(MODULE_PATH + modules.applicationId) ?? path(MODULE_PATH);
}

/** Whether a function has the metadata that Nest copies to the handlers of controllers. */
export function isMarkedByNest(handle: object): boolean {
  return Reflect.hasMetadata(PATH_METADATA, handle);
}

/** A path as Nest's adapter for Express registers it, which has logged a warning of it already. */
export function convertedPath(path: string): string {
  const owner = ['LegacyRouteConverter of @nestjs/core', 'tryConvert'] as const;
  requireMember(LegacyRouteConverter, owner, 'function', 'how a path is registered with Express');
  return LegacyRouteConverter.tryConvert(path, { logs: false });
}

/** A `host` of `@Controller()`. */
export type Hosts = string | RegExp | readonly (string | RegExp)[];

interface HostRequest {
  readonly hostname: string;
}

type HostFilter = (request: HostRequest, response: undefined, next: () => boolean) => boolean;

/** The parts of Nest's router that its host filter asks. */
const BY_HOSTNAME = {
  container: {
    getHttpAdapterRef: () => ({ getRequestHostname: (request: HostRequest) => request.hostname }),
  },
  logger: new Logger('CorsModule'),
};

/**
 * Makes a predicate of the host names that a controller serves. It is Nest's own filter with nothing
 * behind it: Nest applies the filter inside the handler.
 */
export function hostFilter(hosts: Hosts): (hostname: string) => boolean {
  const owner = ['RouterExplorer of @nestjs/core', 'applyHostFilter'] as const;
  requireMember(RouterExplorer.prototype, owner, 'function', 'which hosts a controller serves');
  const filter = RouterExplorer.prototype['applyHostFilter'].call(
    BY_HOSTNAME,
    hosts,
    () => true,
  ) as unknown as HostFilter;
  return (hostname) => filter({ hostname }, undefined, () => false);
}

/** A layer of Express's router. */
export interface ExpressLayer {
  readonly name: string;
  /** Whether it was registered for every path. */
  readonly slash: boolean;
  /** The part of the path that was matched, in `router` 2.2. */
  readonly path?: string;
  /**
   * Matches a path. Throws a `URIError` if a parameter cannot be decoded.
   *
   * @returns the match, or `true` in `router` 2.2, which keeps the match in the layer
   */
  match(path: string): { readonly path: string } | boolean;
  /** A mounted router has layers of its own. */
  readonly handle: object & { readonly stack?: readonly ExpressLayer[] };
  readonly route?: {
    readonly path: unknown;
    readonly methods: Readonly<Record<string, boolean>>;
    readonly stack: readonly { readonly handle: object }[];
  };
}

/** Express's router, which `app.router` makes when it is first read. */
export interface ExpressRouter {
  readonly stack: readonly ExpressLayer[];
  readonly caseSensitive: boolean;
  readonly strict: boolean;
  use(this: object, path: string, middleware: () => void): void;
}

/** The router of an Express app. */
export function expressRouterOf(adapter: AbstractHttpAdapter): ExpressRouter {
  const app = adapter.getInstance<{ readonly router: ExpressRouter }>();
  requireMember(app, ['the app of Express', 'router'], 'function', 'its routes');
  requireMember(app.router, ['the router of Express', 'stack'], 'object', 'its routes');
  return app.router;
}

/** Layers of the same make and settings as an app's own, for paths that are not registered with it. */
export function expressLayersFor(router: ExpressRouter, path: string): readonly ExpressLayer[] {
  const { caseSensitive, strict } = router;
  const scratch = { stack: [] as ExpressLayer[], params: {}, caseSensitive, strict };
  router.use.call(scratch, path, () => undefined);
  return scratch.stack;
}

/** The constraints that `@RouteConstraints()` of Nest's adapter for Fastify gives a handler. */
export function routeConstraintsOf(
  callback: object,
): Readonly<Record<string, unknown>> | undefined {
  return Reflect.getMetadata('__fastify_route_constraints__', callback) as
    Readonly<Record<string, unknown>> | undefined;
}

/** Nest's adapter for Fastify refuses empty parameters before it calls a handler. */
export type ParamsGuard = (
  url: string,
  handler: () => boolean,
) => (...args: readonly object[]) => unknown;

/** The check for empty parameters of Nest's adapter for Fastify, without its log; absent before Nest 12. */
export function paramsGuardOf(adapter: AbstractHttpAdapter): ParamsGuard | undefined {
  const silent = Object.create(adapter, { logger: { value: { warn() {} } } }) as {
    requireNonEmptyParams?: ParamsGuard;
  };
  return silent.requireNonEmptyParams?.bind(silent);
}

/**
 * Whether a custom extractor of versions has thrown while Fastify routed a request: then Nest
 * answers with its error. Before Nest 12 the error ends the request before the first hook.
 */
export function hasExtractorFailed(adapter: object, request: object): boolean {
  const { versionExtractorErrors } = adapter as {
    versionExtractorErrors?: WeakMap<object, unknown>;
  };
  return versionExtractorErrors?.has(request) ?? false;
}

/** The slot in which Nest's adapter for Fastify keeps the hook of CORS: it runs before all others of its hooks. */
export interface CorsHookSlot<Hook> {
  corsHook?: Hook;
}

/** Whether an adapter has the slot. Those of Nest 11.1 have none. */
export function hasCorsHookSlot(adapter: object): boolean {
  return 'copyCorsHeadersToRaw' in adapter;
}
