/** Stands for a value that was given for options and is none of what they can be, or that cannot be read. */
export class Unreadable {
  /** @param kind what a message calls it */
  constructor(
    readonly kind: string,
    readonly hasThrown = false,
  ) {
    Object.freeze(this);
  }
}
