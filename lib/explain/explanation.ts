import type { HeaderField } from '../protocol/header.js';
import { visible } from '../visible.js';
import type { CorsFix } from './change.js';
import type { CorsUnserved } from './unserved.js';

/** What a browser would do with a request, and why. Plain data, frozen; `String()` prints it. */
export interface CorsExplanation {
  /**
   * Where no controller serves the request, and no entry of `paths` is for it: what controllers serve
   * instead. Look at it first: whoever asks for a path that nobody serves is told of another policy.
   */
  readonly unserved?: CorsUnserved;
  /** Whether the script gets to read the response. */
  readonly granted: boolean;
  /** What is done, in order, up to the step that fails. */
  readonly steps: readonly CorsStep[];
  /** The answer to the preflight; absent if none is needed. */
  readonly preflight?: CorsAnswer;
  /** What the actual response carries; also where the browser does not send the request. */
  readonly actual: Omit<CorsAnswer, 'status'>;
  /** The smallest change that would grant a request that is not. */
  readonly fix?: CorsFix;
  /** Prints it for a terminal. */
  toString(): string;
}

/** What the library answers. */
export interface CorsAnswer {
  /** Absent where the app answers. */
  readonly status?: number;
  /** Every `Access-Control-*` header, and `Vary`: exactly those that the library sends. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A step of a browser, or a check of the server. */
export interface CorsStep {
  readonly step: CorsStepName;
  /** Where the standard has it. */
  readonly spec: string;
  /** `noted` is what grants and refuses nothing by itself. */
  readonly verdict: 'passed' | 'failed' | 'noted';
  readonly detail: string;
}

const SPEC = {
  method: 'methods',
  'request headers': 'forbidden-request-header',
  'same origin': 'concept-main-fetch',
  'preflight needed': 'concept-http-fetch',
  'preflight: route': 'http-cors-protocol',
  'preflight: origin': 'http-access-control-allow-origin',
  'preflight: method': 'http-access-control-request-method',
  'preflight: headers': 'http-access-control-request-headers',
  'preflight: CORS check': 'concept-cors-check',
  'preflight: status': 'ok-status',
  'preflight: method allowed': 'http-access-control-allow-methods',
  'preflight: headers allowed': 'http-access-control-allow-headers',
  route: 'http-cors-protocol',
  origin: 'http-access-control-allow-origin',
  'CORS check': 'concept-cors-check',
  'exposed headers': 'http-access-control-expose-headers',
} as const;

/** The steps: those of a preflight come before those of the actual request. */
export type CorsStepName = keyof typeof SPEC;

/** Notes steps as they are taken, and whether one has failed. */
export class Steps {
  readonly taken: CorsStep[] = [];

  get failed(): boolean {
    return this.taken.some(({ verdict }) => verdict === 'failed');
  }

  note(step: CorsStepName, detail: string): void {
    this.take(step, 'noted', detail);
  }

  pass(step: CorsStepName, detail: string): void {
    this.take(step, 'passed', detail);
  }

  fail(step: CorsStepName, detail: string): void {
    this.take(step, 'failed', detail);
  }

  /** Passes a check that finds nothing wrong. */
  check(step: CorsStepName, failure: string | undefined, passed: string): void {
    if (failure === undefined) this.pass(step, passed);
    else this.fail(step, failure);
  }

  private take(step: CorsStepName, verdict: CorsStep['verdict'], detail: string): void {
    const spec = `https://fetch.spec.whatwg.org/#${SPEC[step]}`;
    this.taken.push(Object.freeze({ step, spec, verdict, detail: visible(detail) }));
  }
}

/** Header fields by name. */
export function byName(fields: readonly HeaderField[]): Readonly<Record<string, string>> {
  return Object.freeze(Object.fromEntries(fields));
}
