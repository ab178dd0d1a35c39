import type { CorsDecisionReason } from './cors-decision.js';
import { printed } from './printed.js';
import { isReroutingHeader } from './protocol/header-names.js';
import { describeNearMiss, findNearMiss } from './protocol/near-miss.js';

/** A request that is refused, or would be. */
export interface Refusal {
  readonly kind: 'preflight' | 'actual';
  readonly reason: CorsDecisionReason;
  readonly origin: string;
  /** What a preflight asks for. */
  readonly method?: string;
  /** The requested header that is not allowed, where that is the reason. */
  readonly header?: string | undefined;
}

/** Says in one bounded line what is refused and why. `listed` are the origins that are not. */
export function describeRefusal(
  { kind, reason, origin, method, header }: Refusal,
  listed: Iterable<string>,
): string {
  const what = kind === 'preflight' ? `the preflight for ${printed(method)}` : 'the request';
  const name = header === undefined ? '' : printed(header);
  const byName = isReroutingHeader(header ?? '') ? ': it has to be listed by name' : '';
  const miss = MISSED.has(reason) ? findNearMiss(origin, listed) : undefined;
  const near = miss === undefined ? '' : `; ${describeNearMiss(miss)}`;
  return `${what} of ${printed(origin)}: ${(WORDS[reason] ?? reason).replace('NAME', () => name)}${byName}${near}`;
}

/** Where it may be that another origin was meant. */
const MISSED: ReadonlySet<CorsDecisionReason> = new Set(['origin-not-allowed', 'origin-malformed']);

const WORDS: Partial<Record<CorsDecisionReason, string>> = {
  'origin-not-allowed': 'the origin is not allowed',
  'origin-malformed': 'no browser sends such an origin',
  'origin-null': 'the opaque origin is not allowed',
  'origin-function-failed': 'the origin function failed',
  'origin-function-timeout': 'the origin function did not answer in time',
  'origin-function-answer': 'the origin function answered neither a boolean nor an origin',
  'method-malformed': 'the method is not a token',
  'method-forbidden': 'no script can send the method',
  'method-not-allowed': 'the method is not allowed',
  'headers-malformed': 'the list of headers is malformed',
  'headers-too-long': 'the list of headers is too long',
  'headers-too-many': 'the headers are too many',
  'header-not-allowed': 'the header NAME is not allowed',
  'cors-off': 'CORS is switched off',
  upstream: 'an upstream, which has a CORS of its own, may answer in place of a controller',
};
