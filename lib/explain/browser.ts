import { answeringUpstream, policyOf, type ServerAnswer } from './server-answer.js';
import { byName, Steps } from './explanation.js';
import type { PageRequest } from './page-request.js';
import { describeDecision, describeOrigin, describeRoute } from './server-words.js';
import {
  failedCorsCheck,
  failedHeadersCheck,
  failedMethodCheck,
} from '../protocol/response-checks.js';
import { ACEH } from '../protocol/header.js';
import type { Route } from '../platform-routes.js';
import { isSafelistedMethod } from '../protocol/safelist.js';
import type { WrittenOptions } from '../route-sources.js';

/** Looks up what was written for a route. */
type WrittenOf = (route: Route) => WrittenOptions;

/** Why a browser asks before it sends a request; nothing, if it does not. */
export function whyPreflight({ method, unsafe, upload }: PageRequest): string | undefined {
  const reasons = [
    ...(isSafelistedMethod(method) ? [] : [`${method} is not a safelisted method`]),
    ...unsafe.map(({ name, why }) => `${name} ${why}`),
    ...(upload ? ['the upload is listened to, or is a stream'] : []),
  ];
  return reasons.length === 0 ? undefined : reasons.join('; ');
}

/** What a browser does before it sends anything. */
export function prepare(asked: PageRequest, steps: Steps): void {
  const { method, written, dropped, fault } = asked;
  if (fault !== undefined) return steps.fail('method', `fetch throws: ${fault}`);
  steps.pass('method', method === written ? method : `${written} is sent as ${method}`);
  if (dropped.length > 0) {
    steps.note('request headers', `no script can set ${dropped.join(', ')}: the browser does`);
  }
  const why = whyPreflight(asked);
  steps.note('preflight needed', why === undefined ? 'no' : `yes: ${why}`);
}

/** What the server thinks of a preflight, and then what the browser thinks of the answer. */
export function takePreflight(
  answer: ServerAnswer,
  asked: PageRequest,
  steps: Steps,
  writtenOf: WrittenOf,
): void {
  const { route, verdict, decision } = answer.decisive;
  const written = writtenOf(route);
  steps.note('preflight: route', describeRoute(route, asked, written));
  if (verdict !== undefined && decision !== undefined) {
    const origin = describeOrigin(verdict, asked, written);
    steps.check('preflight: origin', verdict.granted ? undefined : origin, origin);
    if (verdict.granted) {
      const { method, headers } = describeDecision(decision, asked, written);
      steps.check('preflight: method', headers === undefined ? method : undefined, method);
      if (headers !== undefined) {
        steps.check('preflight: headers', decision.granted ? undefined : headers, headers);
      }
    }
  }
  checkPreflight(answer, asked, steps);
}

// https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, in its order
function checkPreflight(answer: ServerAnswer, asked: PageRequest, steps: Steps): void {
  const upstream = answeringUpstream(answer);
  if (upstream !== undefined) return steps.fail('preflight: CORS check', unknownOf(upstream));
  const { headers, status } = answer;
  const fields = byName(headers);
  const cors = failedCorsCheck(fields, asked);
  steps.check('preflight: CORS check', cors, 'the answer is for this origin');
  if (cors !== undefined) return;
  const its = 'the app answers: its status has to be 200 to 299';
  steps.pass('preflight: status', status === undefined ? its : `${status}`);
  const method = failedMethodCheck(fields, asked);
  steps.check('preflight: method allowed', method, `${asked.method} is allowed`);
  if (method !== undefined) return;
  const names = asked.unsafe.map(({ name }) => name);
  const failed = failedHeadersCheck(fields, names, asked);
  steps.check('preflight: headers allowed', failed, names.join(', ') || 'none is needed');
}

/** The same for the actual request. */
export function takeActual(
  answer: ServerAnswer,
  asked: PageRequest,
  steps: Steps,
  writtenOf: WrittenOf,
): void {
  const { route, verdict } = answer.decisive;
  const written = writtenOf(route);
  steps.note('route', describeRoute(route, asked, written));
  if (verdict !== undefined) {
    const origin = describeOrigin(verdict, asked, written);
    steps.check('origin', verdict.granted ? undefined : origin, origin);
  }
  const upstream = answeringUpstream(answer);
  if (upstream !== undefined) return steps.fail('CORS check', unknownOf(upstream));
  const fields = byName(answer.headers);
  const failed = failedCorsCheck(fields, asked);
  steps.check('CORS check', failed, 'the script may read the response');
  if (failed !== undefined || policyOf(route) === undefined) return;
  steps.note('exposed headers', fields[ACEH] ?? 'none but the safelisted ones');
}

/** Nothing is sent to find out. */
function unknownOf(upstream: string): string {
  return `what the upstream of ${upstream} grants is not known here`;
}
