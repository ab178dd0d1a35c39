/**
 * What has to be known of origins before they may compile, and what the protocol leaves to others
 * to know: the registries of the world, and how an expression behaves at its worst.
 */
export interface OriginChecks {
  /** Says why an expression may take more than linear time, if it may: continues "`origin` /x/ …". */
  slowness(expression: RegExp): string | undefined;
  /** Describes a host, and how that is known, if anybody can register names below it. */
  publicSuffix(host: string): string | undefined;
}
