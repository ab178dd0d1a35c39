import type { PolicyIssue } from './issue.js';
import type { OriginChecks } from './origin-checks.js';

/** Says what keeps an expression from matching origins, whole and in bounded time (R14). */
export function explainExpression(
  expression: RegExp,
  checks: OriginChecks,
): readonly PolicyIssue[] {
  const { source, flags } = expression;
  const issue = (reason: PolicyIssue['reason'], why: string, fix: string): PolicyIssue => ({
    option: 'origin',
    value: expression,
    reason,
    why,
    fix,
  });
  const meant = patternMeant(source);
  const instead = (otherwise: string) =>
    meant === undefined ? otherwise : `write "${meant}", or ${otherwise}`;
  const issues: PolicyIssue[] = [];
  if (/[gy]/.test(flags)) {
    const others = flags.replaceAll(/[gy]/g, '');
    const fix = `remove the flag: /${source}/${others}`;
    issues.push(issue('regexp-stateful', 'remembers where it stopped', fix));
  }
  if (!isAnchored(source)) {
    const inside = source.replaceAll(/^\^|(?<!\\)\$$/g, '');
    const whole = inside.includes('|') ? `(?:${inside})` : inside;
    // Anchored at both ends and without a scheme, it would match no origin at all.
    const hasScheme = source.includes(String.raw`:\/\/`);
    const scheme = hasScheme ? '' : String.raw`https:\/\/`;
    const anchor = `anchor it: /^${scheme}${whole}$/${flags.replaceAll(/[gy]/g, '')}`;
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

/**
 * The expression that is run: a copy, so that nothing done to the original later matters (R13),
 * without state, and anchored around the whole, because in `^a|b$` each anchor holds one branch.
 */
export function anchored({ source, flags }: RegExp): RegExp {
  return new RegExp(`^(?:${source})$`, flags.replaceAll(/[gy]/g, ''));
}

/** Whether both ends are anchored, in every branch. */
function isAnchored(source: string): boolean {
  const branches = topLevelBranches(source);
  return branches.every((branch) => branch.startsWith('^') && /(?<!\\)(?:\\\\)*\$$/.test(branch));
}

/** Splits at the `|` that are in no group and in no class. */
function topLevelBranches(source: string): readonly string[] {
  const branches = [''];
  let depth = 0;
  let inClass = false;
  for (const [token] of source.matchAll(/\\.|./gs)) {
    if (token === '[') inClass = true;
    else if (token === ']') inClass = false;
    else if (!inClass && token === '(') depth++;
    else if (!inClass && token === ')') depth--;
    if (token === '|' && depth === 0 && !inClass) branches.push('');
    else branches[branches.length - 1] += token;
  }
  return branches;
}

// What people write for "any subdomain" and for "any port".
const ANY_SUBDOMAIN = String.raw`(?:\(?(?:\?:)?(?:\^\|)?(?:\.\*|\.\+|\[[^\]]+\][+*]|\\w\+|[*+?])*\\\.\)?[*+?]?)`;
const ANY_PORT = String.raw`(?:\(?(?:\?:)?:(?:\\d|\[0-9\])(?:[+*]|\{[\d,]+\})\)?\??)`;
const SIMPLE = new RegExp(
  String.raw`^\^?(?:(https?)(\??):\\?/\\?/)?(${ANY_SUBDOMAIN})?([a-z0-9-]+(?:\\\.[a-z0-9-]+)*)(${ANY_PORT})?\$?$`,
);

/** The pattern that an expression seems to mean, where it is one of those that people write. */
export function patternMeant(source: string): string | undefined {
  const parts = SIMPLE.exec(source);
  if (parts === null) return undefined;
  const [, scheme, optional, subdomain, host = '', port] = parts;
  const name = host.replaceAll('\\', '');
  const local = /^(?:localhost|127\.)/.test(name);
  const either = scheme === undefined || optional === '?';
  return `${either ? (local ? 'http' : 'https') : scheme}://${subdomain ? '*.' : ''}${name}${port ? ':*' : ''}`;
}

/** Whether an expression takes `http:` for its scheme, on a host that is not the own machine. */
export function takesInsecureOrigins(source: string): boolean {
  const schemes = /^\^?(?:\((?:\?:)?)?(?:http:|https\?|http\|https|https\|http\b)/;
  return schemes.test(source) && !/localhost|127\\?\.|\[::1/.test(source);
}
