import type { Claim } from './claim.js';

/** A part of the page: a text with tables, and what is claimed of their rows. */
export interface Section {
  readonly markdown: string;
  readonly claims: readonly Claim[];
}
