import type { OriginChecks } from './origin-checks.js';
import { readOriginEntry } from './origin-entry.js';
import { isLoopback } from './origin.js';

// What people write for "any subdomain" and for "any port".
const ANY_SUBDOMAIN = String.raw`(?:\(?(?:\?:)?(?:\^\|)?(?:\.\*|\.\+|\[[^\]]+\][+*]|\\w\+|[*+?])*\\\.\)?[*+?]?)`;
const ANY_PORT = String.raw`(?:\(?(?:\?:)?:(?:\\d|\[0-9\])(?:[+*]|\{[\d,]+\})\)?\??)`;
const SIMPLE = new RegExp(
  String.raw`^\^?(?:(https?)(\??):\\?/\\?/)?(${ANY_SUBDOMAIN})?([a-z0-9-]+(?:\\\.[a-z0-9-]+)*)(${ANY_PORT})?(\$?)$`,
);

/** The pattern that an expression seems to mean, where it is one of those that people write. */
export function patternMeant(source: string): string | undefined {
  const parts = SIMPLE.exec(source);
  if (parts === null) return undefined;
  const [, scheme, optional, subdomain, host = '', port, end] = parts;
  const name = host.replaceAll('\\', '');
  const local = /^(?:localhost|127\.)/.test(name);
  const either = scheme === undefined || optional === '?';
  // On the own machine, an expression without an end is about every port.
  const anyPort = port !== undefined || (local && end === '');
  return `${either ? (local ? 'http' : 'https') : scheme}://${subdomain ? '*.' : ''}${name}${anyPort ? ':*' : ''}`;
}

/** Returns whether an origin or a pattern boots under credentials, and so may be suggested. */
export function isSafePattern(text: string, checks: OriginChecks): boolean {
  const meaning = readOriginEntry(text);
  if (meaning === undefined || meaning.kind === 'any' || meaning.kind === 'null') return false;
  const { scheme, host } = meaning.origin;
  const isWildcard = meaning.kind === 'pattern' && meaning.subdomains;
  return (
    (scheme !== 'http' || isLoopback(host)) &&
    !(isWildcard && checks.publicSuffix(host) !== undefined)
  );
}
