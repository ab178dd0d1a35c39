/** What several measurements of one thing come to: the middle, and where the middle half lies. */
export interface Figures {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The median of measurements, with their quartiles. */
export function figuresOf(measurements: readonly number[]): Figures {
  const sorted = measurements.toSorted((one, other) => one - other);
  const at = (share: number) => {
    const position = share * (sorted.length - 1);
    const below = sorted[Math.floor(position)] ?? Number.NaN;
    const above = sorted[Math.ceil(position)] ?? Number.NaN;
    return below + (above - below) * (position % 1);
  };
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/**
 * How one thing compares with another, round by round: the two of a round were measured in one
 * breath, so that what slows the machine down for a while is in both.
 */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): Figures {
  return figuresOf(ours.map((one, round) => one / (theirs[round] ?? Number.NaN)));
}
