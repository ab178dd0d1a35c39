import { Injectable } from '@nestjs/common';
import { HttpAdapterHost, type AbstractHttpAdapter } from '@nestjs/core';
import type { CheckedModuleOptions } from './checked-options.js';
import type { CorsConfigurationIssue } from './configuration-error.js';
import type { CorsModuleOptions } from './cors-options.js';
import { describedRoutes, type CorsRoute } from './described-routes.js';
import { EffectivePolicies } from './effective-policies.js';
import { explain } from './explain/explain.js';
import type { CorsExplanation } from './explain/explanation.js';
import type { CorsQuestion } from './explain/question.js';
import { adapterOf } from './platforms/http-adapter.js';
import { RouteSources } from './route-sources.js';
import { RouteTables } from './route-table.js';

/** Says what the CORS policies of an app are, and what they do. Inject it, or `app.get(CorsService)`. */
@Injectable()
export class CorsService {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly tables: RouteTables,
    private readonly sources: RouteSources,
    private readonly policies: EffectivePolicies,
  ) {}

  /**
   * Lists every route with its policy, and for each option the place where it is written: the
   * routes of controllers in registration order, then the `paths`, then `*`, which is all else.
   * Empty until the app is initialised, and in an application context or a microservice.
   */
  routes(): readonly CorsRoute[] {
    return describedRoutes(this.sources);
  }

  /**
   * Explains what a browser would do with a request of a page on another origin, step by step, and
   * what to change where it is blocked. The routes and policies that serve requests decide; no
   * handler runs, and nothing is sent. Origin functions are asked.
   *
   * @throws TypeError if the path is no path
   */
  async explain(question: CorsQuestion): Promise<CorsExplanation> {
    const adapter = this.initialisedAdapter();
    return explain({ adapter, table: this.tables.current.named, sources: this.sources }, question);
  }

  /**
   * Changes options while the app runs. Those that are given take the place of those of the same
   * name in `CorsModule.forRoot`, whole; `policies` by their names. Everything is validated as it is
   * at boot, and lists of origins are loaded, before anything changes; then all routes have their
   * new policies at once. Updates are made one after the other.
   *
   * @returns what is wrong: then nothing has changed. Empty once the options are in effect
   *
   * @example
   * ```ts
   * const issues = await cors.update({ policies: { partner: { origin: await partners.origins() } } });
   * for (const { message } of issues) logger.error(message);
   * ```
   */
  update<const Options extends CheckedModuleOptions<Options>>(
    changes: Options,
  ): Promise<readonly CorsConfigurationIssue[]>;
  async update(changes: CorsModuleOptions): Promise<readonly CorsConfigurationIssue[]> {
    this.initialisedAdapter();
    return this.policies.update(changes);
  }

  private initialisedAdapter(): AbstractHttpAdapter {
    const adapter = adapterOf(this.host);
    if (adapter !== undefined && this.sources.root !== undefined) return adapter;
    throw notInitialised(this.host);
  }
}

/** The error for who asks before there are routes. Scripts and health checks may have no HTTP app at all. */
export function notInitialised(host: HttpAdapterHost): Error {
  return new Error(adapterOf(host) === undefined ? WITHOUT_HTTP : NOT_INITIALISED);
}

const NOT_INITIALISED = 'nestjs-cors: the app is not initialised: call app.init() or app.listen()';

const WITHOUT_HTTP =
  'nestjs-cors: an application context, a microservice or a module under test has no HTTP routes: create an app with NestFactory.create() or createNestApplication(), and call app.init(), which opens no port';
