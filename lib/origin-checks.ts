import { isSafe } from 'redos-detector';
import { describePublicSuffix, registrableDomain } from './options/public-suffixes.js';
import { hostEndings } from './options/regexp-endings.js';
import { regexpExamples } from './options/regexp-examples.js';
import type { OriginChecks } from './protocol/origin-checks.js';

export { PUBLIC_SUFFIX_DATA } from './options/public-suffixes.js';

/** An origin is short: so many steps back are nothing, and more are a sign that there is no bound. */
const MAX_BACKTRACKS = 100;
/** The analysis has to end too: this is half a second, and what needs more is refused. */
const MAX_STEPS = 5000;

/**
 * The checks of origins that well-kept libraries do better. They run at boot only, but for the
 * registrable domain of an origin that an expression has matched under credentials.
 */
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
  publicSuffix: describePublicSuffix,
  registrableDomain,
  hostEndings,
  examples: regexpExamples,
};

/** The same checks, which look at no expression twice: many policies may inherit one. */
export function rememberingChecks(): OriginChecks {
  return {
    ...originChecks,
    slowness: remembering((expression) => originChecks.slowness(expression)),
    hostEndings: remembering(hostEndings),
  };
}

function remembering<Answer>(ask: (expression: RegExp) => Answer): (expression: RegExp) => Answer {
  const known = new Map<string, Answer>();
  return (expression) => {
    const key = String(expression);
    const answer = known.has(key) ? (known.get(key) as Answer) : ask(expression);
    known.set(key, answer);
    return answer;
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
