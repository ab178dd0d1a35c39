import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, Logger, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { answerActual } from './actual-response.js';
import { DecisionWitness } from './decision-witness.js';
import { HandlerPolicies } from './handler-policies.js';
import { OriginJudge } from './origin-judge.js';
import { isOpen, type Route } from './platform-routes.js';
import { isPreflight } from './protocol/request.js';
import { carriedPolicy, carryHeaders, OFF } from './response-headers.js';
import { RouteTable } from './route-table.js';

/**
 * Settles the policy of the handler that really runs. The front door has predicted it; if another
 * handler is reached after all, its policy replaces the predicted one, and the log says so once.
 * GraphQL, RPC and WebSocket handlers answer in other ways and are left alone.
 *
 * It lets every request pass. It is a guard because a global interceptor costs each request an
 * observable, some 9 µs, and because what other guards refuse has the right policy then.
 */
@Injectable()
export class CorsGuard implements CanActivate {
  private readonly logger = new Logger('CorsModule');
  private readonly reported = new Set<string>();

  constructor(
    private readonly policies: HandlerPolicies,
    private readonly table: RouteTable,
    private readonly judge: OriginJudge,
    private readonly witness: DecisionWitness,
  ) {}

  canActivate(context: ExecutionContext): true | Promise<true> {
    if (context.getType() !== 'http') return true;
    const route = this.policies.find(context.getClass(), context.getHandler());
    const http = context.switchToHttp();
    const response = rawOf(http.getResponse<ServerResponse>());
    if (route === undefined || carriedPolicy(response) === route.policy) return true;
    const request = rawOf(http.getRequest<IncomingMessage>());
    // What a preflight is granted is settled by the handler that it asks for, not by this one.
    if (isPreflight(request.method, request.headers)) return true;
    // What has come before an update, and was given another policy then, is no surprise.
    const isSurprise = this.table.edition === 1 || this.table.find(request).policy !== route.policy;
    if (isSurprise) this.report(route);
    const settled = this.settle(route, request, response);
    return settled === undefined ? true : settled.then(() => true);
  }

  private settle(
    route: Route,
    request: IncomingMessage,
    response: ServerResponse,
  ): void | Promise<void> {
    if (isOpen(route)) return answerActual(this.judge, this.witness, route, request, response);
    carryHeaders(response, route.policy === false ? OFF : undefined);
  }

  private report({ name }: Route): void {
    if (this.reported.has(name)) return;
    this.reported.add(name);
    this.logger.warn(
      `${name}: a request reached this handler although its path and method lead to another one; ` +
        'its policy is applied, but a preflight could not have known (said once)',
    );
  }
}

/** What Node gave the platform: Fastify wraps it and keeps it as `raw`. */
function rawOf<T extends object>(wrapped: T & { readonly raw?: T }): T {
  return wrapped.raw ?? wrapped;
}
