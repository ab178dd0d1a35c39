import { readAllowed, type Allowed } from './allowed-list.js';
import type { Report } from './issue.js';
import { isLoopback, parseOrigin, type Origin } from './origin.js';

/** Reads `dangerouslyAllowInsecureOrigins`: a boolean, or a list of `http:` origins. */
export function readAllowedInsecure(value: unknown, report: Report): Allowed {
  return readAllowed('dangerouslyAllowInsecureOrigins', value, report, {
    isMember: (member) => parseOrigin(member)?.scheme === 'http',
    why: 'is not an http: origin',
    fix: 'write each origin as it is sent, such as "http://192.168.0.10:3000"',
  });
}

/** Returns whether an origin can be read or changed by anybody on the way to it. */
export function isInsecure({ scheme, host }: Origin): boolean {
  return scheme === 'http' && !isLoopback(host);
}

/** Returns whether insecure origins may have credentials that a pattern or an expression can match. */
export function allowsSome(allowed: Allowed, matches: (origin: string) => boolean): boolean {
  return typeof allowed === 'boolean' ? allowed : allowed.some(matches);
}
