import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ExpressRoutes } from './express-routes.js';
import { FastifyRoutes } from './fastify-routes.js';
import { whenAdapterIsSet } from './http-adapter.js';
import type { DeclaredRoute, PathRoute, PlatformRoutes, Route } from './platform-routes.js';
import { PreflightTarget } from './preflight-target.js';
import { DEFAULT_METHODS, withHead } from './protocol/methods.js';

const PLATFORMS: Readonly<
  Record<string, new (...args: ConstructorParameters<typeof ExpressRoutes>) => PlatformRoutes>
> = { express: ExpressRoutes, fastify: FastifyRoutes };

/** Which route a request reaches, and so which policy it has. Filled once, at boot. */
@Injectable()
export class RouteTable {
  private platform: PlatformRoutes | undefined;
  private methods: readonly string[] = [];
  /** What has the policy of the root: everything that no controller serves. */
  private root: Route = { name: 'CorsModule.forRoot', policy: undefined };
  /** Whether all else has the policy of the root too: then nothing needs to be looked up. */
  private isUniform = false;

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

  /**
   * Takes the routes of all controllers, in registration order; the paths that have a policy where
   * no controller serves them; and the route of all else.
   */
  fill(routes: readonly DeclaredRoute[], paths: readonly PathRoute[], root: Route): void {
    this.root = root;
    this.platform?.bind(routes, paths);
    const methods = routes.flatMap(({ method }) => (method === 'ALL' ? DEFAULT_METHODS : method));
    this.methods = withHead([...new Set(methods)]);
    this.isUniform = [...routes, ...paths].every(({ policy }) => policy === root.policy);
  }

  /** The same table for those who ask for the name: it looks also where all have one policy. */
  named(): RouteTable {
    return Object.assign(Object.create(this) as RouteTable, { isUniform: false });
  }

  /** Finds the route that serves a request. */
  find(request: IncomingMessage): Route {
    if (this.isUniform) return this.root;
    return this.platform?.find(request) ?? this.elsewhere(request);
  }

  /** Finds what a preflight for this method is about. */
  target(preflight: IncomingMessage, method: string): PreflightTarget {
    const candidates = this.platform?.candidates(preflight) ?? (() => []);
    const elsewhere = this.isUniform ? this.root : this.elsewhere(preflight);
    return new PreflightTarget(method, candidates, elsewhere, this.methods, this.isUniform);
  }

  private elsewhere(request: IncomingMessage): Route {
    return this.platform?.findPath(request) ?? this.root;
  }
}
