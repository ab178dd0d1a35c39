import { isInsecure } from './insecure-origins.js';
import { hasHost, type Origin } from './origin.js';
import type { HostEndings, OriginChecks } from './origin-checks.js';
import type { WrittenOptions } from './option-reader.js';
import { allowsBelow, behindFirstDot } from './public-suffixes.js';
import type { OriginExpression } from './origin-rules.js';

type Confirm = (origin: Origin) => boolean;

/**
 * Has expressions that may grant credentials confirm what they match. How an expression was read at
 * boot is not the last word: whatever it matches, the host or its registrable domain has to be one
 * that it spells out, and the scheme that was sent must be safe.
 */
export function confirmedExpressions(
  written: WrittenOptions,
  checks: OriginChecks,
): readonly OriginExpression[] {
  const { credentials, dangerouslyAllowInsecureOrigins, origins } = written;
  return origins.rules.expressions.map(({ expression }, at) => {
    if (!credentials) return Object.freeze({ expression, confirm: undefined });
    const isSpelledOut = hostCheck(written, checks, origins.expressions[at] ?? expression);
    return Object.freeze({
      expression,
      confirm: (origin: Origin) => {
        // Which insecure origins a list is for, the rules know.
        const isSafe = !isInsecure(origin) || dangerouslyAllowInsecureOrigins !== false;
        return isSafe && isSpelledOut(origin);
      },
    });
  });
}

function hostCheck(
  { dangerouslyAllowPublicSuffixes: allowed }: WrittenOptions,
  checks: OriginChecks,
  expression: RegExp,
): Confirm {
  if (allowed === true) return () => true;
  const endings = checks.hostEndings(expression);
  if (endings === undefined) return () => false;
  const { hosts, domains } = endings;
  const below = [...endings.below, ...allowedEndings(endings, allowed)].map((host) => `.${host}`);
  return (origin) => {
    const { host } = origin;
    // In a text without a host, what looks like a port is not one, but is set aside all the same.
    if (!hasHost(origin)) return hosts.has(host.toLowerCase().replace(/:\d*$/, ''));
    return (
      hosts.has(host.toLowerCase()) ||
      below.some((suffix) => host.endsWith(suffix)) ||
      (domains.size > 0 && domains.has(checks.registrableDomain(host) ?? ''))
    );
  };
}

/** The public suffixes that an expression is open to, and may be. */
function allowedEndings({ open }: HostEndings, allowed: readonly string[] | false): string[] {
  return open.flatMap((ending) => {
    const suffix = behindFirstDot(ending);
    return suffix !== undefined && allowsBelow(allowed, suffix) ? [suffix] : [];
  });
}
