import type { Policy } from '../case.js';
import { CannotExpress } from './engine.js';

/**
 * The origins for an engine that takes exact strings and expressions, or `'*'`. A pattern becomes
 * the expression that a careful user writes: anchored, dots escaped, labels told apart.
 */
export function originsOf({ origins = [] }: Policy): '*' | (string | RegExp)[] {
  if (origins === '*') return '*';
  return origins.map((origin) => {
    if (typeof origin !== 'string') return new RegExp(origin.expression, origin.flags);
    if (!origin.includes('*') || origin === '*') return origin;
    return expressionOf(origin);
  });
}

/** `https://*.example.com`, `http://localhost:*`, or both. No engine reads any other `*`. */
function expressionOf(pattern: string): RegExp {
  const [, scheme, subdomains, host, port] =
    /^([a-z]+:\/\/)(\*\.)?([^*]+?)(:\*)?$/.exec(pattern) ?? [];
  if (scheme === undefined || host === undefined) {
    throw new CannotExpress(`no expression for ${pattern}`);
  }
  const labels = subdomains === undefined ? '' : '(?:[a-z0-9-]+\\.)+';
  const anyPort = port === undefined ? '' : '(?::[1-9][0-9]{0,4})?';
  return new RegExp(`^${scheme}${labels}${host.replaceAll('.', '\\.')}${anyPort}$`);
}

/** Whether an origin is granted, for an engine that leaves this to a function. */
export function isGranted(origins: readonly (string | RegExp)[], origin: string): boolean {
  return origins.some((one) => (typeof one === 'string' ? one === origin : one.test(origin)));
}

/** A list of methods, or `'*'`, which no peer can say with credentials: it is a literal name then. */
export function methodsOf({ methods = [], credentials = false }: Policy): '*' | string[] {
  if (methods !== '*') return ['GET', 'HEAD', 'POST', ...methods];
  if (credentials) throw new CannotExpress('any method, with credentials');
  return '*';
}
