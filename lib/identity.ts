import { types } from 'node:util';

/**
 * Tells what says the same: equal numbers for options that are equal, member by member. Expressions
 * are equal if they are written alike; functions and instances of classes only to themselves.
 */
export class Identity {
  private readonly numbers = new Map<unknown, number>();
  private readonly known = new WeakMap<object, number>();

  /** The number of a value. A list is looked at once, however many options hold it. */
  of(value: unknown): number {
    // The text of a list must not be taken for a string.
    if (typeof value === 'string') return this.numberOf(`"${value}`);
    if (typeof value !== 'object' || value === null) return this.numberOf(value);
    let number = this.known.get(value);
    if (number === undefined) {
      // Itself for now, which is what a value that holds itself finds inside.
      this.known.set(value, this.numberOf(value));
      number = this.numberOf(this.contentOf(value) ?? value);
      this.known.set(value, number);
    }
    return number;
  }

  /** The numbers of the members of a list or of a plain object, whatever their order. */
  private contentOf(value: object): string | undefined {
    if (types.isRegExp(value)) return `/${value.source}/${value.flags}`;
    if (Array.isArray(value)) return `[${value.map((member) => this.of(member)).join()}]`;
    const proto: unknown = Object.getPrototypeOf(value);
    if (proto !== Object.prototype && proto !== null) return undefined;
    const members = Object.entries(value).map(([name, member]) => `${name}:${this.of(member)}`);
    return `{${members.toSorted().join()}}`;
  }

  private numberOf(key: unknown): number {
    const number = this.numbers.get(key) ?? this.numbers.size;
    this.numbers.set(key, number);
    return number;
  }
}
