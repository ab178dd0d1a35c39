import { readBoolean, type Allowed } from './allowed-list.js';
import { readAllowedHeaders, readExposedHeaders } from './header-names.js';
import { readAllowedInsecure } from './insecure-origins.js';
import type { PolicyIssue, Report } from './issue.js';
import { readMethods } from './methods.js';
import type { PolicyOptions } from './options.js';
import type { OriginChecks } from './origin-checks.js';
import { NO_ORIGINS, readOrigins, type WrittenOrigins } from './origin-option.js';
import type { Boots } from './trial.js';
import { readAllowedSuffixes } from './public-suffixes.js';

/** Options, each of them read and found well-formed or reported. Together they may still conflict. */
export interface WrittenOptions {
  readonly origins: WrittenOrigins;
  readonly methods: readonly string[] | '*' | undefined;
  readonly allowedHeaders: readonly string[] | undefined;
  readonly exposedHeaders: readonly string[];
  readonly credentials: boolean;
  readonly maxAge: number | undefined;
  readonly optionsSuccessStatus: number;
  readonly preflightContinue: boolean;
  readonly originTimeout: number;
  readonly dangerouslyAllowNullOrigin: boolean;
  readonly dangerouslyAllowInsecureOrigins: Allowed;
  readonly dangerouslyAllowPublicSuffixes: Allowed;
}

/** Says whether an `origin` option grants anything: `false` switches off, `undefined` says nothing. */
export function namesOrigins(origin: PolicyOptions['origin']): boolean {
  return origin !== undefined && origin !== false;
}

/** Reads every option of a policy by itself, and reports what is not well-formed. */
export function readOptions(
  options: PolicyOptions,
  report: Report,
  checks: OriginChecks,
  boots: Boots,
): WrittenOptions {
  const flag = (option: keyof PolicyOptions): boolean =>
    readBoolean(option, options[option], report);
  return {
    origins: namesOrigins(options.origin)
      ? readOrigins(options.origin, report, checks, boots)
      : NO_ORIGINS,
    methods: readMethods(options.methods, report),
    allowedHeaders: readAllowedHeaders(options.allowedHeaders, report),
    exposedHeaders: readExposedHeaders(options.exposedHeaders, report) ?? [],
    credentials: flag('credentials'),
    maxAge: readInteger(options.maxAge, report, MAX_AGE),
    optionsSuccessStatus: readInteger(options.optionsSuccessStatus, report, STATUS) ?? 204,
    preflightContinue: flag('preflightContinue'),
    originTimeout: readInteger(options.originTimeout, report, TIMEOUT) ?? DEFAULT_ORIGIN_TIMEOUT,
    dangerouslyAllowNullOrigin: flag('dangerouslyAllowNullOrigin'),
    dangerouslyAllowInsecureOrigins: readAllowedInsecure(
      options.dangerouslyAllowInsecureOrigins,
      report,
    ),
    dangerouslyAllowPublicSuffixes: readAllowedSuffixes(
      options.dangerouslyAllowPublicSuffixes,
      report,
    ),
  };
}

/** The whole numbers that an option may be. */
export interface Range<Reason = PolicyIssue['reason']> {
  readonly option: string;
  readonly least: number;
  readonly most: number;
  readonly unit: string;
  readonly reason: Reason;
}

/** How long an origin function may take where no layer has the option, in milliseconds. */
export const DEFAULT_ORIGIN_TIMEOUT = 5000;

const MAX_AGE: Range = {
  option: 'maxAge',
  least: -1,
  most: 86_400,
  unit: 'seconds',
  reason: 'max-age-out-of-range',
};
const STATUS: Range = {
  option: 'optionsSuccessStatus',
  least: 200,
  most: 299,
  unit: 'a status',
  reason: 'status-out-of-range',
};
const TIMEOUT: Range = {
  option: 'originTimeout',
  least: 1,
  most: 60_000,
  unit: 'milliseconds',
  reason: 'timeout-out-of-range',
};

/** Reads a whole number, if there is one, and reports what is none or is out of range. */
export function readInteger<Reason extends string>(
  value: unknown,
  report: (
    issue: Omit<PolicyIssue, 'reason'> & { readonly reason: NoInfer<Reason> | 'wrong-type' },
  ) => void,
  range: Range<Reason>,
): number | undefined {
  const { option, least, most, unit, reason } = range;
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) {
    return value;
  }
  report({
    option,
    value,
    reason: typeof value === 'number' ? reason : 'wrong-type',
    why: typeof value === 'number' ? 'is out of range' : 'is not a number',
    fix: `write a whole number from ${least} to ${most} (${unit})`,
  });
  return undefined;
}
