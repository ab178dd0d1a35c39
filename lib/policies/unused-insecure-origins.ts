import type { CorsOptions } from '../cors-options.js';
import type { EffectivePolicy } from '../platform-routes.js';
import { matchOrigin } from '../protocol/origin-rules.js';

/**
 * Finds the members of `dangerouslyAllowInsecureOrigins` that no policy allows: nobody needs them, or
 * they are misspelt. A function and a loaded list may allow anything.
 */
export function unusedInsecureOrigins(
  policies: Iterable<readonly [EffectivePolicy, CorsOptions]>,
): readonly string[] {
  const used = new Set<string>();
  const listed = new Set<string>();
  for (const [policy, { dangerouslyAllowInsecureOrigins: allowed }] of policies) {
    if (!policy || typeof allowed !== 'object') continue;
    const { origins } = policy;
    const isElsewhere = origins.decide !== undefined || origins.source !== undefined;
    for (const origin of allowed) {
      listed.add(origin);
      if (isElsewhere || matchOrigin(origins, origin) === 'allowed') used.add(origin);
    }
  }
  return [...listed].filter((origin) => !used.has(origin));
}
