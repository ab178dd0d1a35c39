/** Why an option is refused. A closed set, so that tests and tools can switch over it. */
export type IssueReason =
  | 'wrong-type'
  | 'origin-missing'
  | 'origin-undefined'
  | 'origin-empty'
  | 'origin-true'
  | 'origin-list'
  | 'origin-quoted'
  | 'origin-white-space'
  | 'origin-without-scheme'
  | 'origin-not-serialized'
  | 'origin-never-sent'
  | 'origin-pattern'
  | 'origin-file'
  | 'origin-null'
  | 'origin-null-with-credentials'
  | 'origin-any-with-credentials'
  | 'origin-any-in-list'
  | 'origin-insecure'
  | 'origin-public-suffix'
  | 'regexp-not-anchored'
  | 'regexp-stateful'
  | 'regexp-slow'
  | 'regexp-open'
  | 'method-not-a-token'
  | 'method-forbidden'
  | 'header-not-a-token'
  | 'header-forbidden'
  | 'header-prohibited'
  | 'exposed-any-with-credentials'
  | 'max-age-out-of-range'
  | 'status-out-of-range'
  | 'timeout-out-of-range';

/** One thing that is wrong with options, as data: the prose is made elsewhere, from these parts. */
export interface PolicyIssue {
  /** The option that is wrong. */
  readonly option: string;
  /** The value, or the member of a list, that is wrong. */
  readonly value: unknown;
  readonly reason: IssueReason;
  /** Continues "`origin` "x" …". */
  readonly why: string;
  /** What to do about it, as an instruction. */
  readonly fix: string;
  /** The other option, where each by itself is right. */
  readonly conflictsWith?: string;
  /** How many more of the kind there are, which are not listed. */
  readonly more?: number;
}

/** Collects what is wrong, so that one look shows all of it. */
export type Report = (issue: PolicyIssue) => void;

const MAX_LISTED = 100;

/**
 * Collects what is wrong with the members of a list, which may be long, and wrong all over: the
 * first hundred faults, and how many more there are. Those that are not listed are not made.
 */
export class FirstIssues<Issue extends object> {
  private readonly made: Issue[] = [];
  private more = 0;

  add(make: () => Issue): void {
    if (this.made.length < MAX_LISTED) this.made.push(make());
    else this.more++;
  }

  /** The issues; the last one has the number of those that are not listed. */
  list(): readonly (Issue & { readonly more?: number })[] {
    const { made, more } = this;
    if (more === 0) return made;
    return made.map((issue, at) => (at === made.length - 1 ? { ...issue, more } : issue));
  }
}
