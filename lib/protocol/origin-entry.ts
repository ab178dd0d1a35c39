import { isIpAddress, parseHostOrigin, parseOrigin, type Origin } from './origin.js';

/** What one written origin means. `host` of a pattern is without its `*.`, its `port` may be `*`. */
export type OriginEntryMeaning =
  | { readonly kind: 'any' }
  | { readonly kind: 'null' }
  | { readonly kind: 'exact'; readonly origin: Origin }
  | { readonly kind: 'pattern'; readonly origin: Origin; readonly subdomains: boolean };

/**
 * Reads one written origin: `*`, `null`, a serialized origin, or a pattern. A pattern has `*.` as
 * its whole leftmost label, `*` as its whole port, or both (R4): without them it must be a
 * serialized origin that has a host, so what can be matched is what can be sent.
 */
export function readOriginEntry(text: string): OriginEntryMeaning | undefined {
  if (text === '*') return { kind: 'any' };
  if (text === 'null') return { kind: 'null' };
  const anyPort = text.endsWith(':*');
  const withPort = anyPort ? text.slice(0, -2) : text;
  const withHost = withPort.replace('://*.', '://');
  const subdomains = withHost !== withPort;
  const isPattern = anyPort || subdomains;
  const origin = isPattern ? parseHostOrigin(withHost) : parseOrigin(text);
  if (origin === undefined || (anyPort && origin.port !== '')) return undefined;
  // In a text that is no pattern, a `*` is meant to be one.
  if (origin.host.includes('*')) return undefined;
  // What a template makes of a variable that is not set. Nobody has such a host.
  if (origin.host === 'undefined' || origin.host === 'null') return undefined;
  if (subdomains && isIpAddress(origin.host)) return undefined;
  if (!isPattern) return { kind: 'exact', origin };
  return { kind: 'pattern', origin: anyPort ? { ...origin, port: '*' } : origin, subdomains };
}
