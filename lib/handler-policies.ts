import { Injectable, type Type } from '@nestjs/common';
import type { Route } from './platform-routes.js';

interface Handlers {
  readonly byFunction: Map<object, Route>;
  readonly byName: Map<string, Route>;
  /** The names of those whose function was replaced when the app booted. */
  readonly replaced: Set<string>;
}

/**
 * The routes by class and method. By both: subclasses share the functions that they inherit, and
 * may have policies of their own.
 */
@Injectable()
export class HandlerPolicies {
  private readonly controllers = new Map<object, Handlers>();

  /** Takes the route of a handler, and the functions that stand for it. */
  set(controller: Type, name: string, callbacks: readonly object[], route: Route): void {
    let handlers = this.controllers.get(controller);
    if (handlers === undefined) {
      handlers = { byFunction: new Map(), byName: new Map(), replaced: new Set() };
      this.controllers.set(controller, handlers);
    }
    for (const callback of callbacks) handlers.byFunction.set(callback, route);
    handlers.byName.set(name, route);
    if (new Set(callbacks).size > 1) handlers.replaced.add(name);
  }

  /** How many handlers have another function in their place, of an agent or of a constructor. */
  get replaced(): number {
    return [...this.controllers.values()].reduce((sum, { replaced }) => sum + replaced.size, 0);
  }

  /**
   * Finds the route of a handler: by its function, or by its name, which stays when a monitoring
   * agent or a constructor puts another function in its place.
   */
  find(controller: object, callback: { readonly name: string }): Route | undefined {
    const handlers = this.controllers.get(controller);
    if (handlers === undefined) return undefined;
    const { byFunction, byName } = handlers;
    return byFunction.get(callback) ?? byName.get(callback.name.replace(/^(?:bound )+/, ''));
  }

  /** Whether some handler of a class has a policy, or is switched off. */
  concerns(controller: object): boolean {
    const routes = this.controllers.get(controller)?.byName.values() ?? [];
    return [...routes].some(({ policy }) => policy !== undefined);
  }
}
