import type { Effort } from '../page/effort.js';
import { number } from '../page/table.js';
import { type EnginePolicy, policyFor } from './policy.js';
import { type EngineRequest, maliciousRequests, usualRequests } from './requests.js';

/** A policy, and what is asked of it. */
export interface Scenario {
  readonly name: string;
  /** How many origins and patterns are written down; none where any is allowed. */
  readonly origins: number;
  /** The scenario that this one must not be slower than by far, though it has many more. */
  readonly asOne?: string;
  readonly policy: EnginePolicy;
  readonly requests: readonly EngineRequest[];
}

const SIZES = [1, 4, 400, 1600, 100_000, 1_000_000];
const PATTERNS = 1000;
const ONE_ORIGIN = 'one origin';
const ONE_PATTERN = 'one pattern';

const origin = (index: number) => `https://app-${index}.example`;
const domain = (index: number) => `tenant-${index}.example`;
const listOf = (count: number, one: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => one(index));

/** So many origins, each written out. */
export const exactOrigins = (count: number) => listOf(count, origin);

/** Policies with more and more origins, and the requests that are made to be expensive. */
export function* scenarios({ origins: most }: Effort): Generator<Scenario> {
  for (const count of SIZES.filter((count) => count <= most)) {
    yield {
      name: count === 1 ? ONE_ORIGIN : `${number(count)} origins`,
      origins: count,
      ...(count === most && { asOne: ONE_ORIGIN }),
      policy: policyFor({ exact: exactOrigins(count), domains: [] }),
      // In the middle of the list, for those that walk it.
      requests: usualRequests(origin(Math.floor(count / 2))),
    };
  }
  yield {
    name: ONE_PATTERN,
    origins: 1,
    policy: policyFor({ exact: [], domains: [domain(0)] }),
    requests: usualRequests(`https://app.${domain(0)}`),
  };
  yield {
    name: `${number(most)} origins and ${number(PATTERNS)} patterns`,
    origins: most + PATTERNS,
    asOne: ONE_PATTERN,
    policy: policyFor({ exact: exactOrigins(most), domains: listOf(PATTERNS, domain) }),
    requests: usualRequests(`https://app.${domain(PATTERNS / 2)}`),
  };
  yield {
    name: 'any origin',
    origins: 0,
    policy: policyFor('*'),
    requests: usualRequests(origin(0)).filter(({ allowed }) => allowed),
  };
  yield {
    name: 'malicious',
    origins: 0,
    policy: policyFor({ exact: exactOrigins(1), domains: [] }),
    requests: maliciousRequests(origin(0)),
  };
}
