import {
  Controller,
  Module,
  RequestMapping,
  RequestMethod,
  Scope,
  Version,
  type DynamicModule,
  type MiddlewareConsumer,
  type Type,
} from '@nestjs/common';
import { APP_GUARD, RouterModule } from '@nestjs/core';
import { RouteConstraints } from '@nestjs/platform-fastify';
import { Cors, CorsModule, type CorsModuleOptions, type CorsOptions } from 'nestjs-cors';
import { meddle } from './meddler.js';
import { nameOf, type RouteSet, type WrittenController, type WrittenHandler } from './route-set.js';
import { TellTale } from './tell-tale.js';
import { nestVersions } from './versions.js';
import { wrapHandlers } from './wrapped-handlers.js';

/** The policies of a set: the root's, and those of handlers by name. */
export interface SetPolicies {
  readonly root: CorsModuleOptions;
  /** Absent where the handler is not decorated. */
  of(handler: string): CorsOptions | false | undefined;
}

/** The root module of a set; without the library where there are no policies. */
export function rootModule(set: RouteSet, policies: SetPolicies | undefined): DynamicModule {
  const own: Type[] = [];
  const modules: { path: string; module: Type }[] = [];
  set.controllers.forEach((written, at) => {
    const controller = controllerOf(written, at, policies);
    if (written.modulePath === undefined) {
      own.push(controller);
    } else {
      @Module({ controllers: [controller] })
      class PathModule {}
      modules.push({ path: written.modulePath, module: PathModule });
    }
  });
  class RootModule {
    configure(consumer: MiddlewareConsumer): void {
      if (set.meddler === 'consumer') consumer.apply(meddle).forRoutes('{*path}');
    }
  }
  return {
    module: RootModule,
    imports: [
      ...(policies === undefined ? [] : [CorsModule.forRoot(policies.root)]),
      ...modules.map(({ module }) => module),
      RouterModule.register(modules),
    ],
    controllers: own,
    // A guard of the root module runs before those of other modules, the library's too.
    providers: [{ provide: APP_GUARD, useClass: TellTale }],
  };
}

function controllerOf(
  { paths, versions, hosts, requestScoped, wrapping, handlers }: WrittenController,
  at: number,
  policies: SetPolicies | undefined,
): Type {
  const name = `C${at}`;
  const names = handlers.map((_, index) => `h${index}`);
  // Only what is written so has a name.
  const { [name]: controller = Object } = {
    // oxlint-disable-next-line typescript/no-extraneous-class -- its handlers are added below
    [name]: class {
      constructor() {
        if (wrapping !== undefined) wrapHandlers(this, wrapping, names);
      }
    },
  } as Record<string, Type>;
  handlers.forEach((handler, index) =>
    addHandler(controller, `h${index}`, handler, policies?.of(nameOf(at, index))),
  );
  Controller({
    path: [...paths],
    ...(versions !== undefined && { version: nestVersions(versions) }),
    ...(hosts !== undefined && { host: hosts as string }),
    ...(requestScoped && { scope: Scope.REQUEST }),
  })(controller);
  return controller;
}

function addHandler(
  controller: Type,
  name: string,
  { method, paths, versions, constraint, tenant }: WrittenHandler,
  policy: CorsOptions | false | undefined,
): void {
  const { [name]: value = () => '' } = { [name]: () => 'handled' };
  const descriptor = { value, configurable: true, writable: true };
  const prototype = controller.prototype as object;
  Object.defineProperty(prototype, name, descriptor);
  const constraints =
    constraint === undefined && tenant === undefined
      ? undefined
      : {
          ...(constraint !== undefined && { host: constraint }),
          ...(tenant !== undefined && { tenant }),
        };
  const decorators: readonly MethodDecorator[] = [
    RequestMapping({
      path: [...paths],
      method: RequestMethod[method as keyof typeof RequestMethod],
    }),
    ...(versions === undefined ? [] : [Version(nestVersions(versions))]),
    ...(constraints === undefined ? [] : [RouteConstraints(constraints)]),
    ...(policy === undefined ? [] : [Cors(policy as CorsOptions)]),
  ];
  for (const decorate of decorators) decorate(prototype, name, descriptor);
}
