import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RateLimit } from '../../lib/rate-limit.js';
import { runs } from '../support/property-runs.js';

/** What is said of a series, each with its time and its kind. */
function saidOf(series: readonly (readonly [at: number, kind: string])[]) {
  let now = 0;
  const limit = new RateLimit(() => now);
  return series.flatMap(([at, kind]) => {
    now = at;
    const unsaid = limit.isOpen() ? limit.admit(kind) : undefined;
    return unsaid === undefined ? [] : [[at, kind, unsaid] as const];
  });
}

describe('a rate limit', () => {
  it('admits five of a kind in a minute, and says how many it left out', () => {
    const same = Array.from({ length: 10_000 }, (_, at) => [at, 'a'] as const);
    expect(saidOf([...same, [59_999, 'b'], [60_000, 'a']])).toEqual([
      [0, 'a', 0],
      [1, 'a', 0],
      [2, 'a', 0],
      [3, 'a', 0],
      [4, 'a', 0],
      [60_000, 'a', 9996],
    ]);
  });

  it('counts kinds by themselves', () => {
    const two = Array.from({ length: 20 }, (_, at) => [at, at % 2 === 0 ? 'a' : 'b'] as const);
    expect(saidOf(two).map(([at]) => at)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('looks at a thousand in a minute, whatever their kinds', () => {
    const all = Array.from({ length: 5000 }, (_, at) => [at, `${at}`] as const);
    const said = saidOf([...all, [60_000, 'a']]);
    expect(said).toHaveLength(1001);
    expect(said.at(-1)).toEqual([60_000, 'a', 4000]);
  });

  it('loses none, and says no more than its bounds, at whatever times', () => {
    const step = fc.tuple(fc.nat(40_000), fc.constantFrom('a', 'b', 'c'));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        let now = 0;
        const series = steps.map(([wait, kind]) => [(now += wait), kind] as const);
        const said = saidOf(series);
        const last = said.at(-1)?.[0] ?? -1;
        const until = series.filter(([at]) => at <= last).length;
        const counted = said.reduce((sum, [, , unsaid]) => sum + 1 + unsaid, 0);
        // What came at the very time of the last one may be left out after it.
        expect(counted).toBeLessThanOrEqual(until);
        expect(counted).toBeGreaterThanOrEqual(series.filter(([at]) => at < last).length);
        for (const [at, kind] of said) {
          const near = said.filter(([t, k]) => k === kind && t >= at && t < at + 60_000);
          // Two minutes that follow each other have five each.
          expect(near.length).toBeLessThanOrEqual(10);
        }
      }),
      { numRuns: runs(300) },
    );
  });
});
