import type { PolicyIssue } from './issue.js';
import type { OriginChecks } from './origin-checks.js';
import { parseOrigin } from './origin.js';
import { suggestPattern } from './pattern-meant.js';
import { anchored, isAnchored, stateless, withAnchors, withLiteralDots } from './regexp-source.js';
import type { Boots } from './trial.js';

/**
 * Finds what keeps an expression from matching origins, whole and in bounded time. No expression and
 * no pattern is suggested that does not boot.
 */
export function explainExpression(
  expression: RegExp,
  checks: OriginChecks,
  boots: Boots,
): readonly PolicyIssue[] {
  const { source, flags } = expression;
  const issue = (reason: PolicyIssue['reason'], why: string, fix: string): PolicyIssue => ({
    option: 'origin',
    value: expression,
    reason,
    why,
    fix,
  });
  const meant = suggestPattern(expression, boots);
  const instead = (otherwise: string) =>
    meant === undefined ? otherwise : `write "${meant}", or ${otherwise}`;
  const issues: PolicyIssue[] = [];
  if (/[gy]/.test(flags)) {
    const kept = new RegExp(source, stateless(flags));
    const fix = boots(kept) ? `remove the flag: ${String(kept)}` : 'remove the flag';
    issues.push(issue('regexp-stateful', 'remembers where it stopped', fix));
  }
  if (!isAnchored(source)) {
    const whole = suggestedExpression(expression, checks, boots);
    const anchor = whole === undefined ? 'list the origins' : `anchor it: ${String(whole)}`;
    const hasScheme = source.includes(String.raw`:\/\/`);
    const fix = hasScheme || meant === undefined ? instead(anchor) : `write "${meant}"`;
    issues.push(issue('regexp-not-anchored', 'matches a part of an origin', fix));
  }
  const slow = checks.slowness(anchored(expression));
  if (slow !== undefined) {
    const fix = instead('name the origins: one that repeats what can be read in two ways is slow');
    issues.push(issue('regexp-slow', slow, fix));
  }
  return issues;
}

/** The expression with its anchors, and if need be with its dots escaped: one that matches origins. */
function suggestedExpression(
  { source, flags }: RegExp,
  checks: OriginChecks,
  boots: Boots,
): RegExp | undefined {
  const whole = withAnchors(source);
  return [whole, withLiteralDots(whole)]
    .map((way) => new RegExp(way, stateless(flags)))
    .find((way) => boots(way) && matchesOrigins(way, checks));
}

function matchesOrigins(expression: RegExp, checks: OriginChecks): boolean {
  return checks.examples(expression).some((text) => parseOrigin(text) !== undefined);
}
