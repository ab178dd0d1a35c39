import fc from 'fast-check';
import type { Platform } from '../support/test-app.js';
import { aimed, printedRequest, requestSeed, type RequestSeed } from './aimed-requests.js';
import { ANSWER, METHOD, REWRITE, type Meddler } from './meddler.js';
import { mostly, rarely } from './mostly.js';
import { page, type Asked } from './page-cases.js';
import { nameOf, printedAs, printedSet, type RouteSet } from './route-set.js';
import { routeSets } from './route-sets.js';
import { STOP, THROW } from './tell-tale.js';
import { TENANT, TENANTS } from './tenants.js';
import { policy, printedPolicy, type Says } from './written-policies.js';

/** The policy of a path that no controller serves. */
export interface PathPolicy {
  readonly path: string;
  readonly policy: Exclude<Says, undefined>;
}

/** Anything that can stand beside Nest, with policies that differ, and requests that try to get more. */
export interface SafetyCase {
  readonly set: RouteSet;
  readonly root: Says;
  readonly paths: readonly PathPolicy[];
  /** What each handler says, by its name. */
  readonly says: ReadonlyMap<string, Says>;
  readonly requests: readonly SafetyRequest[];
}

/** A request of a page, and what the guard, the parser and middleware are told to do with it. */
export interface SafetyRequest extends Asked {
  readonly trouble: Readonly<Record<string, string>>;
  readonly isBroken: boolean;
}

const onOrOff = mostly(3, policy, fc.constant<false>(false));
const METHODS = ['GET', 'PUT', 'DELETE', 'POST'];
const trouble = fc.record({
  stop: rarely(6, fc.constantFrom('1', THROW)),
  answer: rarely(6, fc.constantFrom('200', '204', '302', '401', '500')),
  method: rarely(5, fc.constantFrom(...METHODS)),
  rewrite: rarely(2, requestSeed),
  tenant: rarely(1, fc.constantFrom(...TENANTS)),
  isBroken: mostly(9, fc.constant(false), fc.constant(true)),
});

/** Cases with a root that is wide, narrow, off or silent. */
export function safetyCases(platform: Platform): fc.Arbitrary<SafetyCase> {
  return fc
    .record({
      set: routeSets(platform),
      meddler: mostly(1, fc.constant(undefined), fc.constantFrom<Meddler[]>('first', 'consumer')),
      root: mostly(5, policy, fc.constantFrom<Says[]>(false, undefined)),
      paths: fc.uniqueArray(
        fc.record({ path: fc.constantFrom('/a', '/b', '/a/b', '/api'), policy: onOrOff }),
        { maxLength: 2, selector: ({ path }) => path },
      ),
      saying: fc.array(mostly(4, onOrOff, fc.constant(undefined)), {
        minLength: 15,
        maxLength: 15,
      }),
      asked: fc.array(fc.record({ seed: requestSeed, page, trouble }), {
        minLength: 1,
        maxLength: 12,
        size: 'max',
      }),
    })
    .map(({ set: drawn, meddler, root, paths, saying, asked }) => {
      const set = { ...drawn, meddler };
      const names = set.controllers.flatMap(({ handlers }, at) =>
        handlers.map((_, index) => nameOf(at, index)),
      );
      const says = new Map(names.map((name, at) => [name, saying[at]]));
      const requests = asked.map((one) => requestOf(set, one));
      return printedAs({ set, root, paths, says, requests }, printedCase);
    });
}

interface Drawn {
  readonly seed: RequestSeed;
  readonly page: typeof page extends fc.Arbitrary<infer P> ? P : never;
  readonly trouble: typeof trouble extends fc.Arbitrary<infer T> ? T : never;
}

function requestOf(set: RouteSet, { seed, page, trouble }: Drawn): SafetyRequest {
  const sent = aimed(set, seed);
  const { stop, answer, method, rewrite, tenant, isBroken } = trouble;
  const isMeddled = set.meddler !== undefined;
  const isQuery = sent.method === 'QUERY';
  return {
    page: {
      ...page,
      method: sent.method,
      path: sent.path,
      headers: [...page.headers, ...(isQuery ? ['content-type'] : [])].sort(),
    },
    sent: {
      ...sent,
      headers: { ...sent.headers, ...(set.strategy && tenant && { [TENANT]: tenant }) },
    },
    trouble: {
      ...(stop !== undefined && { [STOP]: stop }),
      ...(isMeddled && answer !== undefined && { [ANSWER]: answer }),
      ...(isMeddled && method !== undefined && { [METHOD]: method }),
      ...(isMeddled && rewrite !== undefined && { [REWRITE]: aimed(set, rewrite).path }),
    },
    isBroken: isBroken && !isQuery,
  };
}

function printedCase({ set, root, paths, says, requests }: SafetyCase): string {
  return [
    printedSet(set),
    `root: ${printedPolicy(root)}`,
    ...paths.map(({ path, policy }) => `path ${path}: ${printedPolicy(policy)}`),
    ...[...says].map(([name, said]) => `${name}: ${printedPolicy(said)}`),
    ...requests.map(printedTrouble),
  ].join('\n  ');
}

/** A request, with what is done to it. */
export function printedTrouble({ page, sent, trouble, isBroken }: SafetyRequest): string {
  const { origin, headers, credentials } = page;
  const names = headers.length > 0 ? ` with ${headers.join()}` : '';
  const all = Object.entries(trouble).map(([name, value]) => `, ${name}: ${value}`);
  const cookies = credentials ? ' and cookies' : '';
  const body = isBroken ? ', its body broken' : '';
  return `${printedRequest(sent)} from ${origin}${names}${cookies}${all.join('')}${body}`;
}
