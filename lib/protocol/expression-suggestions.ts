import { areEndingsSafe, explainExpression } from './expression-fault.js';
import type { OriginChecks } from './origin-checks.js';
import { isSafePattern, patternMeant } from './pattern-meant.js';
import { behindFirstDot } from './public-suffixes.js';
import { withLiteralDots } from './regexp-source.js';

/** Suggests what to write in place of an expression that may not have credentials for this open ending. */
export function suggestInstead(
  { source, flags }: RegExp,
  ending: string,
  checks: OriginChecks,
): string {
  const literal = new RegExp(withLiteralDots(source), flags);
  if (literal.source !== source && isSafe(literal, checks)) {
    return `escape the dot: ${String(literal)}`;
  }
  const isDomain = /^[a-z0-9]/.test(ending) && checks.registrableDomain(ending) === ending;
  const pattern = [patternMeant(source), isDomain ? `https://*.${ending}` : undefined].find(
    (text) => text !== undefined && isSafePattern(text, checks),
  );
  if (pattern !== undefined) return `write "${pattern}"`;
  const suffix = behindFirstDot(ending);
  const isSuffix = suffix !== undefined && checks.publicSuffix(suffix) !== undefined;
  const allow = isSuffix ? `, set dangerouslyAllowPublicSuffixes: ['${suffix}']` : '';
  return `list the origins${allow}`;
}

function isSafe(expression: RegExp, checks: OriginChecks): boolean {
  return (
    areEndingsSafe(expression, checks) && explainExpression(expression, checks, true).length === 0
  );
}
