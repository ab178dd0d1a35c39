import { parseUrl } from './url.js';

/** The parts of a tuple origin. An empty `port` is the scheme's default one. */
export interface Origin {
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
}

/** Scheme (64), `://`, host (253), `:` and port (5): nothing longer can be an origin. */
export const MAX_ORIGIN_LENGTH = 326;
const MAX_HOST_LENGTH = 253;

// Every alternative starts with another character than the one before it can end with, so that
// matching is linear. Browsers send stranger hosts than these (`{`, `` ` ``, `(`): nobody owns such
// a name in the DNS, and refusing them keeps a suffix match from meaning more than it says.
const SCHEME = '[a-z][a-z0-9+.-]{0,63}';
const LABEL = '[a-z0-9_-]{1,63}';
const HOST = `${LABEL}(?:\\.${LABEL})*|\\[[0-9a-f:]+\\]`;
const HOST_ORIGIN = new RegExp(`^(${SCHEME})://(${HOST})(?::([1-9][0-9]{0,4}))?$`);
const WHOLE_HOST = new RegExp(`^(?:${HOST})$`);
// Everything that can be seen, but for `/ ? # @ %`.
const TEXT_ORIGIN = new RegExp(`^(${SCHEME})://([!"$&-.0->A-~]+)$`);
const IPV4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.|$)){4}$/;
const ENDS_IN_A_NUMBER = /(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/;

// https://url.spec.whatwg.org/#special-scheme
const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  http: '80',
  https: '443',
  ws: '80',
  wss: '443',
  ftp: '21',
  file: '',
};

/**
 * Parses a serialized tuple origin, byte for byte as a user agent sends it. Of a special scheme such
 * as `https:`: lower case, default port left out, IP addresses in canonical form. Of any other, such
 * as `app:`, what is no host and port is one text, in `host`: `app://.`, `app://-`. Anything else is
 * `undefined`: `null`, and `file://`, which is the origin of every file.
 *
 * @see https://fetch.spec.whatwg.org/#origin-header
 */
export function parseOrigin(text: string): Origin | undefined {
  return parseHostOrigin(text) ?? parseTextOrigin(text);
}

/** Parses a serialized origin that has a host and perhaps a port, whatever its scheme. */
export function parseHostOrigin(text: string): Origin | undefined {
  if (text.length > MAX_ORIGIN_LENGTH) return undefined;
  const parts = HOST_ORIGIN.exec(text);
  if (parts === null) return undefined;
  const [, scheme = '', host = '', port = ''] = parts;
  if (scheme === 'file') return undefined;
  if (host.length > MAX_HOST_LENGTH || !isCanonicalHost(host)) return undefined;
  if (port !== '' && !isCanonicalPort(port, scheme)) return undefined;
  return { scheme, host, port };
}

function parseTextOrigin(text: string): Origin | undefined {
  if (text.length > MAX_ORIGIN_LENGTH) return undefined;
  const [, scheme = 'file', host = ''] = TEXT_ORIGIN.exec(text) ?? [];
  return isSpecialScheme(scheme) ? undefined : { scheme, host, port: '' };
}

/** Says whether the URL standard knows the hosts and ports of a scheme, which is in lower case. */
export function isSpecialScheme(scheme: string): boolean {
  return Object.hasOwn(DEFAULT_PORTS, scheme);
}

/** Says whether a text is the origin of a file. Each is as good as `null`: anybody can have one. */
export function isFileOrigin(text: string): boolean {
  return text.startsWith('file://');
}

/** Says whether an origin has a host, with labels, and not a text that only its scheme understands. */
export function hasHost({ scheme, host }: Origin): boolean {
  return isSpecialScheme(scheme) || WHOLE_HOST.test(host);
}

/** Says whether a host is an IP address: such a host has no subdomains. */
export function isIpAddress(host: string): boolean {
  return host.startsWith('[') || IPV4.test(host);
}

/** Says whether a host never leaves the machine: traffic to it cannot be tampered with on the way. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    (host.startsWith('127.') && IPV4.test(host))
  );
}

function isCanonicalPort(port: string, scheme: string): boolean {
  return Number(port) <= 65_535 && port !== DEFAULT_PORTS[scheme];
}

function isCanonicalHost(host: string): boolean {
  if (host.startsWith('[')) return isCanonicalIpv6(host);
  // https://url.spec.whatwg.org/#ends-in-a-number-checker: such a host is an IPv4 address or nothing.
  return (
    !isDigit(host.charCodeAt(host.lastIndexOf('.') + 1)) ||
    !ENDS_IN_A_NUMBER.test(host) ||
    IPV4.test(host)
  );
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isCanonicalIpv6(host: string): boolean {
  return parseUrl(`http://${host}`)?.hostname === host;
}
