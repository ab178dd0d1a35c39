import type { Decision } from './decision.js';
import { ACAO } from './header.js';
import type { OriginVerdict } from './origin-verdict.js';
import type { CorsPolicy } from './policy.js';

/**
 * Decides the CORS headers of an actual response. A refusal is the absence of all of them; it does
 * not stop the request (R35, R36). An origin is only ever echoed, never made up (R26).
 *
 * @see https://fetch.spec.whatwg.org/#http-responses
 */
export function decideActual(
  policy: CorsPolicy,
  origin: string | undefined,
  { granted, reason }: OriginVerdict,
): Decision {
  if (!granted) return { granted, reason, headers: policy.refusedActualHeaders };
  if (policy.origins.any || origin === undefined) {
    return { granted, reason, headers: policy.actualHeaders };
  }
  return { granted, reason, headers: [[ACAO, origin], ...policy.actualHeaders] };
}
