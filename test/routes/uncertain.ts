import { isOdd } from './normal-path.js';
import type { RouteSet } from './route-set.js';

/**
 * Whether what a path leads to may be in doubt until a handler is resolved: something foreign may
 * stand in front of the controllers, or the path is one that is read in several ways.
 */
export function isUncertain({ outside }: RouteSet, target: string): boolean {
  return outside.length > 0 || !target.startsWith('/') || target.includes('#') || isOdd(target);
}
