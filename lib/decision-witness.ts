import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { DecisionAudience, type Asked, type Decided } from './decision-audience.js';
import { HintLog } from './monitoring/hint-log.js';
import { isOpen, type OpenRoute, type Route } from './platform-routes.js';
import type { PreflightTarget } from './preflight-target.js';
import type { PreflightDecision } from './protocol/decision.js';
import type { OriginVerdict } from './protocol/origin-verdict.js';
import type { CorsPolicy } from './protocol/policy.js';
import { decidePreflight, type PreflightRequest } from './protocol/preflight.js';
import { judgeReportOnly } from './report-only.js';
import { RouteNotes } from './route-notes.js';
import { RouteSources } from './route-sources.js';
import { RouteTables } from './route-table.js';

const OFF: Decided = { granted: false, reason: 'cors-off' };
const UPSTREAM: Decided = { granted: false, reason: 'upstream' };

/**
 * Sees every decision, tells it, and tells what a policy that is only reported would have decided
 * instead. While nobody listens it does nothing.
 */
@Injectable()
export class DecisionWitness {
  constructor(
    private readonly tables: RouteTables,
    private readonly sources: RouteSources,
    private readonly notes: RouteNotes,
    private readonly audience: DecisionAudience,
    private readonly hints: HintLog,
  ) {}

  /**
   * Sees the decision about an actual request.
   *
   * @returns what tells it, for when the response leaves with it: the handler that is reached may
   * have another policy
   */
  actual(
    route: OpenRoute,
    request: IncomingMessage,
    verdict: OriginVerdict,
  ): (() => void) | undefined {
    const { origin } = request.headers;
    const find = () =>
      route === this.sources.root ? this.tables.current.named.find(request)[0] : route;
    if (this.hints.isOn && route.policy.origins.any && origin !== undefined) {
      this.hints.anyOrigin(request, () => find().name);
    }
    if (origin === undefined || !this.audience.listensTo(verdict)) return undefined;
    const reached = find();
    const asked: Asked = { kind: 'actual', origin };
    return () => {
      this.tell(reached, asked, verdict);
      if (verdict.granted) this.tryReportOnly(reached, asked, request, (_, verdict) => verdict);
    };
  }

  /** Sees what the routes of a preflight have decided about it; nothing, where CORS is off. */
  preflight(
    request: IncomingMessage,
    asked: PreflightRequest,
    target: PreflightTarget,
    decisions: readonly PreflightDecision[] | undefined,
  ): void {
    const decisive = Math.max(0, decisions?.findIndex(({ granted }) => !granted) ?? 0);
    const isClosed = decisions === undefined;
    const decided = decisions?.[decisive] ?? OFF;
    if (!this.audience.listensTo(decided)) return;
    const { origin, method } = asked;
    const routes = this.reached(request, method, target);
    const route = isClosed ? routes.find((route) => !isOpen(route)) : routes[decisive];
    if (route === undefined) return;
    const told: Asked = { kind: 'preflight', origin, method };
    this.tell(route, told, isClosed && route.isUpstream ? UPSTREAM : decided);
    if (!decided.granted) return;
    for (const route of routes.filter(isOpen)) {
      this.tryReportOnly(route, told, request, (policy, verdict) =>
        decidePreflight(policy, asked, verdict, target.resourceFor(route.policy)),
      );
    }
  }

  private reached(
    request: IncomingMessage,
    method: string,
    { routes }: PreflightTarget,
  ): readonly Route[] {
    return routes[0] === this.sources.root
      ? this.tables.current.named.target(request, method).routes
      : routes;
  }

  private tell(route: Route, asked: Asked, decided: Decided): void {
    this.audience.tell(route.name, this.notes.of(route).effective, asked, decided);
  }

  /** Decides once more, under the policy that is only reported, what has been granted. */
  private tryReportOnly(
    route: Route,
    asked: Asked,
    request: IncomingMessage,
    decide: (policy: CorsPolicy, verdict: OriginVerdict) => Decided,
  ): void {
    const { reportOnly } = this.notes.of(route);
    if (reportOnly === undefined) return;
    const { policy, hasOwnOrigin } = reportOnly;
    const tell = (decided: Decided) => {
      if (!decided.granted) this.audience.tell(route.name, reportOnly, asked, decided);
    };
    if (!policy) return tell(OFF);
    const verdict = judgeReportOnly(policy, request, hasOwnOrigin);
    // The request does not wait: it has been answered.
    if (verdict instanceof Promise) void verdict.then((late) => tell(decide(policy, late)));
    else tell(decide(policy, verdict));
  }
}
