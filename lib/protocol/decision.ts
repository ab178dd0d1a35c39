import type { HeaderField } from './header.js';
import type { OriginReason } from './origin-verdict.js';
import type { RequestedHeadersFault } from './requested-headers.js';

/** Why a request is granted or refused: the first check that failed, or that all passed. */
export type DecisionReason =
  | OriginReason
  | RequestedHeadersFault
  | 'method-malformed'
  | 'method-forbidden'
  | 'method-not-allowed'
  | 'preflight-granted';

/** What the protocol says about a request, as data: nothing has been written yet. */
export interface Decision {
  readonly granted: boolean;
  readonly reason: DecisionReason;
  /** The exact `Access-Control-*` fields of the response, and its `Vary`. */
  readonly headers: readonly HeaderField[];
}

/** What the protocol says about a preflight. */
export interface PreflightDecision extends Decision {
  readonly status: number;
  /** The requested header that is not allowed, where that is the reason. */
  readonly header?: string;
}
