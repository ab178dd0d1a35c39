import { Injectable, RequestMethod, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost, ModuleRef, ModulesContainer } from '@nestjs/core';
import { CorsConfigurationError } from './configuration-error.js';
import { ConfigurationIssues } from './configuration-issues.js';
import {
  controllerRoutes,
  type ControllerHandler,
  type ControllerRoute,
} from './controller-routes.js';
import { adapterOf } from './http-adapter.js';
import { declarationOf } from './declarations.js';
import { EffectivePolicies, type LayeredRoute } from './effective-policies.js';
import { HandlerPolicies } from './handler-policies.js';
import type { Layer } from './merge.js';
import { refuseOtherCors } from './other-cors.js';
import { RouteTable } from './route-table.js';

type Where = Omit<ControllerRoute, 'handler'>;

/**
 * Walks every controller and handler at boot, gives each its policy and fills the route table, so
 * that the `OPTIONS` of a preflight finds the route that the actual request would reach. It runs
 * when prefix, versions and the platform's own routes are final.
 */
@Injectable()
export class OptionsRouteExplorer implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly modules: ModulesContainer,
    private readonly moduleRef: ModuleRef,
    private readonly table: RouteTable,
    private readonly handlers: HandlerPolicies,
    private readonly policies: EffectivePolicies,
  ) {}

  onModuleInit(): void {
    // Nest gives the configuration of an app to nobody; its container is where it is.
    const config = this.moduleRef['container'].applicationConfig;
    // An application context or a microservice has nothing that a browser could ask.
    const adapter = adapterOf(this.host);
    if (adapter === undefined || config === undefined) return;

    this.refuseSecondModule();
    const layers = new ControllerLayers();
    const routes = controllerRoutes(this.modules, config).map(({ handler, ...where }) =>
      this.routeOf(handler, where, layers.of(handler)),
    );
    this.table.bind(routes);
    this.policies.start(routes);
    refuseOtherCors(adapter);
  }

  /** Two copies of the module would each answer, the one for the routes of the other. */
  private refuseSecondModule(): void {
    const copies = [...this.modules.values()].filter(({ providers }) =>
      providers.has(OptionsRouteExplorer),
    );
    if (copies.length < 2) return;
    const issues = new ConfigurationIssues();
    issues.report('CorsModule', {
      option: 'imports',
      value: copies.length,
      reason: 'module-imported-twice',
      why: 'times, each time with options of its own',
      fix: 'import it once, in the root module',
    });
    throw new CorsConfigurationError(issues.list());
  }

  private routeOf(
    handler: ControllerHandler,
    where: Where,
    layers: readonly Layer[],
  ): LayeredRoute {
    const { controller, callback, method } = handler;
    const route = {
      name: targetOf(handler),
      policy: undefined,
      ...where,
      method: RequestMethod[method],
      callback,
      layers,
    };
    this.handlers.set(controller, callback, route);
    return route;
  }
}

function targetOf({ controller, name }: ControllerHandler): string {
  return `${controller.name}.${name}`;
}

/** What classes and methods say. Handlers that say nothing themselves share one list. */
class ControllerLayers {
  private readonly ofClasses = new Map<object, readonly Layer[]>();

  of(handler: ControllerHandler): readonly Layer[] {
    const { controller, callback } = handler;
    const outer = this.ofClasses.get(controller) ?? layer(controller.name, controller);
    this.ofClasses.set(controller, outer);
    const own = layer(targetOf(handler), callback);
    return own.length === 0 ? outer : [...outer, ...own];
  }
}

function layer(target: string, decorated: object): readonly Layer[] {
  const declaration = declarationOf(decorated);
  return declaration === undefined ? [] : [{ target, declaration }];
}
