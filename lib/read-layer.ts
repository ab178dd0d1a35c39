import type { ModuleRef } from '@nestjs/core';
import type { FoundIssue } from './configuration-issues.js';
import type { CorsOptions } from './cors-options.js';
import { readLayerOptions } from './layer-options.js';
import { explainOrigin, isWrittenDown } from './origin-option.js';
import type { OriginChecks } from './protocol/origin-checks.js';
import { bare, type PolicyOptions } from './protocol/options.js';
import { checkOptions } from './protocol/policy.js';
import { inReportOnly } from './report-only.js';

/** The options of a layer, and what is wrong with them by themselves. */
export interface ReadLayer {
  readonly options: CorsOptions;
  readonly issues: readonly FoundIssue[];
}

/** Reads what one layer was given for options, and what it would have reported. */
export function readLayer(value: unknown, moduleRef: ModuleRef, checks: OriginChecks): ReadLayer {
  const layer = readOptions(value, moduleRef, checks);
  const { reportOnly } = layer.options;
  if (reportOnly === undefined || reportOnly === false) return layer;
  const beside = readOptions(reportOnly, moduleRef, checks);
  const { reportOnly: nested, ...options } = beside.options;
  const issues = [...beside.issues, ...(nested === undefined ? [] : [NESTED])].map(inReportOnly);
  return {
    options: bare({ ...layer.options, reportOnly: bare(options) }),
    issues: [...layer.issues, ...issues],
  };
}

function readOptions(value: unknown, moduleRef: ModuleRef, checks: OriginChecks): ReadLayer {
  const issues: FoundIssue[] = [];
  const options = readLayerOptions(value, (issue) => issues.push(issue));
  const { origin, ...others } = options;
  issues.push(...explainOrigin(origin, moduleRef));
  const written = isWrittenDown(origin) ? (options as PolicyOptions) : others;
  issues.push(...checkOptions(written, checks));
  return { options, issues };
}

const NESTED: FoundIssue = {
  option: 'reportOnly',
  reason: 'option-unknown',
  why: 'is set, but nothing is reported beside what is only reported',
  fix: 'remove it',
};
