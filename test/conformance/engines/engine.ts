import type { Config } from '../case.js';

/** Something that answers for an app, set up as its own documentation offers. */
export interface Engine {
  readonly name: string;
  /** Whether it is this library, which has to pass. */
  readonly isOurs: boolean;
  /** The packages at work, for their versions; `a > b` is the `b` that `a` brings. */
  readonly packages: readonly string[];
  /** Makes its options for a configuration, or throws {@link CannotExpress}. */
  prepare(config: Config | null): Prepared;
}

/** An app that is not started yet. */
export interface Prepared {
  /** What the engine is given, so that a case can freeze it, or change it later. */
  readonly options: object;
  start(): Promise<RunningApp>;
}

export interface RunningApp {
  readonly port: number;
  close(): Promise<unknown>;
}

/** A configuration that an engine has no words for. */
export class CannotExpress extends Error {}
