import type { Figures } from './figures.js';

/** Something that this library wants to be true of a row. */
export interface Claim {
  /** Names the row and what it is compared with, the same in every run. */
  readonly row: string;
  readonly figures: Figures;
  /** What the median may be at most. */
  readonly limit: number;
  /** What else the page says where the row is lost. */
  readonly besides?: string;
}

/** Whether the median, as it is printed, is above the limit. */
export const isLost = ({ figures, limit }: Claim) => Number(figures.median.toFixed(2)) > limit;
