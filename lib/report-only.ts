import type { IncomingMessage } from 'node:http';
import type { CorsOptions } from './cors-options.js';
import type { MergedOptions } from './merge.js';
import { bare } from './protocol/options.js';
import { judgeOrigin, type OriginVerdict } from './protocol/origin-verdict.js';
import type { CorsPolicy } from './protocol/policy.js';

/** Lays what `reportOnly` says over the options that it stands beside. */
export function reportOnlyOf({
  options,
  sources,
  targets,
}: MergedOptions): MergedOptions | undefined {
  const { reportOnly, ...effective } = options;
  const place = sources.get('reportOnly');
  if (!reportOnly || place === undefined) return undefined;
  const said = Object.entries(reportOnly).filter(([, value]) => value !== undefined);
  const names = said.map(([name]) => name as keyof CorsOptions);
  return {
    options: bare({ ...effective, ...Object.fromEntries(said) }),
    sources: new Map([...sources, ...names.map((name) => [name, place] as const)]),
    targets,
    reportOnly: new Set(names),
  };
}

/** Says of an option that is wrong that it stands in `reportOnly`. */
export function inReportOnly<Issue extends { readonly option: string }>(issue: Issue): Issue {
  const option = issue.option === 'options' ? 'reportOnly' : `reportOnly.${issue.option}`;
  return { ...issue, option };
}

const ORIGIN_ALLOWED: OriginVerdict = { granted: true, reason: 'origin-allowed' };

/**
 * Judges the origin of a request that has been granted by a report-only policy. An origin function
 * that both policies have is not asked twice.
 */
export function judgeReportOnly(
  policy: CorsPolicy,
  request: IncomingMessage,
  hasOwnOrigin: boolean,
): OriginVerdict | Promise<OriginVerdict> {
  const { origin } = request.headers;
  // Other options may keep the opaque origin out.
  if (!hasOwnOrigin && origin !== 'null') return ORIGIN_ALLOWED;
  return judgeOrigin(policy.origins, origin, request, policy.originTimeout);
}
