import fc from 'fast-check';

/** The one thing so many times for each time of the other; what fails is made small with the one. */
export function mostly<A, B>(
  times: number,
  usual: fc.Arbitrary<A>,
  other: fc.Arbitrary<B>,
): fc.Arbitrary<A | B> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: times, arbitrary: usual },
    { weight: 1, arbitrary: other },
  );
}

/** Mostly nothing. */
export function rarely<T>(times: number, something: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return mostly(times, fc.constant(undefined), something);
}
