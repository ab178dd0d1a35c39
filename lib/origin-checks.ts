import { isSafe } from 'redos-detector';
import { parse } from 'tldts';
import type { OriginChecks } from './protocol/origin-checks.js';

/** The data that public suffixes are looked up in. The dependency is pinned to it. */
export const PUBLIC_SUFFIX_DATA = { package: 'tldts', version: '7.5.4', date: '2026-11-15' };

/** An origin is short: so many steps back are nothing, and more are a sign that there is no bound. */
const MAX_BACKTRACKS = 100;
/** The analysis has to end too: this is half a second, and what needs more is refused. */
const MAX_STEPS = 5000;

/** The checks of origins that well-kept libraries do better. They run at boot only. */
export const originChecks: OriginChecks = {
  slowness(expression) {
    try {
      const limits = { maxScore: MAX_BACKTRACKS, maxSteps: MAX_STEPS };
      const { safe } = isSafe(readable(expression), limits);
      return safe ? undefined : 'can take time that grows much faster than the origin';
    } catch {
      return 'is written in a way whose running time cannot be told';
    }
  },

  publicSuffix(host) {
    const { publicSuffix, isIcann, isPrivate } = parse(host, { allowPrivateDomains: true });
    if (publicSuffix !== host || !(isIcann || isPrivate)) return undefined;
    const { package: name, version, date } = PUBLIC_SUFFIX_DATA;
    return `"${host}", where anybody can register a name (Public Suffix List in ${name} ${version}, ${date})`;
  },
};

/** The same checks, which look at no expression twice: many policies may inherit one. */
export function rememberingChecks(): OriginChecks {
  const known = new Map<string, string | undefined>();
  return {
    ...originChecks,
    slowness(expression) {
      const key = String(expression);
      if (!known.has(key)) known.set(key, originChecks.slowness(expression));
      return known.get(key);
    },
  };
}

/**
 * The analysis does not read `i` and `u` together. On ASCII, which origins are, `u` means nothing
 * but in `\p{…}` and `\u{…}`: with those an expression stays as it is, and is refused.
 */
function readable(expression: RegExp): RegExp {
  const { source, flags } = expression;
  const needsUnicode = !flags.includes('i') || /\\[pPu]/.test(source);
  return needsUnicode ? expression : new RegExp(source, flags.replace('u', ''));
}
