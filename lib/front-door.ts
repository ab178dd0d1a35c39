import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost, type AbstractHttpAdapter } from '@nestjs/core';
import { ActualResponses } from './actual-response.js';
import { DecisionWitness } from './decision-witness.js';
import { narrowEarly } from './early-response.js';
import { HintLog } from './monitoring/hint-log.js';
import { OriginJudge } from './origin-judge.js';
import { useFirst, whenAdapterIsSet } from './platforms/http-adapter.js';
import { isOpen, type OpenRoute } from './platform-routes.js';
import type { PreflightDecision } from './protocol/decision.js';
import { intersect } from './protocol/intersection.js';
import type { OriginVerdict } from './protocol/origin-verdict.js';
import { decidePreflight, type PreflightRequest } from './protocol/preflight.js';
import { isPreflight } from './protocol/request.js';
import { carryHeaders, endWith } from './response-headers.js';
import { RouteTables, type RouteTable } from './route-table.js';

type Next = () => void;

/** Marks an adapter with the front door that its requests meet. */
const ENTRANCE = Symbol.for('nestjs-cors:entrance');

/**
 * The first function that a request meets. It answers preflights, before any guard, pipe, body
 * parser or middleware, and gives every other response its headers before anything can end
 * it. It waits only if an origin function does.
 */
@Injectable()
export class FrontDoor {
  private readonly responses: ActualResponses;
  /** A request that is sent at boot to see that it arrives. */
  private probe: { readonly request: IncomingMessage; hasArrived: boolean } | undefined;

  constructor(
    host: HttpAdapterHost,
    private readonly tables: RouteTables,
    private readonly judge: OriginJudge,
    private readonly witness: DecisionWitness,
    private readonly hints: HintLog,
  ) {
    this.responses = new ActualResponses(judge, witness);
    whenAdapterIsSet(host, (adapter) => this.open(adapter));
  }

  /**
   * Stands in front of an app. An app has one front door: a second one would answer its preflights
   * by other policies.
   *
   * @returns whether this is the one of the app
   */
  open(adapter: AbstractHttpAdapter & { [ENTRANCE]?: FrontDoor }): boolean {
    if (adapter[ENTRANCE] !== undefined) return adapter[ENTRANCE] === this;
    Object.defineProperty(adapter, ENTRANCE, { value: this });
    const table = this.tables.open(adapter);
    useFirst(adapter, (request, response, next) => {
      if (request === this.probe?.request) this.probe.hasArrived = true;
      else if (isPreflight(request.method, request.headers)) {
        this.preflight(table, request, response, next);
      } else {
        if (this.hints.isOn) this.hints.options(request);
        this.actual(table, request, response, next);
      }
    });
    return true;
  }

  /**
   * Sees whether a request arrives here. It is not answered, and not told to anyone.
   *
   * @param send hands the request to the platform
   * @returns a function that tells whether it has arrived
   */
  expect(request: IncomingMessage, send: () => void): () => boolean {
    const probe = { request, hasArrived: false };
    this.probe = probe;
    send();
    return () => probe.hasArrived;
  }

  private actual(
    table: RouteTable,
    request: IncomingMessage,
    response: ServerResponse,
    next: Next,
  ): void {
    const routes = table.find(request);
    if (routes.length === 1 && routes[0].policy === undefined) return next();
    const narrow = table.isUniform ? undefined : narrowEarly(table, this.witness, request);
    const answered = this.responses.answer(routes, request, response, narrow);
    if (answered === undefined) next();
    else void answered.then(next);
  }

  private preflight(
    table: RouteTable,
    request: IncomingMessage,
    response: ServerResponse,
    next: Next,
  ): void {
    const asked: PreflightRequest = {
      origin: request.headers.origin ?? '',
      method: request.headers['access-control-request-method'] ?? '',
      headers: request.headers['access-control-request-headers'],
    };
    const target = table.target(request, asked.method);
    const { routes } = target;
    const open = routes.filter(isOpen);
    if (routes.every(({ policy }) => policy === undefined)) return next();
    // What one of several routes does not grant is not granted.
    if (open.length < routes.length) {
      endWith(response, 403, []);
      return this.witness.preflight(request, asked, target, undefined);
    }

    const decide = (route: OpenRoute): PreflightDecision | Promise<PreflightDecision> => {
      const { policy } = route;
      const resource = target.resourceFor(policy);
      const verdict = this.judge.judge(route, policy, request);
      if (!(verdict instanceof Promise)) return decidePreflight(policy, asked, verdict, resource);
      // An update may come before the origin function answers: everything else is decided now.
      const granted = decidePreflight(policy, asked, ALLOWED, resource);
      return verdict.then((late) =>
        late.granted ? granted : decidePreflight(policy, asked, late, resource),
      );
    };
    const isContinued = open.every(({ policy }) => policy.preflightContinue);
    const answer = (decided: readonly PreflightDecision[]): void => {
      const [first, ...others] = decided;
      if (first === undefined) return;
      const { granted, status, headers } = intersect([first, ...others]);
      if (granted && isContinued) carryHeaders(response, { headers });
      else endWith(response, status, headers);
      this.witness.preflight(request, asked, target, decided);
      if (granted && isContinued) next();
    };
    const decisions = open.map(decide);
    if (decisions.some((decision) => decision instanceof Promise)) {
      void Promise.all(decisions.map(async (decision) => decision)).then(answer);
    } else {
      answer(decisions as readonly PreflightDecision[]);
    }
  }
}

const ALLOWED: OriginVerdict = { granted: true, reason: 'origin-allowed' };
