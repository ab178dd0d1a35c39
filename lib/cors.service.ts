import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { describedRoutes, type CorsRoute } from './described-routes.js';
import { explain } from './explain/explain.js';
import type { CorsExplanation } from './explain/explanation.js';
import type { CorsQuestion } from './explain/question.js';
import { adapterOf } from './http-adapter.js';
import { RouteSources } from './route-sources.js';
import { RouteTable } from './route-table.js';

/** Says what the CORS policies of an app are, and what they do. Inject it, or `app.get(CorsService)`. */
@Injectable()
export class CorsService {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly table: RouteTable,
    private readonly sources: RouteSources,
  ) {}

  /**
   * Lists every route with its policy, and for each option the place where it is written: the
   * routes of controllers in registration order, then the `paths`, then `*`, which is all else.
   * Empty until the app is initialised.
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
    const adapter = adapterOf(this.host);
    if (adapter === undefined || this.sources.root === undefined) {
      throw notInitialised();
    }
    return explain({ adapter, table: this.table.named(), sources: this.sources }, question);
  }
}

/** Who asks too early is told so. */
export function notInitialised(): Error {
  return new Error('nestjs-cors: the app is not initialised: call app.init() or app.listen()');
}
