/** What is sorted by: a text, or several, the first that differs. */
type Key = string | readonly (string | number)[];

/** Sorts by a key. Texts are compared by their characters, so that no locale changes a report. */
export function by<T>(keyOf: (member: T) => Key): (one: T, other: T) => number {
  return (one, other) => compare(keyOf(one), keyOf(other));
}

/** Compares keys, part by part. */
export function compare(one: Key, other: Key): number {
  const [ones, others] = [[one].flat(), [other].flat()];
  for (const [at, part] of ones.entries()) {
    const counterpart = others[at] ?? '';
    if (part !== counterpart) return part < counterpart ? -1 : 1;
  }
  return 0;
}
