import type { CorsOptions } from './cors-options.js';
import { Identity } from './identity.js';
import type { Hosts } from './platforms/nest-internals.js';
import { isOpen, type DeclaredRoute } from './platform-routes.js';
import { OPTION_NAMES } from './protocol/options.js';

/**
 * Describes the routes that no preflight can tell apart although their policies differ: they have
 * the same path, and the version that an actual request asks for is in a header, which a
 * preflight does not have. One sentence for each method and path.
 */
export function describeAmbiguities(
  routes: readonly DeclaredRoute[],
  optionsOf: (route: DeclaredRoute) => CorsOptions,
): readonly string[] {
  const served = new Map<string, DeclaredRoute[]>();
  for (const route of routes) {
    const key = `${route.method} ${route.path}`;
    served.set(key, [...(served.get(key) ?? []), route]);
  }
  return [...served].flatMap(([key, [first, ...others]]) => {
    const everyMethod = key.startsWith('ALL ') ? [] : (served.get(`ALL ${first?.path}`) ?? []);
    const same = first === undefined ? [] : [first, ...others, ...everyMethod];
    const unlike = same.filter((route) => same.some((other) => isAmbiguous(route, other)));
    if (unlike.length === 0) return [];
    const names = [...new Set(unlike.map(({ name }) => name))].join(', ');
    return [
      `${key}: a preflight does not say for which version it is, and the policies of ${names} ` +
        `differ in ${differences(unlike, optionsOf)}: it is granted only what all of them grant`,
    ];
  });
}

function isAmbiguous(one: DeclaredRoute, other: DeclaredRoute): boolean {
  const isVersioned = one.version !== undefined || other.version !== undefined;
  return isVersioned && one.policy !== other.policy && mayShareHost(one.hosts, other.hosts);
}

function mayShareHost(one: Hosts | undefined, other: Hosts | undefined): boolean {
  if (one === undefined || other === undefined) return true;
  const others = [other].flat();
  // Which hosts a pattern and an expression have in common is not to be known.
  const isPlain = (host: string | RegExp) => typeof host === 'string' && !/[:*{]/.test(host);
  return [one].flat().some((host) => others.includes(host) || ![host, ...others].every(isPlain));
}

function differences(
  routes: readonly DeclaredRoute[],
  optionsOf: (route: DeclaredRoute) => CorsOptions,
): string {
  if (!routes.every(isOpen)) return 'whether there is CORS';
  const identity = new Identity();
  const differing = OPTION_NAMES.filter(
    (name) => new Set(routes.map((route) => identity.of(optionsOf(route)[name]))).size > 1,
  );
  return differing.map((name) => `\`${name}\``).join(', ');
}
