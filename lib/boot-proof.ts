import { ServerResponse, type IncomingMessage } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import type { AbstractHttpAdapter, ApplicationConfig } from '@nestjs/core';
import { CorsConfigurationError } from './configuration-error.js';
import { ConfigurationIssues, type FoundIssue } from './configuration-issues.js';
import { counted } from './counted.js';
import { CorsGuard } from './cors.guard.js';
import { EffectivePolicies } from './effective-policies.js';
import { FrontDoor } from './front-door.js';
import type { FastifyInstance } from './platforms/fastify-router.js';
import { globalGuardsOf } from './platforms/nest-internals.js';
import { requestFor } from './platforms/synthetic-request.js';
import { ACRM } from './protocol/header.js';
import { proveRoutes } from './routes/route-proof.js';
import { sampleRequest } from './routes/sample-request.js';
import type { DeclaredRoute } from './platform-routes.js';
import type { RouteTable } from './route-table.js';

/** An app that has been bound: its routes are final. */
export interface BoundApp {
  readonly adapter: AbstractHttpAdapter;
  readonly config: ApplicationConfig;
  readonly table: RouteTable;
  readonly routes: readonly DeclaredRoute[];
  /** The routes that the platform's router has not got. */
  readonly missing: readonly DeclaredRoute[];
}

/**
 * Proves at boot that each route has its policy: the platform has the route, a lookup finds it again,
 * the guard is mounted, and a preflight arrives at the front door. What cannot be proved fails the
 * boot. Where everything has one policy there is no route to confuse, and it is a warning.
 */
@Injectable()
export class BootProof {
  private readonly logger = new Logger('CorsModule');

  constructor(
    private readonly frontDoor: FrontDoor,
    private readonly guard: CorsGuard,
    private readonly policies: EffectivePolicies,
  ) {}

  /**
   * Proves an app. On Fastify the preflight is sent when the app is ready: plugins load late.
   *
   * @throws CorsConfigurationError
   */
  check(app: BoundApp): void {
    const start = performance.now();
    const found = new ConfigurationIssues();
    const { lost, tried } = proveRoutes(app.adapter, app.table.platform, app.routes);
    const unproven = new Set(app.missing);
    for (const route of app.missing) found.report(route.name, notRegistered(route));
    const isExpress = app.adapter.getType() === 'express';
    const notFound = lost.filter((route) => !unproven.has(route));
    for (const route of isExpress ? notFound : []) found.report(route.name, notFoundAgain(route));
    if (!globalGuardsOf(app.config).includes(this.guard)) found.report('app', GUARD_MISSING);
    if (isExpress) this.checkExpress(app.adapter, found);
    else this.checkWhenReady(app, notFound);
    this.conclude(app.table, found);
    const rest = app.routes.length - tried;
    this.logger.debug(
      `proved ${counted(tried, 'route')} by a sample request, ${rest} by the router's list, in ${Math.ceil(performance.now() - start)} ms`,
    );
  }

  private checkExpress(adapter: AbstractHttpAdapter, found: ConfigurationIssues): void {
    const app = adapter.getInstance<(...args: readonly object[]) => void>();
    const { request, response } = probeFor(adapter);
    const hasArrived = this.frontDoor.expect(request, () => app(request, response));
    if (!hasArrived()) found.report('app', ENTRANCE_MISSING);
  }

  /** A route that its sample does not lead to is a fault only if Fastify itself finds it. */
  private checkWhenReady({ adapter, table }: BoundApp, lost: readonly DeclaredRoute[]): void {
    const fastify = adapter.getInstance<FastifyInstance>();
    const send = (request: IncomingMessage, response: ServerResponse) =>
      this.frontDoor.expect(request, () => fastify.routing(request, response));
    fastify.addHook('onReady', async () => {
      const { request, response } = probeFor(adapter);
      const hasArrived = send(request, response);
      await settled(() => hasArrived() || response.writableEnded);
      const found = new ConfigurationIssues();
      if (hasArrived()) {
        for (const route of lost) {
          const sample = sampleRequest(route);
          if (sample === undefined) continue;
          const request = requestFor(adapter, sample);
          const hasCome = send(request, new ServerResponse(request));
          const reached = hasCome() ? table.platform.find(request).routes : [];
          if (reached.includes(route)) found.report(route.name, notFoundAgain(route));
        }
      } else if (response.writableEnded && response.statusCode !== 404) {
        // The not-found handler comes after all hooks; another answer is that of an earlier hook.
        this.logger.warn(ANSWERED_BEFORE);
      } else found.report('app', ENTRANCE_MISSING);
      this.conclude(table, found);
    });
  }

  private conclude(table: RouteTable, found: ConfigurationIssues): void {
    if (found.isEmpty) return;
    const issues = found.list();
    if (!table.isUniform) throw new CorsConfigurationError(issues);
    // An update may bring other policies: then it is refused.
    this.policies.distrust(issues);
    for (const { message } of issues) this.logger.warn(message);
  }
}

/** A preflight for the root of the app, and a response that is never sent. */
function probeFor(adapter: AbstractHttpAdapter): {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
} {
  const headers = { origin: 'https://probe.invalid', [ACRM]: 'GET' };
  const asked = { method: 'OPTIONS', url: '/', host: 'localhost', headers };
  const request = requestFor(adapter, asked);
  return { request, response: new ServerResponse(request) };
}

/** Waits until something holds; for a second at most. */
async function settled(holds: () => boolean): Promise<void> {
  const end = performance.now() + 1000;
  while (!holds() && performance.now() < end) {
    // oxlint-disable-next-line no-await-in-loop -- it waits for hooks of others
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const REPORT =
  'see whether a package replaces or wraps routes, or report it with the versions of Nest and of the platform';

function notRegistered({ method, path }: DeclaredRoute): FoundIssue {
  return {
    option: 'route',
    value: `${method} ${path}`,
    reason: 'route-missing',
    why: "is not in the platform's router, so that its policy could not be applied to preflights",
    fix: REPORT,
  };
}

function notFoundAgain({ method, path }: DeclaredRoute): FoundIssue {
  return {
    option: 'route',
    value: `${method} ${path}`,
    reason: 'route-not-found',
    why: 'is not found by a request for it, so that its policy could not be applied to preflights',
    fix: REPORT,
  };
}

const GUARD_MISSING: FoundIssue = {
  option: 'APP_GUARD',
  value: 'CorsGuard',
  reason: 'guard-missing',
  why: 'is not among the global guards, so that nothing would see which handler runs',
  fix: 'do not override the providers of CorsModule',
};

const ENTRANCE_MISSING: FoundIssue = {
  option: 'middleware',
  value: 'CorsModule',
  reason: 'entrance-missing',
  why: 'is not reached by a preflight that was tried at boot',
  fix: REPORT,
};

const ANSWERED_BEFORE =
  'a hook of the Fastify instance answers preflights before CorsModule: add such hooks after NestFactory.create()';
