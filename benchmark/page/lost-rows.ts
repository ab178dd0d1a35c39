import { type Claim, isLost } from './claim.js';
import { reasons } from './lost.js';
import { number } from './table.js';

/** Lists the rows that are not what is claimed of them, each with its reason. */
export function lostRows(claims: readonly Claim[]): string {
  const lost = claims.filter(isLost);
  if (lost.length === 0) return `Nowhere: ${claims.length} rows are what they have to be.`;
  const lines = lost.map(({ row, figures, limit, besides }) => {
    const missed = `${number(figures.median, 2)}, not ${number(limit, 2)} or less`;
    // The middle half of the rounds lies on both sides: this run cannot tell.
    const isOpen = figures.low <= limit;
    const reason = reasons.find(([name]) => name.test(row))?.[1] ?? 'not explained yet';
    const why = isOpen ? ', which is within the spread' : `: ${reason}`;
    return `- ${row}: ${missed}${why}${besides === undefined ? '' : `; ${besides}`}.`;
  });
  return `${lost.length} of ${claims.length} rows:\n\n${lines.join('\n')}`;
}
