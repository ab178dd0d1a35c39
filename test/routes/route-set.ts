import fc from 'fast-check';
import type { Platform } from '../support/test-app.js';
import type { Meddler } from './meddler.js';
import type { OutsideRoute } from './outside-routes.js';
import type { Strategy } from './tenants.js';
import type { Versioning, Versions } from './versions.js';
import type { Wrapping } from './wrapped-handlers.js';

/** The routes of an app and the settings that decide how they are matched: plain data, to be printed. */
export interface RouteSet {
  readonly platform: Platform;
  readonly settings: Settings;
  readonly prefix: Prefix | undefined;
  readonly versioning: Versioning | undefined;
  /** Nest 12: static paths before parameters before wildcards, whatever the order. */
  readonly specificity: boolean;
  readonly controllers: readonly WrittenController[];
  readonly outside: readonly OutsideRoute[];
  /** Whether what registers routes is wrapped, as monitoring agents do. */
  readonly agent: boolean;
  /** Fastify: how it knows the constraint by a tenant, if it does. */
  readonly strategy: Strategy | undefined;
  readonly meddler: Meddler | undefined;
}

/** Of Express or of Fastify; each by the name that the platform has for it. */
export type Settings = Readonly<Record<string, boolean | number | string>>;

export interface Prefix {
  readonly path: string;
  readonly exclude: readonly { readonly path: string; readonly method: string | undefined }[];
}

export interface WrittenController {
  readonly paths: readonly string[];
  readonly versions: Versions | undefined;
  readonly hosts: Hosts | undefined;
  /** The path that `RouterModule` gives the controller's module. */
  readonly modulePath: string | undefined;
  readonly requestScoped: boolean;
  readonly wrapping: Wrapping | undefined;
  readonly handlers: readonly WrittenHandler[];
}

export type Hosts = string | RegExp | readonly (string | RegExp)[];

export interface WrittenHandler {
  readonly method: string;
  readonly paths: readonly string[];
  readonly versions: Versions | undefined;
  /** Fastify: the host of `@RouteConstraints`. */
  readonly constraint: string | undefined;
  /** Fastify, if it knows the strategy: the tenant of `@RouteConstraints`. */
  readonly tenant: string | undefined;
}

/** The name of a handler: that of its class and its own. */
export function nameOf(controller: number, handler: number): string {
  return `C${controller}.h${handler}`;
}

/** Joins parts of a path as Nest does. */
export function joined(...parts: readonly string[]): string {
  return parts.map((part) => part.replace(/^\/*(?=.)/, '/').replace(/\/$/, '')).join('');
}

/** The versions that a handler is for; none where versions are off. */
export function versionsOf(
  { versioning }: RouteSet,
  controller: WrittenController,
  handler: WrittenHandler,
): readonly string[] {
  if (versioning === undefined) return [];
  return [handler.versions ?? controller.versions ?? versioning.default ?? []].flat();
}

/** Gives a value a text that fast-check prints in its place. */
export function printedAs<T extends object>(value: T, text: (value: T) => string): T {
  return Object.defineProperty({ ...value }, fc.toStringMethod, { value: () => text(value) });
}

/** A set, one route a line. */
export function printedSet(set: RouteSet): string {
  const { platform, settings, prefix, versioning, specificity, controllers, outside } = set;
  const { agent, strategy, meddler } = set;
  const lines = [
    [
      platform,
      ...Object.entries(settings).map(([name, value]) => `${name}=${value}`),
      ...(specificity ? ['specificity'] : []),
      ...(agent ? ['with an agent'] : []),
      ...(strategy === undefined ? [] : [`tenants ${strategy}`]),
      ...(meddler === undefined ? [] : [`middleware ${meddler}`]),
    ].join(' '),
  ];
  if (prefix !== undefined) {
    const excluded = prefix.exclude.map(({ method, path }) => `${method ?? 'any'} ${path}`);
    lines.push([`prefix ${prefix.path}`, ...excluded].join(', except '));
  }
  if (versioning !== undefined) {
    const { type, default: usual, prefix } = versioning;
    lines.push(
      `versions in ${type}${type === 'uri' ? ` after "${prefix}"` : ''}${printedVersions(usual)}`,
    );
  }
  controllers.forEach((controller, at) => {
    const { paths, versions, hosts, modulePath, requestScoped, wrapping, handlers } = controller;
    handlers.forEach((handler, index) => {
      lines.push(
        [
          `${nameOf(at, index)}: ${handler.method}`,
          ...(modulePath === undefined ? [] : [`module ${modulePath}`]),
          `${printedPaths(paths)} ${printedPaths(handler.paths)}`,
          ...(hosts === undefined ? [] : [`host ${[hosts].flat().map(String).join(' or ')}`]),
          ...(handler.constraint === undefined ? [] : [`constrained to ${handler.constraint}`]),
          ...(handler.tenant === undefined ? [] : [`for ${handler.tenant}`]),
          ...(requestScoped ? ['request-scoped'] : []),
          ...(wrapping === undefined ? [] : [wrapping]),
        ].join(' ') +
          printedVersions(versions) +
          printedVersions(handler.versions),
      );
    });
  });
  for (const route of outside) {
    const { where, method, path } = route;
    const on = 'constraint' in route && route.constraint ? ` on ${route.constraint}` : '';
    const does = 'does' in route ? ` ${route.does}` : '';
    lines.push(`outside, ${where}: ${method} ${path}${on}${does}`);
  }
  return lines.map((line) => `\n  ${line}`).join('');
}

function printedPaths(paths: readonly string[]): string {
  return paths.map((path) => JSON.stringify(path)).join('|');
}

function printedVersions(versions: Versions | undefined): string {
  return versions === undefined ? '' : ` v${JSON.stringify(versions)}`;
}
