import type { IncomingMessage } from 'node:http';

/** The constraints of a route beyond its method and path, by the name of the strategy. */
export type Constraints = Readonly<Record<string, unknown>>;

/** The part of a constraint strategy of find-my-way that is used here. */
export interface ConstraintStrategy {
  readonly name: string;
  /** Whether a route without the constraint is not for a request that has a value for it. */
  readonly mustMatchWhenDerived?: boolean;
  deriveConstraint(request: IncomingMessage, context?: unknown): unknown;
}

/**
 * Leaves out the strategies that need a callback, for a lookup cannot wait, and gives the others a
 * stand-in of each request: Nest's own strategy notes for the request that its extractor has thrown.
 */
export function synchronous(
  strategies: Readonly<Record<string, ConstraintStrategy>>,
): Readonly<Record<string, ConstraintStrategy>> {
  return Object.fromEntries(
    Object.entries(strategies)
      .filter(([, strategy]) => strategy.deriveConstraint.length < 3)
      .map(([key, strategy]) => [
        key,
        {
          ...strategy,
          deriveConstraint: (request: IncomingMessage, context: unknown) =>
            strategy.deriveConstraint(new Proxy(request, {}), context),
        },
      ]),
  );
}

/** Whether two routes have the same constraints. */
export function isSame(one: Constraints, other: Constraints): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}

/** Whether all constraints of one route are those of another. */
export function isPartOf(some: Constraints, all: Constraints): boolean {
  return Object.entries(some).every(([name, value]) => all[name] === value);
}
