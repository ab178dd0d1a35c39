/**
 * What has to be known of origins before they may compile, and what the protocol leaves to others
 * to know: the registries of the world, and how an expression behaves at its worst.
 */
export interface OriginChecks {
  /** Says why an expression may take more than linear time, if it may: continues "`origin` /x/ …". */
  slowness(expression: RegExp): string | undefined;
  /** Describes a host, and how that is known, if anybody can register names below it. */
  publicSuffix(host: string): string | undefined;
  /** Returns the registrable domain of a host: the name that its owner has registered. */
  registrableDomain(host: string): string | undefined;
  /** Reads how the hosts end that an expression can match; `undefined` if that cannot be read. */
  hostEndings(expression: RegExp): HostEndings | undefined;
  /** Makes up texts that an expression matches, a few of them; none if it cannot tell. */
  examples(expression: RegExp): readonly string[];
}

/** How the hosts end that an expression can match. */
export interface HostEndings {
  /** Hosts that are written in whole. */
  readonly hosts: ReadonlySet<string>;
  /** The registrable domains of endings that are open to any subdomain. */
  readonly domains: ReadonlySet<string>;
  /** The names that cannot be registered, below which any host may be: `localhost`. */
  readonly below: ReadonlySet<string>;
  /** Endings that hosts of any owner can have. */
  readonly open: readonly string[];
  /** Whether a scheme can be `http:` where the host may be another machine. */
  readonly takesInsecure: boolean;
}
