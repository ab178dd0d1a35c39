import { Injectable, RequestMethod, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost, ModuleRef, ModulesContainer } from '@nestjs/core';
import { BootProof } from './boot-proof.js';
import { CorsConfigurationError, type CorsConfigurationIssue } from './configuration-error.js';
import { ConfigurationIssues, type FoundIssue } from './configuration-issues.js';
import {
  controllerRoutes,
  type ControllerHandler,
  type ControllerRoute,
} from './controller-routes.js';
import { CorsGuard } from './cors.guard.js';
import { declarationOf } from './declarations.js';
import { EffectivePolicies, type LayeredRoute } from './effective-policies.js';
import { FrontDoor } from './front-door.js';
import { HandlerPolicies } from './handler-policies.js';
import type { Layer } from './merge.js';
import { refuseOtherCors } from './other-cors.js';
import { adapterOf } from './platforms/http-adapter.js';
import {
  applicationConfigOf,
  globalGuardsOf,
  MissingInternalError,
  routeConstraintsOf,
} from './platforms/nest-internals.js';
import { misplacedDecorators } from './policies/misplaced-decorators.js';
import { RouteTables } from './route-table.js';

type Where = Omit<ControllerRoute, 'handler'>;

/** A static property of every `CorsModule`, of whatever version or copy of this package. */
export const IS_CORS_MODULE = Symbol.for('nestjs-cors:module');

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
    private readonly tables: RouteTables,
    private readonly handlers: HandlerPolicies,
    private readonly policies: EffectivePolicies,
    private readonly frontDoor: FrontDoor,
    private readonly guard: CorsGuard,
    private readonly proof: BootProof,
  ) {}

  /** Takes up its position before Nest registers the routes of controllers. */
  beforeRoutes(): void {
    const adapter = adapterOf(this.host);
    if (adapter === undefined) return;
    reportingInternals(() => {
      this.refuseSecondModule();
      // A compiled module may have had another app before: then this one has no front door yet.
      if (!this.frontDoor.open(adapter)) refuse('CorsModule', OF_ANOTHER_APP);
      this.tables.current.platform.begin();
      this.putGuardFirst();
    });
  }

  onModuleInit(): void {
    reportingInternals(() => this.explore());
  }

  private explore(): void {
    const config = applicationConfigOf(this.moduleRef);
    // An application context or a microservice has no HTTP routes.
    const adapter = adapterOf(this.host);
    if (adapter === undefined || config === undefined) return;

    const layers = new ControllerLayers();
    const routes = controllerRoutes(this.modules, config).map(({ handler, ...where }) =>
      this.routeOf(handler, where, layers.of(handler)),
    );
    const table = this.tables.current;
    const missing = table.bind(routes);
    this.policies.start(routes, this.misplaced());
    refuseOtherCors(adapter);
    this.proof.check({ adapter, config, table, routes, missing });
  }

  private misplaced(): readonly CorsConfigurationIssue[] {
    const issues = new ConfigurationIssues();
    for (const { source, issue } of misplacedDecorators(this.modules)) issues.report(source, issue);
    return issues.list();
  }

  /** Two copies of the module would each answer, the one for the routes of the other. */
  private refuseSecondModule(): void {
    const copies = [...this.modules.values()].filter(({ metatype }) => IS_CORS_MODULE in metatype);
    if (copies.length < 2) return;
    refuse('CorsModule', {
      option: 'imports',
      value: copies.length,
      reason: 'module-imported-twice',
      why: 'times, each time with options of its own',
      fix: 'import it once, in the root module',
    });
  }

  /** Other global guards would refuse requests before the policy of their handler is known. */
  private putGuardFirst(): void {
    const config = applicationConfigOf(this.moduleRef);
    if (config === undefined) return;
    const guards = globalGuardsOf(config);
    const at = guards.indexOf(this.guard);
    if (at > 0) guards.unshift(...guards.splice(at, 1));
  }

  private routeOf(
    handler: ControllerHandler,
    where: Where,
    layers: readonly Layer[],
  ): LayeredRoute {
    const { controller, name, callback, callbacks, method } = handler;
    const route = {
      name: targetOf(handler),
      policy: undefined,
      ...where,
      method: RequestMethod[method],
      callback,
      isConstrained: routeConstraintsOf(callback) !== undefined,
      layers,
    };
    this.handlers.set(controller, name, callbacks, route);
    return route;
  }
}

const OF_ANOTHER_APP: FoundIssue = {
  option: 'app',
  value: 'HttpAdapterHost',
  reason: 'module-of-another-app',
  why: 'has the adapter of an app that was made of another compiled module',
  fix: 'compile the module once for each app',
};

function refuse(target: string, issue: FoundIssue): never {
  const issues = new ConfigurationIssues();
  issues.report(target, issue);
  throw new CorsConfigurationError(issues.list());
}

/** Reports what is missing in a release of Nest or of a platform as an issue of the configuration. */
function reportingInternals(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof MissingInternalError)) throw error;
    refuse('app', {
      option: error.owner,
      value: error.member,
      reason: 'framework-unsupported',
      why: `is missing, which tells ${error.purpose}`,
      fix: 'use versions of Nest and of the platform that nestjs-cors supports',
    });
  }
}

function targetOf({ controller, name }: ControllerHandler): string {
  return `${controller.name}.${name}`;
}

/** The declarations of classes and methods. Handlers without one of their own share one list. */
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
