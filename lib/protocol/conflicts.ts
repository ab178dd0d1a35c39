import { patternMeant } from './pattern-meant.js';
import { FirstIssues, type PolicyIssue } from './issue.js';
import type { WrittenOptions } from './option-reader.js';
import { allowsSome, isInsecure } from './insecure-origins.js';
import { parseOrigin, type Origin } from './origin.js';
import type { OriginChecks } from './origin-checks.js';
import { readOriginEntry } from './origin-entry.js';
import { findOpenExpressions } from './open-expressions.js';
import type { WrittenOrigins } from './origin-option.js';
import { spelledRight } from './origin-spelling.js';
import { anchored } from './regexp-source.js';
import { allowsBelow } from './public-suffixes.js';
import type { Boots } from './trial.js';

/** Finds what options, each of them well-formed, must not say together. */
export function findConflicts(
  written: WrittenOptions,
  checks: OriginChecks,
  boots: Boots,
): readonly PolicyIssue[] {
  const suffixes = findPublicSuffixes(written, checks);
  const reported = new Set(suffixes.map(({ value }) => value));
  return [
    ...(written.credentials ? findConflictsWithCredentials(written, checks, boots) : []),
    ...findNullOrigin(written),
    ...suffixes,
    // A wildcard over a public suffix is one of them, and said already.
    ...findOpenExpressions(written, checks, boots).filter(({ value }) => !reported.has(value)),
  ];
}

function findConflictsWithCredentials(
  written: WrittenOptions,
  checks: OriginChecks,
  boots: Boots,
): readonly PolicyIssue[] {
  const { origins, exposedHeaders } = written;
  const conflict = (issue: Omit<PolicyIssue, 'conflictsWith'>) => ({
    ...issue,
    conflictsWith: 'credentials',
  });
  const issues: PolicyIssue[] = [];
  if (origins.rules.any) {
    issues.push(
      conflict({
        option: 'origin',
        value: '*',
        reason: 'origin-any-with-credentials',
        why: 'is any origin, which cannot have credentials',
        fix: 'list the origins, or set credentials: false',
      }),
    );
  }
  if (origins.rules.exact.has('null')) {
    issues.push(
      conflict({
        option: 'origin',
        value: 'null',
        reason: 'origin-null-with-credentials',
        why: 'is an origin that anybody can have, and never gets credentials',
        fix: `remove it, or set credentials: false${boots('null', { credentials: false }) ? '' : ' and dangerouslyAllowNullOrigin: true'}`,
      }),
    );
  }
  issues.push(...insecureOrigins(written, checks, boots).map((issue) => conflict(issue)));
  if (exposedHeaders.includes('*')) {
    issues.push(
      conflict({
        option: 'exposedHeaders',
        value: '*',
        reason: 'exposed-any-with-credentials',
        why: 'is a header called "*" where there are credentials',
        fix: 'name the headers, or set credentials: false',
      }),
    );
  }
  return issues;
}

/** Finds the origins that are not encrypted, and may not have credentials nevertheless. */
function insecureOrigins(
  { origins: { listed, expressions }, dangerouslyAllowInsecureOrigins: allowed }: WrittenOptions,
  checks: OriginChecks,
  boots: Boots,
): readonly PolicyIssue[] {
  const first = new FirstIssues<PolicyIssue>();
  const hasList = typeof allowed === 'object';
  const allow = (exact?: string) => {
    if (exact === undefined) return 'set dangerouslyAllowInsecureOrigins: true';
    return hasList
      ? `add "${exact}" to dangerouslyAllowInsecureOrigins`
      : `set dangerouslyAllowInsecureOrigins: ["${exact}"]`;
  };
  const refuse = (value: unknown, fix: () => string | undefined, exact?: string): void =>
    first.add(() => ({
      option: 'origin',
      value,
      reason: 'origin-insecure',
      why: 'is not encrypted: whoever is on the way could use the credentials',
      fix: [fix(), allow(exact)].filter((way) => way !== undefined).join(', or '),
    }));
  const listedInsecure = listed.filter(({ origin }) => isInsecure(origin));
  for (const { text, origin, subdomains } of listedInsecure) {
    if (allowsSome(allowed, matcherOf(origin, subdomains))) continue;
    const isExact = !subdomains && origin.port !== '*';
    const encrypted = () => {
      const meant = spelledRight(text.replace('http:', 'https:'));
      return meant !== undefined && boots(meant) ? `write "${meant}"` : undefined;
    };
    refuse(text, encrypted, isExact ? text : undefined);
  }
  for (const expression of expressions) {
    const whole = anchored(expression);
    if (allowsSome(allowed, (origin) => whole.test(origin))) continue;
    if (checks.hostEndings(expression)?.takesInsecure) {
      refuse(expression, () => 'begin it with ^https:');
    }
  }
  return first.list();
}

/** Compares origins with one that is listed. */
function matcherOf({ scheme, host, port }: Origin, subdomains: boolean) {
  return (text: string): boolean => {
    const origin = parseOrigin(text);
    if (origin?.scheme !== scheme || (port !== '*' && origin.port !== port)) return false;
    return subdomains ? origin.host.endsWith(`.${host}`) : origin.host === host;
  };
}

function findNullOrigin(written: WrittenOptions): readonly PolicyIssue[] {
  const { credentials, origins, dangerouslyAllowNullOrigin } = written;
  if (!origins.rules.exact.has('null') || credentials || dangerouslyAllowNullOrigin) return [];
  return [
    {
      option: 'origin',
      value: 'null',
      reason: 'origin-null',
      why: 'is an origin that anybody can have: a sandboxed frame is enough',
      fix: 'remove it, or set dangerouslyAllowNullOrigin: true',
    },
  ];
}

function findPublicSuffixes(written: WrittenOptions, checks: OriginChecks): readonly PolicyIssue[] {
  return wildcards(written.origins).flatMap(([value, host]): PolicyIssue[] => {
    const suffix = checks.publicSuffix(host);
    if (suffix === undefined || allowsBelow(written.dangerouslyAllowPublicSuffixes, host))
      return [];
    return [
      {
        option: 'origin',
        value,
        reason: 'origin-public-suffix',
        why: `is a wildcard over ${suffix}`,
        fix: `name what is yours below it, or ${allowSuffix(written, host)}`,
      },
    ];
  });
}

function allowSuffix({ dangerouslyAllowPublicSuffixes: allowed }: WrittenOptions, host: string) {
  return allowed === false || allowed === true || allowed.length === 0
    ? `set dangerouslyAllowPublicSuffixes: ['${host}']`
    : `add '${host}' to dangerouslyAllowPublicSuffixes`;
}

/** What stands for any subdomain, and of which host. An expression is what it seems to mean. */
function wildcards({ listed, expressions }: WrittenOrigins): readonly [unknown, string][] {
  return [
    ...listed
      .filter(({ subdomains }) => subdomains)
      .map(({ text, origin }): [unknown, string] => [text, origin.host]),
    ...expressions.flatMap((expression): [unknown, string][] => {
      const meaning = readOriginEntry(patternMeant(expression.source) ?? '');
      const isWildcard = meaning?.kind === 'pattern' && meaning.subdomains;
      return isWildcard ? [[expression, meaning.origin.host]] : [];
    }),
  ];
}
