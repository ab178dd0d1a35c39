import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DecisionWitness } from './decision-witness.js';
import type { OriginJudge } from './origin-judge.js';
import { isOpen, type OpenRoute, type Route } from './platform-routes.js';
import { decideActual } from './protocol/actual.js';
import type { Decision } from './protocol/decision.js';
import { intersect } from './protocol/intersection.js';
import type { OriginVerdict } from './protocol/origin-verdict.js';
import { carryHeaders, OFF, type Carried } from './response-headers.js';
import type { DecidingRoutes } from './route-table.js';

/** The decision of a route where CORS is off, or where no layer has an origin. */
export const NOTHING_GRANTED: Decision = {
  granted: false,
  reason: 'origin-not-allowed',
  headers: [],
};

/** Makes the headers of a response that ends before its handler is known. */
export type Narrow = (carried: Carried, decision: Decision) => Carried['narrow'];

/** Gives the responses of actual requests the headers of their policies. */
export class ActualResponses {
  constructor(
    private readonly judge: OriginJudge,
    private readonly witness: DecisionWitness,
  ) {}

  /**
   * Makes a response carry the headers of the routes that decide about it.
   *
   * @returns a promise only if an origin function returns one
   */
  answer(
    routes: DecidingRoutes,
    request: IncomingMessage,
    response: ServerResponse,
    narrow?: Narrow,
  ): void | Promise<void> {
    const [route, ...others] = routes;
    if (others.length > 0) return this.answerTogether(routes, request, response, narrow);
    if (route.policy === undefined) return carryHeaders(response, undefined);
    if (!isOpen(route)) {
      return carryHeaders(response, narrowed(OFF, NOTHING_GRANTED, narrow));
    }
    const { policy } = route;
    return this.judged(route, request, (verdict) => {
      const decision = decideActual(policy, request.headers.origin, verdict);
      const onSent = this.witness.actual(route, request, verdict);
      const carried = { policy, headers: decision.headers, onSent };
      carryHeaders(response, narrowed(carried, decision, narrow));
    });
  }

  /** Grants only what every one of the routes grants. */
  private answerTogether(
    routes: DecidingRoutes,
    request: IncomingMessage,
    response: ServerResponse,
    narrow: Narrow | undefined,
  ): void | Promise<void> {
    if (routes.every(({ policy }) => policy === undefined))
      return carryHeaders(response, undefined);
    const judged = routes.map((route) => this.decide(route, request));
    const carry = (decided: readonly Decided[]): void => {
      const [first = NOBODY, ...others] = decided;
      const { headers } = intersect([first, ...others]);
      const { onSent } = decided.find(({ granted }) => !granted) ?? first;
      const decision = { ...first, headers, granted: decided.every(({ granted }) => granted) };
      carryHeaders(response, narrowed({ headers, onSent }, decision, narrow));
    };
    if (judged.some((decision) => decision instanceof Promise)) {
      return Promise.all(judged.map(async (decision) => decision)).then(carry);
    }
    return carry(judged as readonly Decided[]);
  }

  private decide(route: Route, request: IncomingMessage): Decided | Promise<Decided> {
    if (!isOpen(route)) return NOBODY;
    return this.judged(route, request, (verdict) => ({
      ...decideActual(route.policy, request.headers.origin, verdict),
      onSent: this.witness.actual(route, request, verdict),
    }));
  }

  private judged<T>(
    route: OpenRoute,
    request: IncomingMessage,
    use: (verdict: OriginVerdict) => T,
  ): T | Promise<T> {
    const verdict = this.judge.judge(route, route.policy, request);
    return verdict instanceof Promise ? verdict.then(use) : use(verdict);
  }
}

interface Decided extends Decision {
  readonly onSent: (() => void) | undefined;
}

const NOBODY: Decided = { ...NOTHING_GRANTED, onSent: undefined };

function narrowed(carried: Carried, decision: Decision, narrow: Narrow | undefined): Carried {
  return narrow === undefined ? carried : { ...carried, narrow: narrow(carried, decision) };
}
