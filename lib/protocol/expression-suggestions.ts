import type { OriginChecks } from './origin-checks.js';
import { suggestPattern } from './pattern-meant.js';
import { behindFirstDot } from './public-suffixes.js';
import { stateless, withLiteralDots } from './regexp-source.js';
import type { Boots } from './trial.js';

/** Suggests what to write in place of an expression that may not have credentials for these open endings. */
export function suggestInstead(
  expression: RegExp,
  open: readonly string[],
  checks: OriginChecks,
  boots: Boots,
): string {
  const { source, flags } = expression;
  const literal = new RegExp(withLiteralDots(source), stateless(flags));
  const without = boots(expression, { credentials: false }) ? 'set credentials: false' : undefined;
  const ways = (first: string, ...others: (string | undefined)[]) =>
    [first, ...others.filter((way) => way !== undefined)].join(', or ');
  if (literal.source !== source && boots(literal)) {
    return ways(`escape the dot: ${String(literal)}`, without);
  }
  const [ending = ''] = open;
  const isDomain = /^[a-z0-9]/.test(ending) && checks.registrableDomain(ending) === ending;
  const pattern =
    suggestPattern(expression, boots) ??
    (isDomain ? suggestPattern(expression, boots, `https://*.${ending}`) : undefined);
  if (pattern !== undefined) return ways(`write "${pattern}"`, without);
  return ways(`list the origins${allowSuffixes(expression, open, checks, boots)}`, without);
}

/** Where all that is open is below public suffixes, those can be allowed. */
function allowSuffixes(
  expression: RegExp,
  open: readonly string[],
  checks: OriginChecks,
  boots: Boots,
): string {
  const suffixes = open.map((ending) => behindFirstDot(ending) ?? '');
  const names = [...new Set(suffixes)].filter((suffix) => checks.publicSuffix(suffix));
  const boot = names.length <= MAX_NAMED && boots(expression, allowing(names));
  return boot ? `, set dangerouslyAllowPublicSuffixes: [${quoted(names)}]` : '';
}

const MAX_NAMED = 3;

const allowing = (names: readonly string[]) => ({ dangerouslyAllowPublicSuffixes: names });
const quoted = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ');
