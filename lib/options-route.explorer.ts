import { Inject, Injectable, Logger, RequestMethod, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost, ModuleRef, ModulesContainer } from '@nestjs/core';
import { describeAmbiguities } from './ambiguous-routes.js';
import { CorsConfigurationError } from './configuration-error.js';
import { ConfigurationIssues } from './configuration-issues.js';
import { controllerRoutes, type ControllerHandler } from './controller-routes.js';
import { CORS_MODULE_OPTIONS } from './cors.module-definition.js';
import type { CorsModuleOptions } from './cors-options.js';
import { adapterOf } from './http-adapter.js';
import { declarationOf } from './declarations.js';
import { HandlerPolicies } from './handler-policies.js';
import type { Layer } from './merge.js';
import { OriginLists } from './origin-lists.js';
import type { Route } from './platform-routes.js';
import { refuseOtherCors } from './other-cors.js';
import { PolicyCompiler } from './policy-compiler.js';
import { RouteSources } from './route-sources.js';
import { RouteTable } from './route-table.js';

/**
 * Walks every controller and handler at boot, gives each its policy and fills the route table, so
 * that the `OPTIONS` of a preflight finds the route that the actual request would reach. It runs
 * when prefix, versions and the platform's own routes are final.
 */
@Injectable()
export class OptionsRouteExplorer implements OnModuleInit {
  constructor(
    @Inject(CORS_MODULE_OPTIONS) private readonly options: CorsModuleOptions,
    private readonly host: HttpAdapterHost,
    private readonly modules: ModulesContainer,
    private readonly moduleRef: ModuleRef,
    private readonly table: RouteTable,
    private readonly policies: HandlerPolicies,
    private readonly lists: OriginLists,
    private readonly sources: RouteSources,
  ) {}

  onModuleInit(): void {
    // Nest gives the configuration of an app to nobody; its container is where it is.
    const config = this.moduleRef['container'].applicationConfig;
    // An application context or a microservice has nothing that a browser could ask.
    const adapter = adapterOf(this.host);
    if (adapter === undefined || config === undefined) return;

    this.refuseSecondModule();
    const compiler = new PolicyCompiler(this.options, this.moduleRef);
    const root: Route = {
      name: 'CorsModule.forRoot',
      policy: compiler.compile('CorsModule.forRoot', []),
    };
    const paths = compiler.paths.map(({ path, policy }) => {
      const name = `paths[${JSON.stringify(path)}]`;
      const layers = [{ target: name, declaration: policy }];
      return { name, path, layers, policy: compiler.compile(name, layers) };
    });
    const routes = controllerRoutes(this.modules, config).map(({ handler, ...where }) => ({
      ...this.routeOf(handler, compiler),
      ...where,
      method: RequestMethod[handler.method],
      callback: handler.callback,
      layers: layersOf(handler),
    }));
    if (compiler.issues.length > 0) throw new CorsConfigurationError(compiler.issues);
    refuseOtherCors(adapter);
    this.table.fill(routes, paths, root);
    this.lists.fill(compiler.lists);
    this.sources.set(compiler, routes, paths, root);
    const logger = new Logger('CorsModule');
    for (const sentence of describeAmbiguities(routes, (route) =>
      compiler.optionsOf(route.policy),
    )) {
      logger.warn(sentence);
    }
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

  private routeOf(handler: ControllerHandler, compiler: PolicyCompiler): Route {
    const { controller, callback } = handler;
    const known = this.policies.find(controller, callback);
    if (known !== undefined) return known;
    const name = targetOf(handler);
    const route = { name, policy: compiler.compile(name, layersOf(handler)) };
    this.policies.set(controller, callback, route);
    return route;
  }
}

function targetOf({ controller, name }: ControllerHandler): string {
  return `${controller.name}.${name}`;
}

function layersOf(handler: ControllerHandler): readonly Layer[] {
  const { controller, callback } = handler;
  return [...layer(controller.name, controller), ...layer(targetOf(handler), callback)];
}

function layer(target: string, decorated: object): readonly Layer[] {
  const declaration = declarationOf(decorated);
  return declaration === undefined ? [] : [{ target, declaration }];
}
