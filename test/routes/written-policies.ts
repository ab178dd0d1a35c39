import fc from 'fast-check';
import type { CorsOptions } from 'nestjs-cors';
import type { PageRequest } from './browser.js';
import { rarely } from './mostly.js';

export const A = 'https://a.example';
export const B = 'https://b.example';
export const HEADERS = ['authorization', 'x-a', 'x-b'];

/** Options that are few enough for two routes to have the same. */
export interface WrittenPolicy extends CorsOptions {
  readonly origin: string | string[];
  readonly methods?: string[] | '*' | undefined;
  readonly allowedHeaders?: string[] | '*' | undefined;
  readonly exposedHeaders?: string[] | undefined;
  readonly credentials?: boolean | undefined;
}

/** What a handler says: options, off, or nothing. */
export type Says = WrittenPolicy | false | undefined;

/** What is in effect somewhere: options, off, or nothing that anybody said. */
export type Effective = Says;

export const policy: fc.Arbitrary<WrittenPolicy> = fc
  .record({
    origin: fc.constantFrom<WrittenPolicy['origin'][]>(A, A, '*', [A, B], B),
    methods: rarely(
      3,
      fc.constantFrom<WrittenPolicy['methods'][]>(['GET'], ['GET', 'PUT'], ['POST', 'SEARCH'], '*'),
    ),
    allowedHeaders: rarely(
      2,
      fc.constantFrom<WrittenPolicy['allowedHeaders'][]>(
        ['X-A'],
        ['X-B', 'Authorization'],
        [],
        '*',
      ),
    ),
    exposedHeaders: rarely(
      1,
      fc.constantFrom<WrittenPolicy['exposedHeaders'][]>(['X-A'], ['X-B'], ['X-A', 'X-B']),
    ),
    credentials: fc.constantFrom(undefined, true, false),
  })
  // Any origin and credentials do not go together, also if they come from two layers.
  .map((policy) => (policy.origin === '*' ? { ...policy, credentials: false } : policy));

/** The policy of a handler: what it says, over what the root says. */
export function inside(root: Says, says: Says): Effective {
  if (says === undefined) return root;
  if (says === false) return false;
  const own = Object.entries(says).filter(([, value]) => value !== undefined);
  return { ...(root || undefined), ...(Object.fromEntries(own) as unknown as WrittenPolicy) };
}

/** Says whether a policy allows a request, by its words alone: without `methods`, any that is served. */
export function allows(policy: Effective, request: PageRequest): boolean {
  if (!policy) return false;
  const { origin, methods = '*', allowedHeaders, credentials } = policy;
  if (origin !== '*' && !origin.includes(request.origin)) return false;
  if (request.credentials && credentials !== true) return false;
  if (methods !== '*' && !withHead(methods).includes(request.method)) return false;
  return request.headers.every((name) => {
    if (allowedHeaders === undefined) return true;
    if (allowedHeaders === '*') return name !== 'authorization';
    return allowedHeaders.some((allowed) => allowed.toLowerCase() === name);
  });
}

function withHead(methods: readonly string[]): readonly string[] {
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
}

export function printedPolicy(says: Says): string {
  return says === undefined ? 'says nothing' : JSON.stringify(says);
}
