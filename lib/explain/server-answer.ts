import type { IncomingMessage } from 'node:http';
import { isOpen, type OpenRoute, type Route } from '../platform-routes.js';
import { decideActual } from '../protocol/actual.js';
import { NOTHING_GRANTED } from '../actual-response.js';
import type { Decision, PreflightDecision } from '../protocol/decision.js';
import { ACRH, ACRM, type HeaderField } from '../protocol/header.js';
import { intersect } from '../protocol/intersection.js';
import { judgeOrigin, type OriginVerdict } from '../protocol/origin-verdict.js';
import type { CorsPolicy } from '../protocol/policy.js';
import { decidePreflight } from '../protocol/preflight.js';
import type { TargetResource } from '../preflight-target.js';
import type { RouteLookup } from '../route-table.js';

/** What a route says about a request. */
export interface AskedRoute {
  readonly route: Route;
  /** Absent where CORS is off. */
  readonly verdict?: OriginVerdict;
  /** The path of a preflight. */
  readonly resource?: TargetResource;
  readonly decision?: PreflightDecision;
}

/** What the library answers, and the routes that have decided it. */
export interface ServerAnswer {
  readonly routes: readonly AskedRoute[];
  /** The route that refuses, or the first of those that grant. */
  readonly decisive: AskedRoute;
  readonly headers: readonly HeaderField[];
  /** Absent where the app answers. */
  readonly status?: number;
}

/** Names the upstream that answers in place of the library, if one does. */
export function answeringUpstream({ routes }: ServerAnswer): string | undefined {
  const isLeftAlone = routes.every(({ route }) => route.policy === undefined);
  return isLeftAlone ? routes.find(({ route }) => route.isUpstream)?.route.name : undefined;
}

/** Answers a preflight as the front door does. */
export async function answerPreflight(
  table: RouteLookup,
  request: IncomingMessage,
): Promise<ServerAnswer> {
  const method = headerOf(request, ACRM) ?? '';
  const target = table.target(request, method);
  const routes = await Promise.all(
    target.routes.map(async (route): Promise<AskedRoute> => {
      // Policies are compared there, and not read: what is off shares a path as what is on does.
      const resource = target.resourceFor(route.policy as CorsPolicy);
      if (!isOpen(route)) return { route, resource };
      const verdict = await judge(route, request);
      const { origin = '' } = request.headers;
      const asked = { origin, method, headers: headerOf(request, ACRH) };
      const decision = decidePreflight(route.policy, asked, verdict, resource);
      return { route, verdict, resource, decision };
    }),
  );
  const decisive = decisiveOf(routes, ({ decision }) => decision?.granted === true);
  const isLeftAlone = routes.every(({ route }) => route.policy === undefined);
  if (isLeftAlone) return { routes, decisive, headers: [] };
  const decisions = routes.flatMap(({ decision }) => decision ?? []);
  if (decisions.length < routes.length) return { routes, decisive, headers: [], status: 403 };
  const [first, ...others] = decisions as [PreflightDecision, ...PreflightDecision[]];
  const { granted, status, headers } = intersect([first, ...others]);
  const isContinued = granted && routes.every(({ route }) => policyOf(route)?.preflightContinue);
  return { routes, decisive, headers, ...(!isContinued && { status }) };
}

/** Answers an actual request as the front door does. */
export async function answerActual(
  table: RouteLookup,
  request: IncomingMessage,
): Promise<ServerAnswer> {
  const [first, ...others] = await Promise.all(
    table.find(request).map(async (route): Promise<AskedActual> => {
      if (!isOpen(route)) return { route, answer: NOTHING_GRANTED };
      const verdict = await judge(route, request);
      return {
        route,
        verdict,
        answer: decideActual(route.policy, request.headers.origin, verdict),
      };
    }),
  );
  // There always is one: what no controller serves is the root's.
  if (first === undefined) throw new Error('nestjs-cors: no route has decided');
  const routes = [first, ...others] as const;
  const decisive = routes.find(({ answer }) => !answer.granted) ?? first;
  const { headers } = intersect([first.answer, ...others.map(({ answer }) => answer)]);
  return { routes, decisive, headers };
}

/** A route that has decided about an actual request. */
interface AskedActual extends AskedRoute {
  readonly answer: Decision;
}

/** The policy of a route where CORS is on. */
export function policyOf(route: Route): CorsPolicy | undefined {
  return isOpen(route) ? route.policy : undefined;
}

async function judge({ policy }: OpenRoute, request: IncomingMessage): Promise<OriginVerdict> {
  return judgeOrigin(policy.origins, request.headers.origin, request, policy.originTimeout);
}

function decisiveOf(
  routes: readonly AskedRoute[],
  grants: (asked: AskedRoute) => boolean,
): AskedRoute {
  const [first] = routes;
  // There always is one: what no controller serves is the root's.
  if (first === undefined) throw new Error('nestjs-cors: no route has decided');
  return routes.find((asked) => !grants(asked)) ?? first;
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  return request.headers[name.toLowerCase()] as string | undefined;
}
