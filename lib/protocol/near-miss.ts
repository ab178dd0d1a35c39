import { readOriginEntry, type OriginEntryMeaning } from './origin-entry.js';
import { spelledRight } from './origin-spelling.js';
import { isLoopback, MAX_ORIGIN_LENGTH, parseOrigin, type Origin } from './origin.js';

/** In what an origin differs from one that is listed, from the likeliest mistake to the least. */
const DIFFERENCES = {
  'trailing-slash': 'an origin has no slash at its end',
  case: 'a browser writes it in lower case',
  'default-port': 'a browser leaves the default port out',
  spelling: 'a browser writes it so',
  port: 'the port differs',
  scheme: 'the scheme differs',
  'scheme-and-port': 'the scheme and the port differ',
  www: 'with `www.` it is another host',
  loopback: 'the names and addresses of the own machine are different hosts',
  apex: 'the pattern is for subdomains, not for the host itself',
  subdomain: 'a subdomain is another host',
} as const;
const RANKS = Object.keys(DIFFERENCES);

export type OriginDifference = keyof typeof DIFFERENCES;

/** A listed origin, or pattern, that an origin almost is. */
export interface NearMiss {
  readonly listed: string;
  readonly difference: OriginDifference;
}

/** No more listed origins than these are looked at. */
const MAX_LISTED = 1000;

/**
 * Finds the listed origin that a refused one most likely should have been: the one from which it
 * differs in one thing. The work is bounded, because a log asks this about whatever is sent: the
 * first thousand of a list are looked at, and an origin of the length that one can have.
 */
export function findNearMiss(text: string, listed: Iterable<string>): NearMiss | undefined {
  if (text.length > 2 * MAX_ORIGIN_LENGTH) return undefined;
  const origin = parseOrigin(text);
  const meant = origin ?? parseOrigin(spelledRight(text) ?? '');
  if (meant === undefined) return undefined;
  const misspelling = origin === undefined ? misspellingOf(text) : undefined;
  let nearest: NearMiss | undefined;
  let left = MAX_LISTED;
  for (const entry of listed) {
    if (left-- === 0) break;
    const found = difference(meant, readOriginEntry(entry));
    // What is misspelt, and something else besides, is too far off.
    const only = misspelling === undefined ? found : found === 'none' ? misspelling : undefined;
    if (only === undefined || only === 'none') continue;
    if (nearest === undefined || rank(only) < rank(nearest.difference)) {
      nearest = { listed: entry, difference: only };
    }
  }
  return nearest;
}

/** Says it in words: `the policy has "https://app.example.com": the port differs`. */
export function describeNearMiss({ listed, difference }: NearMiss): string {
  return `the policy has ${JSON.stringify(listed)}: ${DIFFERENCES[difference]}`;
}

function rank(difference: OriginDifference): number {
  return RANKS.indexOf(difference);
}

function misspellingOf(text: string): OriginDifference {
  if (/^[^/]+:\/\/[^/]+\/$/.test(text)) return 'trailing-slash';
  if (parseOrigin(text.toLowerCase()) !== undefined) return 'case';
  return parseOrigin(text.replace(/:\d+$/, '')) === undefined ? 'spelling' : 'default-port';
}

function difference(
  { scheme, host, port }: Origin,
  entry: OriginEntryMeaning | undefined,
): OriginDifference | 'none' | undefined {
  if (entry === undefined || entry.kind === 'any' || entry.kind === 'null') return undefined;
  const { origin } = entry;
  const subdomains = entry.kind === 'pattern' && entry.subdomains;
  const isHost = subdomains ? host.endsWith(`.${origin.host}`) : host === origin.host;
  const isScheme = scheme === origin.scheme;
  const isPort = origin.port === '*' || port === origin.port;
  if (isHost) {
    if (isScheme) return isPort ? 'none' : 'port';
    return isPort ? 'scheme' : 'scheme-and-port';
  }
  return isScheme && isPort ? hostDifference(host, origin.host, subdomains) : undefined;
}

function hostDifference(
  host: string,
  listed: string,
  subdomains: boolean,
): OriginDifference | undefined {
  if (subdomains) return host === listed ? 'apex' : undefined;
  if (host === `www.${listed}` || listed === `www.${host}`) return 'www';
  if (isLoopback(host) && isLoopback(listed)) return 'loopback';
  return host.endsWith(`.${listed}`) ? 'subdomain' : undefined;
}
