import { RequestMethod, VersioningType, type Type, type VersioningOptions } from '@nestjs/common';
import {
  HOST_METADATA,
  METHOD_METADATA,
  PATH_METADATA,
  VERSION_METADATA,
} from '@nestjs/common/constants.js';
import { MetadataScanner, type ApplicationConfig, type ModulesContainer } from '@nestjs/core';
import { modulePathOf, routePathFactory, type Hosts } from './platforms/nest-internals.js';
import type { RouteVersion, Version } from './platform-routes.js';

/** The handler of a route: a method of a controller, and the HTTP method that it serves. */
export interface ControllerHandler {
  readonly controller: Type;
  readonly name: string;
  /** The function that carries the metadata. Subclasses share it with the class they inherit it from. */
  readonly callback: object;
  /** The functions that run: the constructor of a controller may put others in its place. */
  readonly callbacks: readonly object[];
  readonly method: RequestMethod;
}

/** A handler at one of the paths that it is served at. */
export interface ControllerRoute {
  readonly handler: ControllerHandler;
  readonly path: string;
  readonly hosts: Hosts | undefined;
  readonly version: RouteVersion | undefined;
}

/**
 * Lists the routes of all controllers in the order in which Nest registers them, with the paths
 * that Nest's own factory makes: global prefix and its exclusions, module path, versions.
 */
export function controllerRoutes(
  modules: ModulesContainer,
  config: ApplicationConfig,
): readonly ControllerRoute[] {
  const paths = routePathFactory(config);
  const versioning = config.getVersioning();
  const prefix = config.getGlobalPrefix();
  const everywhere = {
    globalPrefix: prefix === '' || prefix.startsWith('/') ? prefix : `/${prefix}`,
    ...(versioning && { versioningOptions: versioning }),
  };
  return [...modules.values()].flatMap((module) =>
    [...module.controllers.values()].flatMap(({ metatype, instance }) => {
      const controller = metatype as Type;
      const hosts = (metadata(HOST_METADATA, controller) || undefined) as Hosts | undefined;
      const ofController = {
        ...everywhere,
        modulePath: modulePathOf(modules, module.metatype),
        controllerVersion:
          versioning && (metadata(VERSION_METADATA, controller) ?? versioning.defaultVersion),
      };
      return listed(metadata(PATH_METADATA, controller)).flatMap((ctrlPath) =>
        controllerHandlers(controller, instance).flatMap((handler) =>
          listed(metadata(PATH_METADATA, handler.callback)).flatMap((methodPath) => {
            const route = {
              ...ofController,
              ctrlPath,
              methodPath,
              methodVersion: metadata(VERSION_METADATA, handler.callback),
            } as Parameters<typeof paths.create>[0];
            const version = versionOf(paths.getVersion(route), versioning);
            return paths
              .create(route, handler.method)
              .map((path) => ({ handler, path, hosts, version }));
          }),
        ),
      );
    }),
  );
}

/** Lists the handlers of a controller, inherited ones too, in the order in which Nest finds them. */
export function controllerHandlers(
  controller: Type,
  instance?: unknown,
): readonly ControllerHandler[] {
  const prototype = controller.prototype as Record<string, object>;
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
    const callback = prototype[name];
    if (callback === undefined || metadata(PATH_METADATA, callback) === undefined) return [];
    const method = metadata(METHOD_METADATA, callback) as RequestMethod;
    const running = (instance as Record<string, object | undefined> | undefined)?.[name];
    const callbacks = typeof running === 'function' ? [callback, running] : [callback];
    return [{ controller, name, callback, callbacks, method }];
  });
}

/** The version by which Nest filters requests; a version in the path is part of it. */
function versionOf(
  of: Version | Version[] | undefined,
  options: VersioningOptions | undefined,
): RouteVersion | undefined {
  if (options === undefined || options.type === VersioningType.URI || !of) return undefined;
  return { of, options };
}

function metadata(key: string, target: object): unknown {
  return Reflect.getMetadata(key, target);
}

function listed(paths: unknown): readonly string[] {
  return (Array.isArray(paths) ? paths : [paths]).map((path: string) =>
    path === '' || path.startsWith('/') || path.startsWith('{/') ? path : `/${path}`,
  );
}
