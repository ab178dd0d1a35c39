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
  | 'path-upstream'
  | 'declaration-failed'
  | 'decorator-misplaced'
  | 'module-imported-twice'
  | CorsBootReason
  | 'cors-enabled-elsewhere';

/** One thing that is wrong with the CORS configuration of an app. */
export interface CorsConfigurationIssue {
  /**
   * Where: `CorsModule.forRoot`, `policies.partner`, `paths["/graphql"]`, `CatsController`, or
   * `CatsController.create`.
   */
  readonly source: string;
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
  /** The routes that have it from there, other than the source itself. */
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

/** The issues for a terminal: by source, one line each. */
function report(issues: readonly CorsConfigurationIssue[]): string {
  const all = issues.reduce((sum, { more = 0 }) => sum + 1 + more, 0);
  const count = all === 1 ? '1 issue' : `${all} issues`;
  const sources = new Map<string, CorsConfigurationIssue[]>();
  for (const issue of issues) {
    const known = sources.get(issue.source) ?? [];
    known.push(issue);
    sources.set(issue.source, known);
  }
  return [
    `the CORS configuration has ${count}, and the app does not start`,
    ...[...sources].flatMap(([source, here]) => [
      '',
      `  ${source}`,
      ...here.map(({ message }) => `    - ${message.slice(`${source}: `.length)}`),
    ]),
    '',
  ].join('\n');
}
