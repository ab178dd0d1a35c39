import type { AbstractHttpAdapter } from '@nestjs/core';
import { pathForms } from './request-path.js';

/**
 * The paths of functions that `app.use(path, fn)` mounts on Fastify: each may answer in front of a
 * route. A path that is a pattern counts up to its first wildcard, whatever its case.
 */
export class MountedPaths {
  private readonly paths = new Set<string>();

  constructor(adapter: AbstractHttpAdapter) {
    const use = adapter.use.bind(adapter) as (...args: unknown[]) => unknown;
    adapter.use = (...args: unknown[]) => {
      for (const path of [args[0]].flat()) this.add(path);
      return use(...args);
    };
  }

  covers(url: string): boolean {
    if (this.paths.size === 0) return false;
    return pathForms(url).some((form) => {
      const path = form.toLowerCase();
      return [...this.paths].some((mounted) => path.startsWith(mounted));
    });
  }

  private add(path: unknown): void {
    if (typeof path !== 'string' && !(path instanceof RegExp)) return;
    const literal = typeof path === 'string' ? path.replace(/[:*{(].*$/s, '').toLowerCase() : '';
    const mounted = literal.startsWith('/') ? literal : `/${literal}`;
    // A function for every path is taken to pass on.
    if (path !== '/' && path !== '') this.paths.add(mounted.replace(/(?<=.)\/+$/, ''));
  }
}
