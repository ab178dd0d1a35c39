import { expect } from '@jest/globals';
import fc from 'fast-check';
import { CorsConfigurationError } from 'nestjs-cors';
import { seed } from '../support/property-runs.js';
import type { TestApp } from '../support/test-app.js';
import { inTime } from './in-time.js';
import type { RouteSet } from './route-set.js';
import type { SetPolicies } from './set-modules.js';
import { CorsWarnings, startSet } from './started-set.js';

/** How many sets are booted. Each takes some 70 ms with its requests. */
export const RUNS = Number(process.env['ROUTE_SETS'] ?? (process.env['CI'] === 'true' ? 250 : 60));

/** For Jest: a failure takes its time to be made small. */
export const TIME = 600_000;

/** What has been seen, to be sure that it is worth something. */
export class Seen {
  readonly counts = new Map<string, number>();

  count(...what: readonly string[]): void {
    for (const one of what) this.counts.set(one, this.of(one) + 1);
  }

  of(what: string): number {
    return this.counts.get(what) ?? 0;
  }
}

/** What is not looked at otherwise. */
export interface Tolerance {
  /** Whether the library may warn while the app runs. */
  readonly warnings?: boolean;
  /** Whether it may refuse to boot, which is counted. */
  readonly refusals?: boolean;
  /** How many sets are booted. */
  readonly sets?: number;
}

/** Boots the app of any set, checks it, and asserts that the library has no doubts while it runs. */
export async function forAnySet<Case extends { readonly set: RouteSet }>(
  cases: fc.Arbitrary<Case>,
  policiesOf: (one: Case) => SetPolicies,
  check: (app: TestApp, one: Case, seen: Seen) => Promise<void>,
  { warnings = false, refusals = false, sets = RUNS }: Tolerance = {},
): Promise<Seen> {
  const seen = new Seen();
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      const logger = new CorsWarnings();
      const boot = startSet(one.set, policiesOf(one), logger).catch((error: unknown) => {
        if (!refusals || !(error instanceof CorsConfigurationError)) throw error;
        seen.count('set refused by the library');
        return undefined;
      });
      const app = await inTime('the boot', boot);
      seen.count(app === undefined ? 'set refused' : 'set');
      fc.pre(app !== undefined);
      // At boot it may say what no preflight can tell apart.
      logger.warnings.length = 0;
      try {
        await check(app, one, seen);
        if (!warnings) expect(logger.warnings).toEqual([]);
      } finally {
        await inTime('the end', app.close());
      }
    }),
    { numRuns: sets, seed },
  );
  expect(seen.of('set refused')).toBeLessThan(seen.of('set'));
  return seen;
}
