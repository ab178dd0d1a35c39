import { stateless } from './regexp-source.js';
import type { Boots } from './trial.js';

// What people write for "any subdomain" and for "any port".
const ANY_SUBDOMAIN = String.raw`(?:\(?(?:\?:)?(?:\^\|)?(?:\.\*|\.\+|\[[^\]]+\][+*]|\\w\+|[*+?])*\\\.\)?[*+?]?)`;
const ANY_PORT = String.raw`(?:\(?(?:\?:)?:(?:\\d|\[0-9\])(?:[+*]|\{[\d,]+\})\)?\??)`;
const ONE_PORT = String.raw`:[1-9]\d{0,4}`;
const SIMPLE = new RegExp(
  String.raw`^\^?(?:(https?)(\??):\\?/\\?/)?(${ANY_SUBDOMAIN})?([a-z0-9-]+(?:\\\.[a-z0-9-]+)*)(${ANY_PORT}|${ONE_PORT})?(\$?)$`,
);

/** The pattern that an expression seems to mean, where it is one of those that people write. */
export function patternMeant(source: string): string | undefined {
  const parts = SIMPLE.exec(source);
  if (parts === null) return undefined;
  const [, scheme, optional, subdomain, host = '', port, end] = parts;
  const name = host.replaceAll('\\', '');
  const local = /^(?:localhost|127\.)/.test(name);
  const either = scheme === undefined || optional === '?';
  const onePort = port?.match(/^:\d+$/)?.[0];
  // On the own machine, an expression without an end is about every port.
  const anyPort = port !== undefined || (local && end === '') ? ':*' : '';
  return `${either ? (local ? 'http' : 'https') : scheme}://${subdomain ? '*.' : ''}${name}${onePort ?? anyPort}`;
}

// Every character that a label can have, labels that are long or several, and every length that a
// port can have: the expressions that mean a pattern tell no more apart than these.
const LABELS = [
  'a-0_z',
  'a.b',
  '0.-._',
  'a'.repeat(63),
  'a.'.repeat(60).slice(0, -1),
  ...'abcdefghijklmnopqrstuvwxyz0123456789-_'.split(''),
];
const PORTS = ['', ':1', ':10', ':300', ':8080', ':65535'];

/** Returns whether an expression, which may match a part, matches all that a pattern does. */
export function isNarrower(pattern: string, { source, flags }: RegExp): boolean {
  const expression = new RegExp(source, stateless(flags));
  return LABELS.every((label) =>
    PORTS.every((port) =>
      expression.test(pattern.replace('://*.', `://${label}.`).replace(/:\*$/, port)),
    ),
  );
}

/**
 * Suggests the pattern that an expression seems to mean. It boots, and grants nothing that the
 * expression does not match, but for two things that nobody writes into a first attempt: the scheme,
 * and the default port of the own machine beside every other one.
 */
export function suggestPattern(
  { source, flags }: RegExp,
  boots: Boots,
  meant = patternMeant(source),
): string | undefined {
  if (meant === undefined || !boots(meant)) return undefined;
  const hasScheme = source.includes(String.raw`:\/\/`) || source.includes('://');
  const part = hasScheme ? source : source.replace(/^\^/, '');
  const isOwn = /^http:\/\/(?:localhost|127\.[\d.]+):\*$/.test(meant);
  const tried = isOwn ? meant.replace(/\*$/, '1') : meant;
  return isNarrower(tried, new RegExp(part, flags)) ? meant : undefined;
}
