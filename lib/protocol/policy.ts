import { findConflicts } from './conflicts.js';
import { ACAC, ACAO, ACEH, ACMA, VARY, type HeaderField } from './header.js';
import { FirstIssues, type IssueReason, type PolicyIssue } from './issue.js';
import { bare, type PolicyOptions } from './options.js';
import { namesOrigins, readOptions, type WrittenOptions } from './option-reader.js';
import type { OriginChecks } from './origin-checks.js';
import { confirmedExpressions } from './origin-expression.js';
import type { OriginRules } from './origin-rules.js';
import { NOTHING_BOOTS, type Boots } from './trial.js';
import { VARY_ACTUAL, VARY_PREFLIGHT } from './vary.js';

/**
 * Options, merged, validated, compiled and frozen. Whatever is the same for every request has been
 * computed; a request only looks things up.
 */
export interface CorsPolicy {
  readonly origins: OriginRules;
  readonly originTimeout: number;
  readonly credentials: boolean;
  /** `undefined`: the methods that controllers serve. */
  readonly methods: readonly string[] | '*' | undefined;
  /** The methods as the value of a header, where they are listed. */
  readonly methodsValue: string;
  readonly allowedHeaders: AllowedHeaders;
  readonly preflightContinue: boolean;
  readonly optionsSuccessStatus: number;
  /** The fields of a granted actual response, but for the ACAO that depends on the request. */
  readonly actualHeaders: readonly HeaderField[];
  /** The fields of a refused actual response. */
  readonly refusedActualHeaders: readonly HeaderField[];
  /** The fields of a granted preflight that are the same for every request. */
  readonly preflightHeaders: readonly HeaderField[];
  readonly refusedPreflightHeaders: readonly HeaderField[];
}

/** Which request headers a preflight is granted. */
export interface AllowedHeaders {
  /** Lower-cased. */
  readonly names: ReadonlySet<string>;
  /** Whether names beyond `names` are allowed; then what was asked for is what is answered. */
  readonly others: boolean;
  /** Whether `authorization` is one of those others (R46). */
  readonly authorization: boolean;
  /** The names as the value of a header, where there are no others. */
  readonly value: string;
}

/** A policy, or everything that keeps the options from becoming one. */
export type Compiled =
  | { readonly policy: CorsPolicy; readonly issues?: never }
  | { readonly policy?: never; readonly issues: readonly PolicyIssue[] };

/**
 * Compiles merged options. Options that are invalid, alone or together, never become a policy:
 * every issue is returned instead (R12). The options are not kept (R13).
 */
export function compilePolicy(given: PolicyOptions, checks: OriginChecks): Compiled {
  const options = bare(given);
  const { written, issues } = readPolicy(options, checks, trialOf(options, checks));
  if (!namesOrigins(options.origin)) issues.push(NO_ORIGIN);
  issues.push(...firstOfEach(findConflicts(written, checks, trialOf(options, checks))));
  return issues.length > 0 ? { issues } : { policy: freezePolicy(written, checks) };
}

function readPolicy(options: PolicyOptions, checks: OriginChecks, boots: Boots) {
  const issues: PolicyIssue[] = [];
  return { written: readOptions(options, (issue) => issues.push(issue), checks, boots), issues };
}

/** Tries origins beside the options that decide which origins a policy may have. */
function trialOf(options: PolicyOptions, checks: OriginChecks): Boots {
  return (origin, others = {}) => {
    const beside = {
      // A flag that is misspelt was meant to be set: with it, fewer origins boot.
      credentials: Boolean(options.credentials),
      dangerouslyAllowNullOrigin: options.dangerouslyAllowNullOrigin,
      dangerouslyAllowInsecureOrigins: options.dangerouslyAllowInsecureOrigins,
      dangerouslyAllowPublicSuffixes: options.dangerouslyAllowPublicSuffixes,
    };
    const tried = bare({ ...beside, ...others, origin });
    const { written, issues } = readPolicy(tried, checks, NOTHING_BOOTS);
    issues.push(...findConflicts(written, checks, NOTHING_BOOTS));
    return issues.every(({ option }) => option !== 'origin');
  };
}

