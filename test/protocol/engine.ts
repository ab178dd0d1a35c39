import { originChecks } from '../../lib/origin-checks.js';
import { decideActual } from '../../lib/protocol/actual.js';
import type { Decision, PreflightDecision } from '../../lib/protocol/decision.js';
import type { PolicyOptions } from '../../lib/protocol/options.js';
import { judgeOrigin, type OriginVerdict } from '../../lib/protocol/origin-verdict.js';
import { compilePolicy, type CorsPolicy } from '../../lib/protocol/policy.js';
import { decidePreflight, type Resource } from '../../lib/protocol/preflight.js';

/** What a policy grants and why, with the exact fields that leave. */
export interface Answer {
  readonly granted: boolean;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface PreflightAnswer extends Answer {
  readonly status: number;
  readonly header?: string;
}

/** Compiles options that are expected to be in order. */
export function compile(options: PolicyOptions): CorsPolicy {
  const { policy, issues } = compilePolicy(options, originChecks);
  if (policy === undefined) throw new Error(issues.map(({ reason }) => reason).join());
  return policy;
}

/** Judges an origin with rules that are written down, which never takes a promise. */
export function judge(policy: CorsPolicy, origin: string | undefined): OriginVerdict {
  const verdict = judgeOrigin(policy.origins, origin, {}, policy.originTimeout);
  if (verdict instanceof Promise) throw new Error('a promise');
  return verdict;
}

export function actual(policy: CorsPolicy, origin?: string): Answer {
  return withFields(decideActual(policy, origin, judge(policy, origin)));
}

export function preflight(
  policy: CorsPolicy,
  origin: string,
  method: string,
  headers?: string,
  resource: Resource = pathWith([]),
): PreflightAnswer {
  const asked = { origin, method, headers };
  const decision: PreflightDecision = decidePreflight(
    policy,
    asked,
    judge(policy, origin),
    resource,
  );
  return withFields(decision);
}

/** A path where controllers serve `methods`; those in `elsewhere` have another policy. */
export function pathWith(methods: readonly string[], elsewhere: readonly string[] = []): Resource {
  return {
    methods: () => methods,
    shares: (method) => !elsewhere.includes(method),
    isUniform: () => elsewhere.length === 0,
  };
}

function withFields<D extends Decision>(decision: D) {
  const names = decision.headers.map(([name]) => name);
  if (new Set(names).size < names.length) throw new Error(`a header twice: ${names.join()}`);
  return { ...decision, headers: Object.fromEntries(decision.headers) };
}
