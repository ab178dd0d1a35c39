import type { PolicyIssue } from './issue.js';
import type { OriginChecks } from './origin-checks.js';
import { isSafePattern, patternMeant } from './pattern-meant.js';
import { anchored, isAnchored, stateless, withAnchors, withLiteralDots } from './regexp-source.js';

/**
 * Finds what keeps an expression from matching origins, whole and in bounded time. With credentials
 * no expression and no pattern is suggested that may not have them.
 */
export function explainExpression(
  expression: RegExp,
  checks: OriginChecks,
  credentials = false,
): readonly PolicyIssue[] {
  const { source, flags } = expression;
  const issue = (reason: PolicyIssue['reason'], why: string, fix: string): PolicyIssue => ({
    option: 'origin',
    value: expression,
    reason,
    why,
    fix,
  });
  const meant = suggestedPattern(source, checks, credentials);
  const instead = (otherwise: string) =>
    meant === undefined ? otherwise : `write "${meant}", or ${otherwise}`;
  const issues: PolicyIssue[] = [];
  if (/[gy]/.test(flags)) {
    const fix = `remove the flag: /${source}/${stateless(flags)}`;
    issues.push(issue('regexp-stateful', 'remembers where it stopped', fix));
  }
  if (!isAnchored(source)) {
    const whole = suggestedExpression(expression, checks, credentials);
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

function suggestedPattern(
  source: string,
  checks: OriginChecks,
  credentials: boolean,
): string | undefined {
  const meant = patternMeant(source);
  if (meant === undefined || !credentials) return meant;
  return [meant, meant.replace('http:', 'https:')].find((text) => isSafePattern(text, checks));
}

/** The expression with its anchors; with credentials, one that may have them. */
function suggestedExpression(
  { source, flags }: RegExp,
  checks: OriginChecks,
  credentials: boolean,
): RegExp | undefined {
  const whole = withAnchors(source);
  const ways = credentials ? [whole, withLiteralDots(whole)] : [whole];
  return ways
    .map((way) => new RegExp(way, stateless(flags)))
    .find((way) => !credentials || areEndingsSafe(way, checks));
}

/** Returns whether an expression can match something, and nothing that may not have credentials. */
export function areEndingsSafe(expression: RegExp, checks: OriginChecks): boolean {
  const endings = checks.hostEndings(expression);
  if (endings === undefined) return false;
  const { hosts, domains, below, open, takesInsecure } = endings;
  return open.length === 0 && !takesInsecure && hosts.size + domains.size + below.size > 0;
}