/** A list of origins may have the same conflict all over. */
function firstOfEach(conflicts: readonly PolicyIssue[]): readonly PolicyIssue[] {
  const kinds = new Map<IssueReason, FirstIssues<PolicyIssue>>();
  for (const issue of conflicts) {
    const kind = kinds.get(issue.reason) ?? new FirstIssues<PolicyIssue>();
    kind.add(() => issue);
    kinds.set(issue.reason, kind);
  }
  return [...kinds.values()].flatMap((kind) => kind.list());
}

/**
 * Checks the options of one layer by themselves: what is wrong here is wrong whatever they are
 * merged with.
 */
export function checkOptions(options: PolicyOptions, checks: OriginChecks): readonly PolicyIssue[] {
  return readPolicy(bare(options), checks, trialOf(options, checks)).issues;
}

const NO_ORIGIN: PolicyIssue = {
  option: 'origin',
  value: undefined,
  reason: 'origin-missing',
  why: 'is set at no layer, and nothing becomes "*" unless somebody writes "*"',
  fix: 'name the origins, here or in CorsModule.forRoot',
};

function freezePolicy(written: WrittenOptions, checks: OriginChecks): CorsPolicy {
  const { rules } = written.origins;
  const fields = (...list: (HeaderField | false | undefined)[]): readonly HeaderField[] =>
    Object.freeze(list.flatMap((field) => (field ? [Object.freeze(field)] : [])));
  const anyOrigin: HeaderField | false = rules.any && [ACAO, '*'];
  const credentials: HeaderField | false = written.credentials && [ACAC, 'true'];
  const exposed = written.exposedHeaders.join(',');
  const varyActual: HeaderField | false = !rules.any && [VARY, VARY_ACTUAL];
  const varyPreflight: HeaderField | false = !rules.any && [VARY, VARY_PREFLIGHT];
  return Object.freeze({
    // Never, where the opaque origin would get credentials (R5).
    origins: Object.freeze({
      ...rules,
      allowsNull: written.dangerouslyAllowNullOrigin && !written.credentials,
      ...insecureOf(written),
      expressions: Object.freeze(confirmedExpressions(written, checks)),
    }),
    originTimeout: written.originTimeout,
    credentials: written.credentials,
    methods: Object.freeze(written.methods),
    methodsValue: [written.methods ?? []].flat().join(','),
    allowedHeaders: Object.freeze(allowedHeaders(written.allowedHeaders)),
    preflightContinue: written.preflightContinue,
    optionsSuccessStatus: written.optionsSuccessStatus,
    actualHeaders: fields(anyOrigin, credentials, exposed !== '' && [ACEH, exposed], varyActual),
    refusedActualHeaders: fields(varyActual),
    preflightHeaders: fields(
      anyOrigin,
      credentials,
      written.maxAge !== undefined && [ACMA, String(Math.max(0, written.maxAge))],
      varyPreflight,
    ),
    refusedPreflightHeaders: fields(varyPreflight),
  });
}

/** A list is for those origins alone; without one, nothing has to be looked up. */
function insecureOf({
  credentials,
  dangerouslyAllowInsecureOrigins: allowed,
}: WrittenOptions): Pick<OriginRules, 'insecure'> {
  return credentials && typeof allowed === 'object' ? { insecure: new Set(allowed) } : {};
}

function allowedHeaders(written: readonly string[] | undefined): AllowedHeaders {
  const lowerCased = (written ?? []).map((name) => name.toLowerCase());
  const names = new Set(lowerCased.filter((name) => name !== '*'));
  const others = written === undefined || lowerCased.includes('*');
  return {
    names,
    others,
    authorization: written === undefined,
    value: others ? '' : [...names].join(','),
  };
}
