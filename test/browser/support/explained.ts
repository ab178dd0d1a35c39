import { expect } from '@jest/globals';
import type { CorsExplanation, CorsQuestion, CorsService } from 'nestjs-cors';
import { originOf, type Ports, type ReceivedRequest } from './site.js';
import type { Action, From, Outcome } from './tabs.js';

/** A request, or one that a redirect has led to: with its preflight, and as far as it came. */
interface Hop {
  readonly preflight?: ReceivedRequest;
  readonly actual?: ReceivedRequest;
}

/** Says whether a browser applies CORS to what a test asks for, and tells what came of it. */
export function isExplained({ how, init, crossOrigin, type }: Action): boolean {
  if (how === 'image') return crossOrigin !== undefined;
  if (how === 'script') return crossOrigin !== undefined || type === 'module';
  return how !== 'webSocket' && init?.mode !== 'no-cors' && init?.redirect === undefined;
}

/** Expects that what the library explains is what the browser has done, request by request. */
export async function expectExplained(
  cors: CorsService,
  ports: Ports,
  from: From,
  action: Action,
  { result }: Outcome,
  requests: readonly ReceivedRequest[],
  isRepeated: boolean,
): Promise<void> {
  const origin = from === 'sandbox' || from === 'data-worker' ? 'null' : originOf(from, ports);
  const hops = hopsOf(requests, isRepeated);
  const seen: unknown[] = [];
  const said: unknown[] = [];
  for (const [at, hop] of hops.entries()) {
    if (isTainted(hop)) continue;
    const question = questionOf(hop, origin, action);
    const explained = await cors.explain(question);
    const isLast = at === hops.length - 1;
    seen.push({
      ...question,
      preflight: hop.preflight !== undefined,
      sent: hop.actual !== undefined,
    });
    said.push({
      ...question,
      preflight: isAsked(explained, hop, isRepeated),
      sent: isSent(explained),
    });
    // What is not the last has been read, or a redirect has been followed.
    seen.push(isLast ? result : 'resolve');
    said.push(explained.granted ? 'resolve' : 'reject');
  }
  expect(said).toEqual(seen);
}

function hopsOf(requests: readonly ReceivedRequest[], isRepeated: boolean): readonly Hop[] {
  const hops: Hop[] = [];
  for (const request of requests) {
    const last = hops.at(-1);
    if (request.isPreflight) hops.push({ preflight: request });
    // Firefox sends once more what a closed connection has cut off.
    else if (!isRepeated && isSame(last?.actual, request)) continue;
    else if (last?.preflight === undefined || last.actual) hops.push({ actual: request });
    else hops[hops.length - 1] = { ...last, actual: request };
  }
  return hops;
}

function isSame(one: ReceivedRequest | undefined, other: ReceivedRequest): boolean {
  return one?.method === other.method && one.host === other.host && one.url === other.url;
}

function questionOf({ preflight, actual }: Hop, page: string, action: Action): CorsQuestion {
  const { init = {}, crossOrigin, upload } = action;
  const { host = '', url = '', headers = {} } = actual ?? preflight ?? {};
  return {
    // A page does not tell itself who it is.
    origin: (preflight ?? actual)?.headers.origin ?? page,
    method: actual?.method ?? headers['access-control-request-method'],
    path: `http://${host}${url}`,
    headers: (init.headers ?? {}) as Record<string, string>,
    credentials: init.credentials === 'include' || crossOrigin === 'use-credentials',
    upload: upload ?? false,
  };
}

/** Whether a preflight is sent. Of requests that are repeated, the browser may remember the answer. */
function isAsked({ preflight }: CorsExplanation, hop: Hop, isRepeated: boolean): boolean {
  return preflight !== undefined && !(isRepeated && hop.preflight === undefined);
}

/** After a redirect, Firefox asks for the page, and then sends what comes from nobody. */
function isTainted({ preflight, actual }: Hop): boolean {
  return (
    preflight !== undefined && preflight.headers.origin !== (actual ?? preflight).headers.origin
  );
}

function isSent({ steps }: CorsExplanation): boolean {
  return steps.some(({ step }) => step === 'route' || step === 'same origin');
}
