import type { OriginEntry, PolicyOptions } from './options.js';

/**
 * Tries what is to be suggested: whether an origin or an expression boots in the place of a faulty
 * one, beside the other options as they are, or with `others` in their place. What does not boot is
 * not suggested.
 */
export type Boots = (origin: OriginEntry, others?: PolicyOptions) => boolean;

/** Suggests nothing: what is only tried needs no suggestions of its own. */
export const NOTHING_BOOTS: Boots = () => false;
