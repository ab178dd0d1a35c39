import fc from 'fast-check';
import type { Platform } from '../support/test-app.js';
import { aimed, printedRequest, requestSeed, type AimedRequest } from './aimed-requests.js';
import type { PageRequest } from './browser.js';
import { mostly, rarely } from './mostly.js';
import { nameOf, printedAs, printedSet, type RouteSet } from './route-set.js';
import { routeSets } from './route-sets.js';
import { NEUTRAL } from './versions.js';
import {
  A,
  B,
  HEADERS,
  policy,
  printedPolicy,
  type Says,
  type WrittenPolicy,
} from './written-policies.js';

/** A set with policies, and what pages ask of it. */
export interface PageCase {
  readonly set: RouteSet;
  readonly root: WrittenPolicy | undefined;
  /** What each handler says, by its name. */
  readonly says: ReadonlyMap<string, Says>;
  readonly requests: readonly Asked[];
}

/** A request of a page, and what goes with it that the page does not write. */
export interface Asked {
  readonly page: PageRequest;
  readonly sent: AimedRequest;
}

/** What a page decides of a request. */
export const page = fc.record({
  origin: fc.constantFrom(A, A, B),
  headers: mostly(2, fc.constant([]), fc.subarray(HEADERS, { minLength: 1, maxLength: 2 })),
  credentials: mostly(2, fc.constant(false), fc.constant(true)),
});

export function pageCases(platform: Platform): fc.Arbitrary<PageCase> {
  const saying = mostly(4, fc.nat(2), mostly(1, fc.constant(undefined), fc.constant<false>(false)));
  return fc
    .record({
      set: routeSets(platform),
      root: rarely(1, policy),
      // Few, so that handlers share them.
      palette: fc.array(policy, { minLength: 1, maxLength: 3 }),
      saying: fc.array(saying, { minLength: 15, maxLength: 15 }),
      asked: fc.array(fc.record({ seed: requestSeed, page }), {
        minLength: 1,
        maxLength: 24,
        size: 'max',
      }),
    })
    .map(({ set, root, palette, saying, asked }) => {
      const names = set.controllers.flatMap(({ handlers }, at) =>
        handlers.map((_, index) => nameOf(at, index)),
      );
      const says = names.map((name, at): [string, Says] => {
        const said = saying[at];
        return [name, typeof said === 'number' ? palette[said % palette.length] : said];
      });
      const requests = asked.map(({ seed, page }) => {
        // A browser sends no absolute target and no fragment. Which version it will ask for, it
        // does not say.
        const request = aimed(set, { ...seed, form: undefined, version: NEUTRAL });
        const { 'Content-Type': _, ...always } = request.headers;
        const sent = { ...request, headers: always };
        const [path = '/'] = sent.path.split('#');
        const { method } = sent;
        const headers = [...page.headers, ...(method === 'QUERY' ? ['content-type'] : [])].sort();
        return { page: { ...page, method, path, headers }, sent };
      });
      return printedAs({ set, root, says: new Map(says), requests }, printedCase);
    });
}

function printedCase({ set, root, says, requests }: PageCase): string {
  return [
    printedSet(set),
    `root: ${printedPolicy(root)}`,
    ...[...says].map(([name, said]) => `${name}: ${printedPolicy(said)}`),
    ...requests.map(printedAsked),
  ].join('\n  ');
}

export function printedAsked({ page, sent }: Asked): string {
  const { origin, path, headers, credentials } = page;
  const names = headers.length > 0 ? ` with ${headers.join()}` : '';
  const cookies = credentials ? ' and cookies' : '';
  return `${printedRequest({ ...sent, path })} from ${origin}${names}${cookies}`;
}
