/** For how long what has been said counts, in milliseconds. */
const WINDOW = 60_000;
/** How often the same is said in that time. */
const MOST_ALIKE = 5;
/** How often anything is looked at in that time, whether it is said or not. */
const MOST = 1000;

/**
 * Bounds what is said about requests, which anybody can send: in a minute, five times the same, and
 * of a thousand things that could be said, none beyond. It keeps no more than the kinds of them.
 */
export class RateLimit {
  private begun = -Infinity;
  private asked = 0;
  private readonly said = new Map<string, number>();
  /** How many have not been said since the last one that was. */
  private unsaid = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Says whether anything may be said at all, before it is known what it is. */
  isOpen(): boolean {
    const now = this.now();
    if (now - this.begun >= WINDOW) {
      this.begun = now;
      this.asked = 0;
      this.said.clear();
    }
    if (this.asked < MOST) return true;
    this.unsaid++;
    return false;
  }

  /**
   * Says whether one of a kind may be said.
   *
   * @returns how many were not said before it, or nothing if this one is not said either
   */
  admit(kind: string): number | undefined {
    this.asked++;
    const said = this.said.get(kind) ?? 0;
    if (said === MOST_ALIKE) {
      this.unsaid++;
      return undefined;
    }
    this.said.set(kind, said + 1);
    const { unsaid } = this;
    this.unsaid = 0;
    return unsaid;
  }
}
