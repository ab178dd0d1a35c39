import { isInsecure } from './insecure-origins.js';
import { isFileOrigin, parseOrigin, type Origin } from './origin.js';
import type { OriginFunction } from './origin-function.js';
import type { SubdomainTree } from './subdomain-tree.js';

/** The origins of a policy, compiled: what was a list is now looked up. */
export interface OriginRules {
  /** `'*'`: whoever asks, also without an `Origin`. */
  readonly any: boolean;
  /** Whether a function may be asked about the opaque origin (R5). */
  readonly allowsNull: boolean;
  /** With credentials: the insecure origins that may be granted, where not all or none may. */
  readonly insecure?: ReadonlySet<string>;
  /** Compared byte for byte (R20); holds `null` where that is listed. */
  readonly exact: ReadonlySet<string>;
  /** `scheme://host`, granted on any port. */
  readonly anyPort: ReadonlySet<string>;
  readonly subdomains: SubdomainTree;
  readonly expressions: readonly OriginExpression[];
  readonly decide: OriginFunction | undefined;
  /** Where the rules to match with are, if they are not these. */
  readonly source: OriginSource | undefined;
}

/** An expression, and what has to agree where it matches: `undefined` without credentials. */
export interface OriginExpression {
  readonly expression: RegExp;
  readonly confirm: ((origin: Origin) => boolean) | undefined;
}

/**
 * Rules that change while the app runs, each time all of them at once: a request sees the old ones
 * or the new ones, never a mixture. Before there are any, they grant nothing.
 */
export class OriginSource {
  current: OriginRules | undefined;
}

/** What an origin is to a set of rules. Only `allowed` grants. */
export type OriginMatch = 'allowed' | 'not-allowed' | 'insecure' | 'null' | 'file' | 'malformed';

/**
 * Matches an origin with rules that are written down, or have come from a source. The work is linear in the length of the
 * origin and does not depend on the number of origins; patterns and expressions see an origin only
 * once it has been parsed (R20–R24).
 */
export function matchOrigin(policy: OriginRules, text: string): OriginMatch {
  const rules = policy.source?.current ?? policy;
  if (rules.exact.has(text)) return 'allowed';
  if (text === 'null') return 'null';
  const origin = parseOrigin(text);
  if (origin === undefined) return isFileOrigin(text) ? 'file' : 'malformed';
  // Of an origin that is listed this is known at boot.
  if (policy.insecure?.has(text) === false && isInsecure(origin)) return 'insecure';
  if (
    (rules.anyPort.size > 0 && rules.anyPort.has(`${origin.scheme}://${origin.host}`)) ||
    rules.subdomains.has(origin) ||
    rules.expressions.some(
      ({ expression, confirm }) =>
        expression.test(text) && (confirm === undefined || confirm(origin)),
    )
  ) {
    return 'allowed';
  }
  return 'not-allowed';
}
