import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { answerActual } from './actual-response.js';
import { whenAdapterIsSet } from './http-adapter.js';
import { OriginJudge } from './origin-judge.js';
import { isOpen } from './platform-routes.js';
import { decidePreflight, type PreflightRequest } from './protocol/preflight.js';
import type { OriginVerdict } from './protocol/origin-verdict.js';
import { isPreflight } from './protocol/request.js';
import { carryHeaders, setHeaders } from './response-headers.js';
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
  ) {
    whenAdapterIsSet(host, (adapter) => {
      adapter.use((request: IncomingMessage, response: ServerResponse, next: Next) => {
        if (isPreflight(request.method, request.headers)) this.preflight(request, response, next);
        else this.actual(request, response, next);
      });
    });
  }

  private actual(request: IncomingMessage, response: ServerResponse, next: Next): void {
    const route = this.table.find(request, request.method ?? 'GET');
    if (!isOpen(route)) return next();
    const answered = answerActual(this.judge, route, request, response);
    if (answered === undefined) next();
    else void answered.then(next);
  }

  private preflight(request: IncomingMessage, response: ServerResponse, next: Next): void {
    const asked: PreflightRequest = {
      origin: request.headers.origin ?? '',
      method: request.headers['access-control-request-method'] ?? '',
      headers: request.headers['access-control-request-headers'],
    };
    const route = this.table.findForPreflight(request, asked.method);
    if (route.policy === undefined) return next();
    if (!isOpen(route)) return end(response, 403);
    const { policy } = route;
    const answer = (verdict: OriginVerdict): void => {
      const resource = this.table.resource(request, asked.method, route);
      const { granted, status, headers } = decidePreflight(policy, asked, verdict, resource);
      if (granted && policy.preflightContinue) {
        carryHeaders(response, { policy, headers });
        next();
      } else {
        setHeaders(response, headers);
        end(response, status);
      }
    };
    const verdict = this.judge.judge(route, policy, request);
    if (verdict instanceof Promise) void verdict.then(answer);
    else answer(verdict);
  }
}

function end(response: ServerResponse, status: number): void {
  response.statusCode = status;
  // RFC 9110 forbids it on a 204; without it, some clients wait for a body (R39).
  response.setHeader('Content-Length', '0');
  response.end();
}
