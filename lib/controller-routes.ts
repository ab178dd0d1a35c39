import { RequestMethod, VersioningType, type Type, type VersioningOptions } from '@nestjs/common';
import {
  HOST_METADATA,
  METHOD_METADATA,
  MODULE_PATH,
  PATH_METADATA,
  VERSION_METADATA,
} from '@nestjs/common/constants.js';
import { MetadataScanner, type ApplicationConfig, type ModulesContainer } from '@nestjs/core';
import { RoutePathFactory } from '@nestjs/core/router/route-path-factory.js';
import type { Hosts } from './host-filter.js';
import type { RouteVersion, Version } from './platform-routes.js';

/** The handler of a route: a method of a controller, and the HTTP method that it serves. */
export interface ControllerHandler {
  readonly controller: Type;
  readonly name: string;
  /** The function that carries the metadata. Subclasses share it with the class they inherit it from. */
  readonly callback: object;
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
  const paths = new RoutePathFactory(config);
  const versioning = config.getVersioning();
  const prefix = config.getGlobalPrefix();
  const everywhere = {
    globalPrefix: prefix === '' || prefix.startsWith('/') ? prefix : `/${prefix}`,
    ...(versioning && { versioningOptions: versioning }),
  };
  return [...modules.values()].flatMap((module) =>
    [...module.controllers.values()].flatMap(({ metatype }) => {
      const controller = metatype as Type;
      const hosts = (metadata(HOST_METADATA, controller) || undefined) as Hosts | undefined;
      const ofController = {
        ...everywhere,
        modulePath: modulePath(modules, module.metatype),
        controllerVersion:
          versioning && (metadata(VERSION_METADATA, controller) ?? versioning.defaultVersion),
      };
      return listed(metadata(PATH_METADATA, controller)).flatMap((ctrlPath) =>
        controllerHandlers(controller).flatMap((handler) =>
          listed(metadata(PATH_METADATA, handler.callback)).flatMap((methodPath) => {
            const route = {
              ...ofController,
              ctrlPath,
              methodPath,
              methodVersion: metadata(VERSION_METADATA, handler.callback),
            } as Parameters<RoutePathFactory['create']>[0];
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

/** Lists every controller of an app, module by module. */
export function controllersOf(modules: ModulesContainer): readonly Type[] {
  return [...modules.values()].flatMap(({ controllers }) =>
    [...controllers.values()].map(({ metatype }) => metatype as Type),
  );
}

/** Lists the handlers of a controller, inherited ones too, in the order in which Nest finds them. */
export function controllerHandlers(controller: Type): readonly ControllerHandler[] {
  const prototype = controller.prototype as Record<string, object>;
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
    const callback = prototype[name];
    if (callback === undefined || metadata(PATH_METADATA, callback) === undefined) return [];
    const method = metadata(METHOD_METADATA, callback) as RequestMethod;
    return [{ controller, name, callback, method }];
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

/** `RouterModule` keeps a module's path apart for each app that the module is part of. */
function modulePath(modules: ModulesContainer, module: Type): unknown {
  return metadata(MODULE_PATH + modules.applicationId, module) ?? metadata(MODULE_PATH, module);
}

function listed(paths: unknown): readonly string[] {
  return (Array.isArray(paths) ? paths : [paths]).map((path: string) =>
    path === '' || path.startsWith('/') || path.startsWith('{/') ? path : `/${path}`,
  );
}
