import type { DecisionReason } from './protocol/decision.js';

/**
 * Why a request is granted or refused: the first check that failed, or that all passed. `cors-off`:
 * CORS is switched off where a preflight leads, with `@Cors(false)` or `origin: false`. `upstream`: it is
 * uncertain whether an upstream of `paths` will answer, which has a CORS of its own.
 */
export type CorsDecisionReason = DecisionReason | 'cors-off' | 'upstream';

/**
 * One decision about a CORS request, as published on the channel `nestjs-cors:decision` of
 * `node:diagnostics_channel`: one for each preflight that is answered here, and one for each response
 * to an actual request, when its head is written. A request without `Origin` is none, nor is an
 * actual one where CORS is off.
 *
 * Node calls a subscriber within the request. What it throws does not reach the request: it becomes
 * an uncaught exception of the process.
 *
 * @example
 * ```ts
 * subscribe('nestjs-cors:decision', (message) => {
 *   const { kind, outcome, reason, route } = message as CorsDecision;
 *   decisions.inc({ kind, outcome, reason, route });
 * });
 * ```
 * @see https://nodejs.org/docs/latest-v20.x/api/diagnostics_channel.html
 */
export interface CorsDecision {
  readonly kind: 'preflight' | 'actual';
  readonly outcome: 'granted' | 'refused';
  readonly reason: CorsDecisionReason;
  /** `CatsController.create`, `paths["/docs"]`; `CorsModule.forRoot` is what no controller serves. */
  readonly route: string;
  /**
   * The place that decides: where the `origin` of the route is written, or its `reportOnly`, or where
   * CORS is switched off. As in `CorsRoute.sources`: `policies.partner`, `CatsController`.
   */
  readonly source: string;
  /** As it was sent, by anybody, up to 16 KiB of it: for a log, never for the label of a metric. */
  readonly origin: string;
  /** Whether this is what `reportOnly` would refuse, of a request that has been granted. */
  readonly reportOnly: boolean;
}
