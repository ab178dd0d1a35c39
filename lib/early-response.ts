import type { IncomingMessage } from 'node:http';
import { NOTHING_GRANTED, type Narrow } from './actual-response.js';
import type { DecisionWitness } from './decision-witness.js';
import { isOpen, targetOf, type Route } from './platform-routes.js';
import { decideActual } from './protocol/actual.js';
import type { Decision } from './protocol/decision.js';
import { intersect } from './protocol/intersection.js';
import { judgeWrittenOrigin } from './protocol/origin-verdict.js';
import type { RouteTable } from './route-table.js';

/**
 * Narrows the headers of a response that ends before its handler is known: middleware has answered,
 * a parser or a router has failed. Below status 400 anything may have answered, and so it is granted
 * only what is granted too where no controller serves a path. Routes that middleware has led the
 * request to decide as well.
 */
export function narrowEarly(
  table: RouteTable,
  witness: DecisionWitness,
  request: IncomingMessage,
): Narrow {
  const came = targetOf(request);
  return (carried, decision) => (status) => {
    const others = table
      .besides(request, came, status)
      .filter(({ policy }) => policy !== carried.policy);
    if (others.length === 0) return carried;
    const decisions = others.map((route) => decideAtOnce(route, request));
    const { headers } = intersect([decision, ...decisions]);
    const refusing = decisions.findIndex(({ granted }) => !granted);
    const route = others[refusing];
    if (!decision.granted || route === undefined || !isOpen(route)) return { ...carried, headers };
    const { origin } = request.headers;
    const verdict = judgeWrittenOrigin(route.policy.origins, origin);
    return { headers, onSent: witness.actual(route, request, verdict) };
  };
}

/** A head that is being written cannot wait: what only an origin function could grant is not granted. */
function decideAtOnce(route: Route, request: IncomingMessage): Decision {
  if (!isOpen(route)) return NOTHING_GRANTED;
  const { policy } = route;
  const { origin } = request.headers;
  return decideActual(policy, origin, judgeWrittenOrigin(policy.origins, origin));
}
