/** A value that comes later, with its `then`, which has been read once: it may be a getter. */
export interface Thenable {
  readonly value: object;
  readonly wait: (fulfil: (value: unknown) => void, reject: (reason: unknown) => void) => unknown;
}

/** Returns a value with its `then`, if it is one to wait for. Throws what reading its `then` throws. */
export function asThenable(value: unknown): Thenable | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const method: unknown = Reflect.get(value, 'then');
  return typeof method === 'function' ? { value, wait: method as Thenable['wait'] } : undefined;
}

/**
 * Waits for a value, which comes in a list. `await` would wait for what comes as well, and for ever
 * if that resolves to itself; and what an `async then()` throws after it has called back would end
 * the process.
 */
export function settled({ value, wait }: Thenable): Promise<readonly [unknown]> {
  return new Promise((resolve, reject) => {
    const returned: unknown = Reflect.apply(wait, value, [
      (later: unknown) => resolve([later]),
      reject,
    ]);
    if (returned instanceof Promise) returned.then(undefined, () => undefined);
  });
}
