import { readOriginEntry } from './origin-entry.js';
import { isSpecialScheme } from './origin.js';
import { parseUrl } from './url.js';

/** Returns the origin, or the pattern, that a browser would make of a text: the one that was most likely meant. */
export function spelledRight(text: string): string | undefined {
  const bare = text.replaceAll(/\p{Cf}/gu, '').replaceAll(/^[\s"'`]+|[\s"'`]+$/g, '');
  if (/^null$/i.test(bare)) return 'null';
  const scheme = /^(?:[a-z][a-z0-9+.-]*:(?=\/\/)|https?:)/i.exec(bare)?.[0];
  const isText = scheme !== undefined && !isSpecialScheme(scheme.slice(0, -1).toLowerCase());
  return isText ? spelledAsText(bare, scheme) : spelledAsUrl(bare, scheme);
}

function spelledAsUrl(bare: string, scheme: string | undefined): string | undefined {
  const rest = bare.slice(scheme?.length).replace(/^\/\//, '');
  // The URL parser takes a `*` in a host, but not as a port, and drops tabs and line feeds.
  const [, authority = '', anyPort = ''] = /^(\S*?)(:\*)?(?:[/?#].*)?$/.exec(rest) ?? [];
  const url = parseUrl(`${scheme ?? likelyScheme(rest)}//${authority}`);
  if (url === undefined) return undefined;
  const { protocol, hostname, port } = url;
  const isHost = /[.:]|^localhost$/.test(hostname) && !bare.includes('@');
  if (!isHost && !bare.includes('://')) return undefined;
  const host = hostname.replace(/\.$/, '');
  const origin = `${protocol}//${host}${port === '' ? anyPort : `:${port}`}`;
  return readOriginEntry(origin) && origin;
}

/** Of a scheme of its own, a browser keeps what follows as it is, but for where it ends. */
function spelledAsText(bare: string, scheme: string): string | undefined {
  const [origin] = /^[^/]+\/\/[^/?#@\s]+(?=[/?#]|$)/.exec(bare) ?? [];
  if (origin === undefined) return undefined;
  // Who writes the scheme in upper case means no other letter by it.
  const isLowerCase = scheme === scheme.toLowerCase();
  const spelled = isLowerCase ? origin : origin.toLowerCase();
  return readOriginEntry(spelled) && spelled;
}

/** The scheme of a host that is written without one: `http:` on the own machine, or else `https:`. */
function likelyScheme(host: string): string {
  return /^(?:localhost|127\.|\[::1\])/i.test(host) ? 'http:' : 'https:';
}
