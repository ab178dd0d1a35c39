import type { FastifyInstance } from './fastify-router.js';

/** A route that a Fastify instance had before Nest was given it. */
export interface EarlyRoute {
  readonly method: string;
  readonly url: string;
}

const LINE = /^((?:│ {3}| {4})*)(?:├|└)── (\S*)(?: \(([A-Z, -]+)\))?(.*)$/;

/**
 * Reads the routes that an instance has already: it announces only those that come later. Fastify
 * prints them as a tree of path segments.
 *
 * @returns the routes, or `undefined` if there are some that cannot be read
 */
export function earlyRoutes(fastify: FastifyInstance): readonly EarlyRoute[] | undefined {
  const routes: EarlyRoute[] = [];
  const parents: string[] = [];
  for (const line of fastify.printRoutes({ commonPrefix: false }).split('\n')) {
    if (line === '' || line === '(empty tree)') continue;
    const [, indent = '', segment = '', methods = '', rest = ''] = LINE.exec(line) ?? [];
    if (segment === '' || rest !== '') return undefined;
    const depth = indent.length / 4;
    const url = `${parents[depth - 1] ?? ''}${segment}`;
    parents[depth] = url;
    for (const method of methods.split(', ').filter((name) => name !== '')) {
      if (!fastify.hasRoute({ url, method, constraints: {} })) return undefined;
      routes.push({ method, url });
    }
  }
  return routes;
}
