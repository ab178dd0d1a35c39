/** How many cases a property is tried with: as usual, or `PROPERTY_TIMES` as many. */
export function runs(usual: number): number {
  return Math.ceil(usual * Number(process.env['PROPERTY_TIMES'] ?? 1));
}
