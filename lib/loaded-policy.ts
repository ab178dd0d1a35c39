import type { ConfigurationIssues } from './configuration-issues.js';
import type { MergedOptions } from './merge.js';
import { reportMerged, type MergedIssue } from './merged-issue.js';
import type { OriginChecks } from './protocol/origin-checks.js';
import { OriginSource } from './protocol/origin-rules.js';
import type { PolicyOptions } from './protocol/options.js';
import { compilePolicy } from './protocol/policy.js';

/** A policy whose origins are loaded. What is loaded is read as if it were written in its place. */
export class LoadedPolicy {
  /** What its requests are matched with. */
  readonly source = new OriginSource();

  constructor(
    private readonly merged: MergedOptions,
    private readonly checks: OriginChecks,
    private readonly route?: string,
  ) {}

  /**
   * Compiles a list, and notes what is wrong with it.
   *
   * @returns what puts it into effect; an empty list is nobody
   */
  compile(origins: readonly string[], found: ConfigurationIssues): () => void {
    const options = { ...this.merged.options, origin: origins } as PolicyOptions;
    const { policy, issues = [] } = origins.length === 0 ? {} : compilePolicy(options, this.checks);
    for (const issue of issues) this.report(ofRow(issue, origins), found);
    return () => {
      this.source.current = policy?.origins;
    };
  }

  /** Notes what is wrong, at the layer that says where the origins are loaded from. */
  report(issue: MergedIssue, found: ConfigurationIssues): void {
    reportMerged(found, this.merged, issue, this.route);
  }
}

/**
 * Tells of a row where it is and what is wrong with it, and nothing of its text: what is loaded by
 * mistake may be a secret.
 */
function ofRow(
  { value, why, fix, ...issue }: MergedIssue,
  origins: readonly string[],
): MergedIssue {
  const at = origins.indexOf(value as string);
  return {
    ...issue,
    option: at === -1 ? issue.option : `${issue.option}[${at}]`,
    why: `as loaded ${why}`,
    // A quotation or an expression is made of the text. A public suffix is no secret.
    fix: /["/]/.test(fix) ? CORRECT_ROW : fix,
  };
}

const CORRECT_ROW = 'correct this row: a list has serialized origins and patterns';
