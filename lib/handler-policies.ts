import { Injectable, type Type } from '@nestjs/common';
import type { Route } from './platform-routes.js';

/**
 * The policies by class and method. By both: subclasses share the functions that they inherit, and
 * may have policies of their own.
 */
@Injectable()
export class HandlerPolicies {
  private readonly controllers = new Map<object, Map<object, Route>>();

  /** Takes the policy of a handler. */
  set(controller: Type, callback: object, route: Route): void {
    let handlers = this.controllers.get(controller);
    if (handlers === undefined) {
      handlers = new Map();
      this.controllers.set(controller, handlers);
    }
    handlers.set(callback, route);
  }

  /** Finds the policy of a handler. */
  find(controller: object, callback: object): Route | undefined {
    return this.controllers.get(controller)?.get(callback);
  }
}
