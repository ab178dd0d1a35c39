import type { Type } from '@nestjs/common';
import { CONTROLLER_WATERMARK, PATH_METADATA } from '@nestjs/common/constants.js';
import type { ModulesContainer } from '@nestjs/core';
import type { FoundIssue } from '../configuration-issues.js';
import { CORS_METADATA } from '../cors.decorator.js';
import { classesIn, decoratedMethods, nameOf, type Method } from './container-classes.js';

/** A `@Cors()` that has no effect, with the class or the method that it stands on. */
export interface MisplacedDecorator {
  readonly source: string;
  readonly issue: FoundIssue;
}

/**
 * Finds every `@Cors()` of an app that nothing reads: on modules, on providers of any kind, and on
 * methods that are no routes. Somebody relies on it, and it protects nothing.
 */
export function misplacedDecorators(modules: ModulesContainer): readonly MisplacedDecorator[] {
  const all = [...modules.values()];
  const moduleClasses = new Set(all.map(({ metatype }) => metatype));
  const controllers = new Set(all.flatMap((module) => classesIn(module.controllers)));
  const others = new Set(
    all.flatMap(({ providers, injectables }) => [
      ...classesIn(providers),
      ...classesIn(injectables),
    ]),
  );
  const found = new Map<object, MisplacedDecorator>();
  const served = new Set<object>();
  const refuse = (target: object, source: string, issue: FoundIssue) => {
    if (!found.has(target)) found.set(target, { source, issue });
  };
  const refuseMethod = ({ source, callback }: Method, issue: FoundIssue) =>
    refuse(callback, source, isResolver(callback) ? ON_RESOLVER : issue);

  for (const controller of controllers) {
    for (const method of decoratedMethods(controller, CORS_METADATA)) {
      if (Reflect.hasOwnMetadata(PATH_METADATA, method.callback)) served.add(method.callback);
      else refuseMethod(method, ON_NO_ROUTE);
    }
  }
  for (const type of [...moduleClasses, ...others]) {
    // A controller may also be a provider: of this module, or instead of being served.
    if (controllers.has(type) || isController(type)) continue;
    const issue = moduleClasses.has(type) ? ON_MODULE : issueOf(type);
    if (Reflect.hasOwnMetadata(CORS_METADATA, type)) refuse(type, nameOf(type), issue);
    for (const method of decoratedMethods(type, CORS_METADATA)) {
      if (served.has(method.callback) || isController(method.owner)) continue;
      refuseMethod(method, issue === ON_PROVIDER ? issue : ON_NO_ROUTE);
    }
  }
  return [...found.values()];
}

function issueOf(type: Type): FoundIssue {
  if (Reflect.hasMetadata(GATEWAY, type)) return ON_GATEWAY;
  const isOfGraphql = isResolver(type) || decoratedMethods(type, ...RESOLVER).length > 0;
  return isOfGraphql ? ON_RESOLVER : ON_PROVIDER;
}

function isController(type: Type): boolean {
  return Reflect.hasOwnMetadata(CONTROLLER_WATERMARK, type);
}

function isResolver(target: object): boolean {
  return RESOLVER.some((key) => Reflect.hasMetadata(key, target));
}

/** Keys of `@nestjs/graphql` and `@nestjs/websockets`, which an app need not have. */
const RESOLVER = ['graphql:resolver_type', 'graphql:resolver_name', 'graphql:resolve_property'];
const GATEWAY = 'websockets:is_gateway';

const misplaced = (why: string, fix: string): FoundIssue => ({
  option: '@Cors',
  reason: 'decorator-misplaced',
  why,
  fix,
});

const ON_RESOLVER = misplaced(
  'has no effect on a GraphQL resolver: `/graphql` is served by no controller',
  "write `paths: [{ path: '/graphql', policy: … }]` in CorsModule.forRoot",
);
const ON_PROVIDER = misplaced(
  'has no effect on a provider, which has no route',
  'remove it, and write it on the controller whose routes it is for',
);
const ON_NO_ROUTE = misplaced(
  'has no effect on a method that is no route',
  'put it on the method that is the route, such as one with @Get(), or on the class of the controller',
);
const ON_GATEWAY = misplaced(
  'is not read on a gateway',
  'remove it, and check `Origin` when a client connects',
);
const ON_MODULE = misplaced(
  'is not read on a module',
  'remove it, and write it on the controllers of the module',
);
