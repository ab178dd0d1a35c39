import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DecisionWitness } from './decision-witness.js';
import type { OriginJudge } from './origin-judge.js';
import type { OpenRoute } from './platform-routes.js';
import { decideActual } from './protocol/actual.js';
import type { OriginVerdict } from './protocol/origin-verdict.js';
import { carryHeaders } from './response-headers.js';

/**
 * Makes the response of an actual request carry what the policy of its route says.
 * A promise only if the policy's origin function makes one.
 */
export function answerActual(
  judge: OriginJudge,
  witness: DecisionWitness,
  route: OpenRoute,
  request: IncomingMessage,
  response: ServerResponse,
): void | Promise<void> {
  const { policy } = route;
  const write = (verdict: OriginVerdict) =>
    carryHeaders(response, {
      policy,
      headers: decideActual(policy, request.headers.origin, verdict).headers,
      onSent: witness.actual(route, request, verdict),
    });
  const verdict = judge.judge(route, policy, request);
  return verdict instanceof Promise ? verdict.then(write) : write(verdict);
}
