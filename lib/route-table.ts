import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ExpressRoutes } from './express-routes.js';
import { FastifyRoutes } from './fastify-routes.js';
import { whenAdapterIsSet } from './http-adapter.js';
import { isOpen, type DeclaredRoute, type PlatformRoutes, type Route } from './platform-routes.js';
import { DEFAULT_METHODS, withHead } from './protocol/methods.js';
import type { Resource } from './protocol/preflight.js';

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

  /** Takes the routes of all controllers, in registration order, and the route of all else. */
  fill(routes: readonly DeclaredRoute[], root: Route): void {
    this.root = root;
    this.platform?.bind(routes);
    const methods = routes.flatMap(({ method }) => (method === 'ALL' ? DEFAULT_METHODS : method));
    this.methods = withHead([...new Set(methods)]);
  }

  /** Finds the route that would serve this method at the request's path. */
  find(request: IncomingMessage, method: string): Route {
    return this.platform?.find(request, method) ?? this.root;
  }

  /**
   * Finds the route whose policy a preflight for this method has. Where no handler serves the
   * method and the root says nothing, that is a route which serves another method there: the
   * preflight is not the app's to answer (R17), and what shares no policy is not granted.
   */
  findForPreflight(request: IncomingMessage, method: string): Route {
    const route = this.find(request, method);
    if (route !== this.root || route.policy !== undefined) return route;
    const others = this.methods.map((other) => this.find(request, other));
    return others.find(isOpen) ?? others.find(({ policy }) => policy === false) ?? route;
  }

  /** Describes the path of a preflight for this method, whose policy is that of `route`. */
  resource(request: IncomingMessage, method: string, route: Route): Resource {
    const served = new Map<string, Route>();
    for (const name of new Set([...this.methods, method])) {
      const found = this.platform?.find(request, name);
      if (found !== undefined) served.set(name, found);
    }
    const shares = (name: string) => (served.get(name) ?? this.root).policy === route.policy;
    return {
      methods: [...served.keys()],
      shares,
      uniform: route.policy === this.root.policy && [...served.keys()].every(shares),
    };
  }
}
