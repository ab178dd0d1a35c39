/** How much is measured. */
export interface Effort {
  /** How often everything is measured; what is compared takes turns. */
  readonly rounds: number;
  /** How many requests an app gets in a round, one kind at a time. */
  readonly requests: number;
  /** How many rounds' requests it gets before: V8 compiles what is called often. */
  readonly warmUp: number;
  /** The controllers of a large app. */
  readonly controllers: number;
  /** How often an app is started. */
  readonly boots: number;
  /** How long an engine decides about one request in a round, in milliseconds, at least. */
  readonly milliseconds: number;
  /** How many origins a policy has, at most. */
  readonly origins: number;
}

/** What docs/benchmarks.md is written from. */
export const full: Effort = {
  rounds: 14,
  requests: 300,
  warmUp: 14,
  controllers: 500,
  boots: 3,
  milliseconds: 5,
  origins: 1_000_000,
};

/** Enough to see that everything works, and what is slow by a lot. */
export const quick: Effort = {
  rounds: 1,
  requests: 40,
  warmUp: 4,
  controllers: 5,
  boots: 1,
  milliseconds: 1,
  origins: 400,
};
