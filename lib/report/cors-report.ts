import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CorsService, notInitialised } from '../cors.service.js';
import { namedPolicyIn } from '../place.js';
import { RouteSources } from '../route-sources.js';
import { ask } from './ask.js';
import { reportAsMarkdown } from './markdown.js';
import { reportAsPage } from './page.js';
import { reportOf, type CorsReportData } from './report-data.js';

/**
 * Draws the CORS policies of an app for those who review them: every policy once, its origins, its
 * options with the places where they are written, and its routes. Inject it, or
 * `app.get(CorsReport)`. It is made anew each time, and every method throws before the app is
 * initialised, and in an application context: a script creates the app with `NestFactory.create()` and
 * calls `app.init()`, which opens no port.
 *
 * It tells all routes and policies: **do not serve it in production**.
 */
@Injectable()
export class CorsReport {
  constructor(
    private readonly cors: CorsService,
    private readonly host: HttpAdapterHost,
    private readonly sources: RouteSources,
  ) {}

  /** Gives the report as plain data, made for `JSON.stringify`. */
  data(): CorsReportData {
    const routes = this.cors.routes();
    // What no controller serves is a route, too.
    if (routes.length === 0) throw notInitialised(this.host);
    const names = this.sources.all.map((route) => namedPolicyIn(this.sources.of(route).targets));
    return reportOf(routes, new Map(routes.map((route, at) => [route, names[at]])));
  }

  /** Writes the report as Markdown. The same app makes the same text, so that a review shows changes. */
  markdown(): string {
    return reportAsMarkdown(this.data());
  }

  /** Writes the report as one page of HTML, without scripts, that loads nothing. */
  html(): string {
    return reportAsPage(this.data());
  }

  /**
   * Writes the page with a form that asks {@link CorsService.explain}, and what comes of it if
   * the query of the address says so. The form is sent to the address that the page is served at.
   *
   * @example
   * ```ts
   * @SkipCors()
   * @Controller('cors-report')
   * export class CorsReportController {
   *   constructor(private readonly report: CorsReport) {}
   *
   *   @Header('Content-Type', 'text/html; charset=utf-8')
   *   @Get()
   *   page(@Query() query: Record<string, unknown>) {
   *     return this.report.page(query);
   *   }
   * }
   * ```
   */
  async page(query: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const data = this.data();
    return reportAsPage(data, await ask(this.cors, query));
  }
}
