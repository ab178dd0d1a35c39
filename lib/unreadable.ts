/** Replaces a value that an option cannot have, or that cannot be read. */
export class Unreadable {
  /** @param kind what a message calls it */
  constructor(
    readonly kind: string,
    readonly hasThrown = false,
  ) {
    Object.freeze(this);
  }
}
