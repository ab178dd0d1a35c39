import type { IncomingMessage } from 'node:http';

/** What a route asks of a request beyond its method and path, by the name of the strategy. */
export type Constraints = Readonly<Record<string, unknown>>;

/** Values to take for those of a request that has not come yet. */
export type Assumption = Constraints;

/** What is used of a constraint strategy of find-my-way. */
export interface ConstraintStrategy {
  readonly name: string;
  /** Whether a route without the constraint is not for a request that has a value for it. */
  readonly mustMatchWhenDerived?: boolean;
  deriveConstraint(request: IncomingMessage, assumption: Assumption): unknown;
}

/** A preflight has the host of the request that follows it. */
const KNOWN = new Set(['host']);

/**
 * Takes the constraint strategies of a router, and makes such that prefer an assumption to what a
 * request says. Those that need a callback are left out: a lookup cannot wait.
 */
export function assumedOr(
  strategies: Readonly<Record<string, ConstraintStrategy>>,
): Readonly<Record<string, ConstraintStrategy>> {
  const synchronous = Object.entries(strategies).filter(
    ([, strategy]) => strategy.deriveConstraint.length < 3,
  );
  return Object.fromEntries(
    synchronous.map(([key, strategy]) => [
      key,
      {
        ...strategy,
        deriveConstraint: (request: IncomingMessage, assumption: Assumption) =>
          strategy.name in assumption
            ? assumption[strategy.name]
            : // A stand-in: Nest's own strategy notes for the request that its extractor has thrown.
              strategy.deriveConstraint(new Proxy(request, {}), assumption),
      },
    ]),
  );
}

/** Lists every combination of the values that routes are constrained by, and of none of them. */
export function assumptionsOf(routes: readonly Constraints[]): readonly Assumption[] {
  const values = new Map<string, Set<unknown>>();
  for (const [name, value] of routes.flatMap((constraints) => Object.entries(constraints))) {
    if (KNOWN.has(name)) continue;
    const known = values.get(name) ?? new Set([undefined]);
    for (const one of [value].flat()) known.add(one);
    values.set(name, known);
  }
  return [...values].reduce<Assumption[]>(
    (assumptions, [name, known]) =>
      assumptions.flatMap((assumption) =>
        [...known].map((value) => ({ ...assumption, [name]: value })),
      ),
    [{}],
  );
}
