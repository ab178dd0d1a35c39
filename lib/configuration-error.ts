import { printed } from './printed.js';
import type { IssueReason, PolicyIssue } from './protocol/issue.js';

/** One thing that is wrong with the CORS configuration of an app. */
export interface CorsConfigurationIssue {
  /** Where: `CorsModule.forRoot`, `policies.partner`, `CatsController`, or `CatsController.create`. */
  readonly target: string;
  readonly option: string;
  readonly value: unknown;
  readonly reason: CorsConfigurationReason;
  /** The whole sentence: where, what, why, and what to do. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
}

/** Why an app does not boot. */
export type CorsConfigurationReason =
  IssueReason | 'policy-unknown' | 'declaration-failed' | 'module-imported-twice';

/** Thrown at boot when the CORS configuration cannot work or is unsafe. It holds every issue found. */
export class CorsConfigurationError extends Error {
  override readonly name = 'CorsConfigurationError';

  constructor(readonly issues: readonly CorsConfigurationIssue[]) {
    const count = issues.length === 1 ? '1 issue' : `${issues.length} issues`;
    super(
      [
        `the CORS configuration has ${count}`,
        ...issues.map(({ message }) => `  - ${message}`),
      ].join('\n'),
    );
  }
}

/** Makes the issue of a target: *where: option value why: what to do*. */
export function issueAt(
  target: string,
  {
    option,
    value,
    reason,
    why,
    fix,
  }: Omit<PolicyIssue, 'reason'> & { reason: CorsConfigurationReason },
): CorsConfigurationIssue {
  return {
    target,
    option,
    value,
    reason,
    message: `${target}: ${option} ${printed(value)} ${why}: ${fix}`,
    fix,
  };
}
