// Random numbers that are the same again from the same seed.
// https://github.com/bryc/code/blob/master/jshash/PRNGs.md#mulberry32

export class Random {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** A number from 0 to 1, without 1. */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to `limit`, without `limit`. */
  below(limit) {
    return Math.floor(this.next() * limit);
  }

  /** One of a list. */
  of(list) {
    return list[this.below(list.length)];
  }

  /** Text that has never been there before. */
  word() {
    return `x${this.below(2 ** 32).toString(36)}`;
  }
}
