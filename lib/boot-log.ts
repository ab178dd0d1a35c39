import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { counted } from './counted.js';
import { HandlerPolicies } from './handler-policies.js';
import { describeEnvironment } from './monitoring/boot-environment.js';
import { adapterOf } from './platforms/http-adapter.js';
import { isOpen, type Route } from './platform-routes.js';
import { isPrinted } from './printed-level.js';
import { printedOptions } from './printed.js';
import { RouteSources } from './route-sources.js';
import { visible } from './visible.js';

/**
 * Says at boot how many routes there are; at debug level what the app stands on, and at verbose level
 * which policy each route has.
 */
@Injectable()
export class BootLog implements OnApplicationBootstrap {
  private readonly logger = new Logger('CorsModule');

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly handlers: HandlerPolicies,
    private readonly sources: RouteSources,
  ) {}

  onApplicationBootstrap(): void {
    const { root } = this.sources;
    // An application context or a microservice has no routes.
    const adapter = adapterOf(this.host);
    if (root === undefined || adapter === undefined) return;
    if (isPrinted('debug')) {
      // Nest calls this hook: its files are on the stack.
      const hook = new Error('where Nest is');
      this.logger.debug(describeEnvironment(adapter, this.handlers, hook));
    }
    this.logger.log(summary(this.sources, root));
    if (isPrinted('verbose')) this.logger.verbose(table(this.sources, root));
  }
}

/** `42 routes, 3 policies, 2 without CORS`: the routes of controllers; the policies of all there is. */
function summary({ routes, paths }: RouteSources, root: Route): string {
  const open = [...routes, ...paths, root].filter(isOpen);
  const policies = new Set(open.map(({ policy }) => policy)).size;
  const without = routes.filter((route) => !isOpen(route)).length;
  return `${counted(routes.length, 'route')}, ${counted(policies, 'policy', 'policies')}, ${without} without CORS`;
}

/** One line for each route, and one for each path and all else, with the options in effect. */
function table(sources: RouteSources, root: Route): string {
  const { routes, paths } = sources;
  const rows = [
    ...routes.map((route) => [`${route.method} ${route.path}`, route] as const),
    ...paths.map((route) => [route.path, route] as const),
    ['*', root] as const,
  ].map(([path, route]) => [visible(path), visible(route.name), inWords(route, sources)] as const);
  const width = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length));
  const widths = [width(0), width(1)] as const;
  const lines = rows.map(
    ([path, name, policy]) => `  ${path.padEnd(widths[0])}  ${name.padEnd(widths[1])}  ${policy}`,
  );
  return ['routes and their policies', ...lines].join('\n');
}

function inWords(route: Route, sources: RouteSources): string {
  if (isOpen(route)) return printedOptions(sources.of(route).options);
  if (route.isUpstream) return 'an upstream answers';
  return route.policy === false ? 'switched off' : 'nothing said';
}
