import { suggestInstead } from './expression-suggestions.js';
import type { PolicyIssue } from './issue.js';
import type { WrittenOptions } from './option-reader.js';
import type { OriginChecks } from './origin-checks.js';
import { anchored, isAnchored } from './regexp-source.js';
import type { Allowed } from './allowed-list.js';
import { allowsBelow, behindFirstDot } from './public-suffixes.js';
import type { Boots } from './trial.js';

/**
 * Finds the expressions that would give credentials to hosts of any owner: those with an ending that is
 * no whole host, and has no registrable domain behind its first dot.
 */
export function findOpenExpressions(
  written: WrittenOptions,
  checks: OriginChecks,
  boots: Boots,
): readonly PolicyIssue[] {
  const { credentials, dangerouslyAllowPublicSuffixes: allowed, origins } = written;
  if (!credentials || allowed === true) return [];
  return origins.expressions.flatMap((expression) => {
    // Without its anchors it is refused anyway, and the ones that are suggested have been looked at.
    if (!isAnchored(expression.source)) return [];
    const fault = faultOf(expression, allowed, checks, boots);
    if (fault === undefined) return [];
    return [
      {
        option: 'origin',
        value: expression,
        reason: 'regexp-open',
        ...fault,
        conflictsWith: 'credentials',
      },
    ];
  });
}

function faultOf(
  expression: RegExp,
  allowed: Allowed,
  checks: OriginChecks,
  boots: Boots,
): Pick<PolicyIssue, 'why' | 'fix'> | undefined {
  const endings = checks.hostEndings(expression);
  if (endings === undefined) {
    return {
      why: 'has more than 256 endings of hosts, or cannot be read',
      fix: 'list the origins, or set credentials: false',
    };
  }
  const open = endings.open.filter((ending) => {
    const suffix = behindFirstDot(ending);
    return suffix === undefined || !allowsBelow(allowed, suffix);
  });
  const [ending, ...others] = open;
  if (ending === undefined) return undefined;
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  return {
    why: `can match any host ${ending === '' ? 'at all' : `that ends in "${ending}"${more}`}${exampleOf(expression, ending)}`,
    fix: suggestInstead(expression, open, checks, boots),
  };
}

/** Names an origin that the expression matches, and should not. */
function exampleOf(expression: RegExp, ending: string): string {
  const whole = anchored(expression);
  const hosts = ['evil', 'evil.example.', ''].map((start) => `${start}${ending}`);
  const example = [...hosts, 'evil.example']
    .flatMap((host) => [`https://${host}`, `http://${host}`])
    .find((origin) => whole.test(origin));
  return example === undefined || example.endsWith(`//${ending}`) ? '' : `, such as "${example}"`;
}
