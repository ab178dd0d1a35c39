import fc from 'fast-check';

/**
 * What random data is drawn from: `PROPERTY_SEED=123` draws the same again. A property that fails
 * prints its own.
 */
export const seed = Number(process.env['PROPERTY_SEED'] ?? Date.now() % 2 ** 31);

if (process.env['PROPERTY_SEED'] !== undefined) fc.configureGlobal({ seed });

/** How many cases a property is tried with: as usual, or `PROPERTY_TIMES` as many. */
export function runs(usual: number): number {
  return Math.ceil(usual * Number(process.env['PROPERTY_TIMES'] ?? 1));
}
