import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { answerActual } from './actual-response.js';
import { DecisionWitness } from './decision-witness.js';
import { useFirst, whenAdapterIsSet } from './http-adapter.js';
import { OriginJudge } from './origin-judge.js';
import { isOpen } from './platform-routes.js';
import { decideForAll } from './protocol/common-decision.js';
import type { PreflightDecision } from './protocol/decision.js';
import { decidePreflight, type PreflightRequest } from './protocol/preflight.js';
import type { OriginVerdict } from './protocol/origin-verdict.js';
import { isPreflight } from './protocol/request.js';
import { carryHeaders, endWith, OFF } from './response-headers.js';
import { RouteTable } from './route-table.js';

type Next = () => void;

/**
 * The first function that a request meets. It answers preflights, before any guard, pipe, body
 * parser or middleware (R17), and gives every other response its headers before anything can end
 * it. It waits only if an origin function does.
 */
@Injectable()
export class FrontDoor {
  constructor(
    host: HttpAdapterHost,
    private readonly table: RouteTable,
    private readonly judge: OriginJudge,
    private readonly witness: DecisionWitness,
  ) {
    whenAdapterIsSet(host, (adapter) => {
      useFirst(adapter, (request, response, next) => {
        if (isPreflight(request.method, request.headers)) this.preflight(request, response, next);
        else this.actual(request, response, next);
      });
    });
  }

  private actual(request: IncomingMessage, response: ServerResponse, next: Next): void {
    const route = this.table.find(request);
    if (!isOpen(route)) {
      if (route.policy === false) carryHeaders(response, OFF);
      return next();
    }
    const answered = answerActual(this.judge, this.witness, route, request, response);
    if (answered === undefined) next();
    else void answered.then(next);
  }

  private preflight(request: IncomingMessage, response: ServerResponse, next: Next): void {
    const asked: PreflightRequest = {
      origin: request.headers.origin ?? '',
      method: request.headers['access-control-request-method'] ?? '',
      headers: request.headers['access-control-request-headers'],
    };
    const { edition } = this.table;
    const target = this.table.target(request, asked.method);
    const { routes } = target;
    if (routes.every(({ policy }) => policy === undefined)) return next();
    // What one of several routes does not grant is not granted.
    if (!routes.every(isOpen)) {
      endWith(response, 403, []);
      return this.witness.preflight(request, asked, target, undefined);
    }

    const decisions = routes.map((route) => {
      const decide = (verdict: OriginVerdict): PreflightDecision =>
        decidePreflight(route.policy, asked, verdict, target.resourceFor(route.policy));
      const verdict = this.judge.judge(route, route.policy, request);
      return verdict instanceof Promise ? verdict.then(decide) : decide(verdict);
    });
    const answer = (decided: readonly PreflightDecision[]): void => {
      // An update in between would have been decided in part by the old policies, in part by the new.
      if (edition !== this.table.edition) return this.preflight(request, response, next);
      const { granted, status, headers } = decideForAll(decided);
      const isContinued = granted && routes.every(({ policy }) => policy.preflightContinue);
      if (isContinued) carryHeaders(response, { headers });
      else endWith(response, status, headers);
      this.witness.preflight(request, asked, target, decided);
      if (isContinued) next();
    };
    if (decisions.some((decision) => decision instanceof Promise)) {
      void Promise.all(decisions.map(async (decision) => decision)).then(answer);
    } else {
      answer(decisions as readonly PreflightDecision[]);
    }
  }
}
