import type { Case, Expect } from './case.js';
import { faultsOf } from './expectations.js';
import type { Answer } from './wire.js';

/** What has become of a case with an engine. */
export interface Verdict {
  readonly result: 'passed' | 'failed' | 'cannot be expressed' | 'not asked';
  readonly faults: readonly string[];
  /** What a refused request leaks. `undefined` where nobody looks. */
  readonly leaks?: readonly string[];
}

/** Judges one answer. */
export function verdictOf(one: Case, isOurs: boolean, answer: Answer): Verdict {
  const expect = { ...one.expect, ...(isOurs && one.contract) };
  let faults = faultsOf(expect, answer, one);
  if (faults.length > 0 && one.level === 'DECISION' && isSafe(expect, answer, one)) faults = [];
  return {
    result: faults.length === 0 ? 'passed' : 'failed',
    faults,
    ...(expect.strict && { leaks: faultsOf(expect.strict, answer, one) }),
  };
}

/** A refusal is safe, and so is what a browser takes for the expected answer. */
function isSafe(expect: Expect, answer: Answer, one: Case): boolean {
  const { acamIncludes: _, ...rest } = expect;
  const asBrowsersRead = faultsOf(rest, answer, one);
  const refusal = faultsOf({ silent: true }, answer, one);
  return asBrowsersRead.length === 0 || refusal.length === 0;
}

/** Judges an app that has not booted. */
export function bootVerdict({ expect }: Case, error: unknown): Verdict {
  const isExpected = expect.outcome === 'config-error' || expect.orConfigError === true;
  return isExpected
    ? { result: 'passed', faults: [] }
    : { result: 'failed', faults: [`does not boot: ${String(error)}`] };
}
