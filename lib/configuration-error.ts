import type { IssueReason } from './protocol/issue.js';

/** Why an app does not boot although its options are valid: it is not proved that they apply. */
export type CorsBootReason =
  | 'module-of-another-app'
  | 'framework-unsupported'
  | 'guard-missing'
  | 'entrance-missing'
  | 'route-missing'
  | 'route-not-found';

/** Why an app does not boot. */
export type CorsConfigurationReason =
  | IssueReason
  | 'option-unknown'
  | 'option-unreadable'
  | 'origin-provider'
  | 'origin-load'
  | 'refresh-out-of-range'
  | 'cache-out-of-range'
  | 'policy-unknown'
  | 'path-malformed'
  | 'path-twice'
  | 'declaration-failed'
  | 'module-imported-twice'
  | CorsBootReason
  | 'cors-enabled-elsewhere';

/** One thing that is wrong with the CORS configuration of an app. */
export interface CorsConfigurationIssue {
  /**
   * Where: `CorsModule.forRoot`, `policies.partner`, `paths["/graphql"]`, `CatsController`, or
   * `CatsController.create`.
   */
  readonly target: string;
  readonly option: string;
  /**
   * The value, as far as it may be told: absent where it could be a secret. An object never is, nor
   * the value of an unknown option, nor what a loader returns; a text may be shortened with `…`.
   */
  readonly value?: unknown;
  readonly reason: CorsConfigurationReason;
  /** The whole sentence: where, what, why, and what to do. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
  /** The routes that have it from there, other than the target itself. */
  readonly routes: readonly string[];
  /** How many more of the kind there are, where a list is wrong all over; they are not listed. */
  readonly more?: number;
}

/** Thrown at boot when the CORS configuration cannot work or is unsafe. It holds every issue found. */
export class CorsConfigurationError extends Error {
  override readonly name = 'CorsConfigurationError';
  declare readonly issues: readonly CorsConfigurationIssue[];

  constructor(issues: readonly CorsConfigurationIssue[]) {
    super(report(issues));
    // Not enumerable: Node prints what is, and the message has said it all.
    Object.defineProperty(this, 'issues', { value: issues });
  }
}

/** The issues for a terminal: by target, one line each. */
function report(issues: readonly CorsConfigurationIssue[]): string {
  const all = issues.reduce((sum, { more = 0 }) => sum + 1 + more, 0);
  const count = all === 1 ? '1 issue' : `${all} issues`;
  const targets = new Map<string, CorsConfigurationIssue[]>();
  for (const issue of issues) {
    const known = targets.get(issue.target) ?? [];
    known.push(issue);
    targets.set(issue.target, known);
  }
  return [
    `the CORS configuration has ${count}, and the app does not start`,
    ...[...targets].flatMap(([target, here]) => [
      '',
      `  ${target}`,
      ...here.map(({ message }) => `    - ${message.slice(`${target}: `.length)}`),
    ]),
    '',
  ].join('\n');
}
