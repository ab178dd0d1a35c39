import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ExpressRoutes } from './express-routes.js';
import { FastifyRoutes } from './fastify-routes.js';
import { whenAdapterIsSet } from './http-adapter.js';
import type {
  DeclaredRoute,
  EffectivePolicy,
  PathRoute,
  PlatformRoutes,
  Route,
} from './platform-routes.js';
import { ROOT } from './place.js';
import { PreflightTarget } from './preflight-target.js';
import { DEFAULT_METHODS, withHead } from './protocol/methods.js';

const PLATFORMS: Readonly<
  Record<string, new (...args: ConstructorParameters<typeof ExpressRoutes>) => PlatformRoutes>
> = { express: ExpressRoutes, fastify: FastifyRoutes };

/** What finds routes. */
export interface RouteLookup {
  /** Finds the route that serves a request. */
  find(request: IncomingMessage): Route;
  /** Finds what a preflight for this method is about. */
  target(preflight: IncomingMessage, method: string): PreflightTarget;
}

/** Which route a request reaches, and so which policy it has. The routes are bound once, at boot. */
@Injectable()
export class RouteTable implements RouteLookup {
  private platform: PlatformRoutes | undefined;
  private methods: readonly string[] = [];
  /** What has the policy of the root: everything that no controller serves. */
  readonly root: Route = { name: ROOT, policy: undefined };
  /** The routes of controllers, in registration order. */
  private routes: readonly DeclaredRoute[] = [];
  /** Whether all else has the policy of the root too: then nothing needs to be looked up. */
  private isUniform = false;
  /** How often policies have been put into effect: what was decided in between is to be decided again. */
  edition = 0;

  constructor(host: HttpAdapterHost) {
    whenAdapterIsSet(host, (adapter) => {
      const Routes = PLATFORMS[adapter.getType()];
      if (Routes === undefined) {
        throw new Error(
          `nestjs-cors: the platform "${adapter.getType()}" is not known: use @nestjs/platform-express or @nestjs/platform-fastify`,
        );
      }
      this.platform = new Routes(adapter);
    });
  }

  /** Takes the routes of all controllers, in registration order. */
  bind(routes: readonly DeclaredRoute[]): void {
    this.routes = routes;
    this.platform?.bind(routes);
    const methods = routes.flatMap(({ method }) => (method === 'ALL' ? DEFAULT_METHODS : method));
    this.methods = withHead([...new Set(methods)]);
  }

  /**
   * Puts policies into effect, all at once: those of routes, and of the paths that have one where no
   * controller serves them.
   */
  putIntoEffect(policies: ReadonlyMap<Route, EffectivePolicy>, paths: readonly PathRoute[]): void {
    this.platform?.bindPaths(paths);
    for (const [route, policy] of policies) route.policy = policy;
    const all: readonly Route[] = [...this.routes, ...paths];
    this.isUniform = all.every(({ policy }) => policy === this.root.policy);
    this.edition += 1;
  }

  /** The same for those who ask for the name of a route: it looks also where all have one policy. */
  readonly named: RouteLookup = {
    find: (request) => this.reach(request),
    target: (preflight, method) => this.targetOf(preflight, method, false),
  };

  find(request: IncomingMessage): Route {
    return this.isUniform ? this.root : this.reach(request);
  }

  target(preflight: IncomingMessage, method: string): PreflightTarget {
    return this.targetOf(preflight, method, this.isUniform);
  }

  private reach(request: IncomingMessage): Route {
    return this.platform?.find(request) ?? this.elsewhere(request);
  }

  private targetOf(preflight: IncomingMessage, method: string, isUniform: boolean) {
    const candidates = this.platform?.candidates(preflight) ?? (() => []);
    const elsewhere = isUniform ? this.root : this.elsewhere(preflight);
    return new PreflightTarget(method, candidates, elsewhere, this.methods, isUniform);
  }

  private elsewhere(request: IncomingMessage): Route {
    return this.platform?.findPath(request) ?? this.root;
  }
}
