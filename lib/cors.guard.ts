import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, Logger, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ActualResponses } from './actual-response.js';
import { DecisionWitness } from './decision-witness.js';
import { HandlerPolicies } from './handler-policies.js';
import { OriginJudge } from './origin-judge.js';
import { isPreflight } from './protocol/request.js';
import { carryHeaders, confirmHeaders, OFF } from './response-headers.js';
import { RouteTables } from './route-table.js';

/**
 * Settles the policy of the handler that really runs. The front door has predicted it; if another
 * handler is reached after all, its policy replaces the predicted one, and the log says so once.
 * GraphQL, RPC and WebSocket handlers answer in other ways and are left alone.
 *
 * It lets every request pass. It is a guard because a global interceptor costs each request an
 * observable, some 9 µs, and because what other guards refuse has the right policy then: it is the
 * first of the global guards.
 */
@Injectable()
export class CorsGuard implements CanActivate {
  private readonly logger = new Logger('CorsModule');
  private readonly reported = new Set<string>();
  private readonly responses: ActualResponses;

  constructor(
    private readonly policies: HandlerPolicies,
    private readonly tables: RouteTables,
    judge: OriginJudge,
    witness: DecisionWitness,
  ) {
    this.responses = new ActualResponses(judge, witness);
  }

  canActivate(context: ExecutionContext): true | Promise<true> {
    if (context.getType() !== 'http') return true;
    const controller = context.getClass();
    const route = this.policies.find(controller, context.getHandler());
    const http = context.switchToHttp();
    const response = rawOf(http.getResponse<ServerResponse>());
    if (route === undefined) return this.refuseUnknown(controller, response);
    if (confirmHeaders(response, route.policy)) return true;
    const request = rawOf(http.getRequest<IncomingMessage>());
    // What a preflight is granted is settled by the handler that it asks for, not by this one.
    if (isPreflight(request.method, request.headers)) return true;
    // A request that came before an update still carries the old policy: no misprediction.
    const table = this.tables.current;
    const [predicted, ...others] = table.find(request);
    const isKnown = others.length > 0 || (table.edition > 1 && predicted.policy === route.policy);
    if (!isKnown) this.report(route.name);
    const settled = this.responses.answer([route], request, response);
    return settled === undefined ? true : settled.then(() => true);
  }

  /** A handler without a known policy may be one that is switched off: it is granted nothing. */
  private refuseUnknown(controller: { readonly name: string }, response: ServerResponse): true {
    if (!this.policies.concerns(controller)) return true;
    carryHeaders(response, OFF);
    this.warn(
      `${controller.name}: a handler of it runs that is none of its routes, perhaps because its ` +
        'function was replaced: its responses carry no CORS headers (logged once)',
    );
    return true;
  }

  private report(name: string): void {
    this.warn(
      `${name}: a request reached this handler although its path and method lead to another one; ` +
        'its policy is applied, but a preflight could not have known (said once)',
    );
  }

  private warn(message: string): void {
    if (this.reported.has(message)) return;
    this.reported.add(message);
    this.logger.warn(message);
  }
}

/** The object of Node's that Fastify wraps and keeps as `raw`. */
function rawOf<T extends object>(wrapped: T & { readonly raw?: T }): T {
  return wrapped.raw ?? wrapped;
}
