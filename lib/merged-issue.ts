import type { ConfigurationIssues, FoundIssue } from './configuration-issues.js';
import { optionOf } from './configuration-issues.js';
import type { CorsOptions } from './cors-options.js';
import type { MergedOptions } from './merge.js';
import { ROOT } from './place.js';
import { inReportOnly } from './report-only.js';

/** What is wrong with merged options, and the other option, where each by itself is right. */
export interface MergedIssue extends FoundIssue {
  readonly conflictsWith?: string;
}

/**
 * Notes what is wrong with merged options at the innermost of the layers that it comes from.
 *
 * @param route the route that has them; absent for a policy by itself
 */
export function reportMerged(
  found: ConfigurationIssues,
  { options, sources, targets, reportOnly }: MergedOptions,
  { conflictsWith, ...issueAlone }: MergedIssue,
  route?: string,
): void {
  const merged = { ...issueAlone, tried: options.credentials === true ? 2 : 1 } as const;
  const sourceOf = (option: string) => sources.get(option as keyof CorsOptions);
  const placed = <Issue extends { readonly option: string }>(issue: Issue): Issue =>
    reportOnly?.has(optionOf(issue)) ? inReportOnly(issue) : issue;
  const issue = placed(merged);
  const source = sourceOf(optionOf(merged)) ?? targets.at(-1) ?? ROOT;
  const other = conflictsWith === undefined ? undefined : sourceOf(conflictsWith);
  if (conflictsWith === undefined || other === undefined || other === source) {
    found.report(source, issue, route);
    return;
  }
  const innermost = targets.findLast((target) => target === source || target === other);
  const between = [
    { option: issue.option, source },
    placed({ option: conflictsWith, source: other }),
  ] as const;
  found.report(innermost ?? source, { ...issue, between }, route);
}
