import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { ExpressRoutes } from './platforms/express-routes.js';
import { FastifyRoutes } from './platforms/fastify-routes.js';
import type {
  DeclaredRoute,
  EffectivePolicy,
  PathRoute,
  PlatformRoutes,
  Reached,
  RequestTarget,
  Route,
} from './platform-routes.js';
import { ROOT } from './place.js';
import { PreflightTarget } from './preflight-target.js';
import { DEFAULT_METHODS, withHead } from './protocol/methods.js';

const PLATFORMS: Readonly<
  Record<string, new (...args: ConstructorParameters<typeof ExpressRoutes>) => PlatformRoutes>
> = { express: ExpressRoutes, fastify: FastifyRoutes };

/** Routes that decide about a request together: one, unless it is uncertain which will answer. */
export type DecidingRoutes = readonly [Route, ...Route[]];

/** Finds routes. */
export interface RouteLookup {
  /** Finds the routes that decide about an actual request. */
  find(request: IncomingMessage): DecidingRoutes;
  /** Finds the routes and methods that a preflight for this method is about. */
  target(preflight: IncomingMessage, method: string): PreflightTarget;
}

/** The routes of an app with their policies. The routes are bound once, at boot. */
export class RouteTable implements RouteLookup {
  private methods: readonly string[] = [];
  /** The routes of controllers, in registration order. */
  private routes: readonly DeclaredRoute[] = [];
  private hasPaths = false;
  private readonly rootAlone: DecidingRoutes;
  /** Whether everything has the policy of the root: then nothing needs to be looked up. */
  isUniform = false;
  /** How often policies have been put into effect. */
  edition = 0;

  constructor(
    private readonly root: Route,
    readonly platform: PlatformRoutes,
  ) {
    this.rootAlone = [root];
  }

  /**
   * Takes the routes of all controllers, in registration order.
   *
   * @returns those that the platform has not got
   */
  bind(routes: readonly DeclaredRoute[]): readonly DeclaredRoute[] {
    this.routes = routes;
    const methods = routes.flatMap(({ method }) => (method === 'ALL' ? DEFAULT_METHODS : method));
    this.methods = withHead([...new Set(methods)]);
    return this.platform.bind(routes);
  }

  /**
   * Puts policies into effect, all at once: those of routes, and of the paths that have one where no
   * controller serves them.
   */
  putIntoEffect(policies: ReadonlyMap<Route, EffectivePolicy>, paths: readonly PathRoute[]): void {
    this.platform.bindPaths(paths);
    this.hasPaths = paths.length > 0;
    for (const [route, policy] of policies) route.policy = policy;
    const all: readonly Route[] = [...this.routes, ...paths];
    this.isUniform = all.every(({ policy }) => policy === this.root.policy);
    this.edition += 1;
  }

  /**
   * Looks routes up for their names, also where all have one policy. An actual request reaches one
   * handler, whatever other forms its path has.
   */
  readonly named: RouteLookup = {
    find: (request) => {
      const reached = this.platform.find(request);
      return reached.routes.length > 0 ? this.decidingOf(request, reached) : this.reach(request);
    },
    target: (preflight, method) => this.targetOf(preflight, method, false),
  };

  find(request: IncomingMessage): DecidingRoutes {
    return this.isUniform ? this.rootAlone : this.reach(request);
  }

  target(preflight: IncomingMessage, method: string): PreflightTarget {
    return this.targetOf(preflight, method, this.isUniform);
  }

  /**
   * Lists the routes that decide as well about a response that ends before its handler is known:
   * those that the request leads to if middleware has changed its path or method, and, below status
   * 400, those of all that no controller serves. An error speaks for the handler behind it.
   */
  besides(request: IncomingMessage, came: RequestTarget, status: number): readonly Route[] {
    if (this.isUniform) return [];
    const now = this.platform.rerouted(request, came);
    const rerouted = now === undefined ? [] : this.reach(now);
    // Not below 400 only: HTTP/2 takes a status that is not a number for 200.
    return status >= 400 ? rerouted : [...rerouted, ...this.elsewhere(came.url)];
  }

  private reach(request: IncomingMessage): DecidingRoutes {
    const reached = this.withOtherForms(request, (form) => this.platform.find(form));
    return this.decidingOf(request, reached);
  }

  private decidingOf(
    { url = '/' }: IncomingMessage,
    { routes, besides = [], isSure }: Reached,
  ): DecidingRoutes {
    const [first, ...others] = [...routes, ...besides];
    if (first === undefined) return this.elsewhere(url);
    return isSure ? [first, ...others] : [first, ...others, ...this.elsewhere(url)];
  }

  private targetOf(preflight: IncomingMessage, method: string, isUniform: boolean) {
    const candidates = (name: string) =>
      this.withOtherForms(preflight, (form) => this.platform.candidates(form)(name));
    const find = this.platform.candidates(preflight);
    const hasForms = !isUniform && this.platform.otherForms(preflight).length > 0;
    const elsewhere = isUniform ? this.rootAlone : this.elsewhere(preflight.url ?? '/');
    return new PreflightTarget(
      method,
      hasForms ? candidates : find,
      elsewhere,
      this.methods,
      isUniform,
    );
  }

  /**
   * Adds the routes that other forms of the path lead to: what stands in front of the router may
   * decode and normalise a path. If they differ, it is not sure which of them answers.
   */
  private withOtherForms(
    request: IncomingMessage,
    find: (request: IncomingMessage) => Reached,
  ): Reached {
    const reached = find(request);
    const forms = this.platform.otherForms(request);
    if (forms.length === 0) return reached;
    const known = new Set(reached.routes);
    const besides = [...new Set(forms.flatMap((form) => find(form).routes))].filter(
      (route) => !known.has(route),
    );
    const isSame =
      besides.length === 0 && !this.leadsElsewhere(request) && request.url?.includes('#') !== true;
    return { ...reached, besides, isSure: reached.isSure && isSame };
  }

  /** Whether a path that is decoded or normalised belongs to another entry of `paths` than as it was written. */
  private leadsElsewhere({ url = '/' }: IncomingMessage): boolean {
    return this.hasPaths && this.elsewhere(url).length > 1;
  }

  /** The routes of what no controller serves. */
  private elsewhere(url: string): DecidingRoutes {
    if (!this.hasPaths) return this.rootAlone;
    const [first, ...others] = this.platform.findPaths(url);
    return [first ?? this.root, ...others.map((route) => route ?? this.root)];
  }
}

/** The route tables of the apps that are made of one compiled module: mostly there is one. */
@Injectable()
export class RouteTables {
  /** Everything that no controller serves. */
  readonly root: Route = { name: ROOT, policy: undefined };
  private latest: RouteTable | undefined;

  /** The table of the app that was made last. */
  get current(): RouteTable {
    // Without a platform nothing asks for routes.
    if (this.latest === undefined) throw new Error('nestjs-cors: there is no HTTP adapter');
    return this.latest;
  }

  /**
   * Makes the table of an app.
   *
   * @throws Error if the platform is neither Express nor Fastify
   */
  open(adapter: AbstractHttpAdapter): RouteTable {
    const Routes = PLATFORMS[adapter.getType()];
    if (Routes === undefined) {
      throw new Error(
        `nestjs-cors: the platform "${adapter.getType()}" is not known: use @nestjs/platform-express or @nestjs/platform-fastify`,
      );
    }
    this.latest = new RouteTable(this.root, new Routes(adapter));
    return this.latest;
  }
}
