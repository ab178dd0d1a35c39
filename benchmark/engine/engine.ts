import type { IncomingMessage } from 'node:http';
import type { EnginePolicy } from './policy.js';

/** Something that decides about CORS and writes the headers, driven by itself: no app, no socket. */
export interface Engine {
  readonly name: string;
  /** Whether it refuses what is excessive: its peers grant it, and browsers read on. */
  readonly isStrict?: boolean;
  /** Makes ready to answer requests under a policy. */
  prepare(policy: EnginePolicy): Prepared;
}

/** An engine with a policy. */
export interface Prepared {
  /** Makes ready for a request. */
  exchange(request: IncomingMessage): Exchange<object> | Promise<Exchange<object>>;
}

/** The answers of an engine to one request, over and over. */
export interface Exchange<Response extends object> {
  /** Makes a response that nobody has touched. This is not measured. */
  fresh(): Response;
  /** Decides, and writes the headers. This is measured. */
  answer(response: Response): unknown;
  /** The headers that were written. `answered` is what `answer` returned or resolved with. */
  headersOf(response: Response, answered: unknown): Record<string, unknown>;
}
