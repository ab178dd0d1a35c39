import type { PolicyIssue } from './issue.js';
import type { WrittenOptions } from './option-reader.js';
import { isLoopback } from './origin.js';
import type { OriginChecks } from './origin-checks.js';

/** Finds what options, each of them well-formed, must not say together. */
export function findConflicts(
  written: WrittenOptions,
  checks: OriginChecks,
): readonly PolicyIssue[] {
  return [
    ...(written.credentials ? findConflictsWithCredentials(written) : []),
    ...findNullOrigin(written),
    ...findPublicSuffixes(written, checks),
  ];
}

function findConflictsWithCredentials(written: WrittenOptions): readonly PolicyIssue[] {
  const { origins, exposedHeaders, dangerouslyAllowInsecureOrigins } = written;
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
        fix: 'remove it, or set credentials: false',
      }),
    );
  }
  for (const { text, origin } of dangerouslyAllowInsecureOrigins ? [] : origins.listed) {
    if (origin.scheme !== 'http' || isLoopback(origin.host)) continue;
    issues.push(
      conflict({
        option: 'origin',
        value: text,
        reason: 'origin-insecure',
        why: 'is not encrypted: whoever is on the way could use the credentials',
        fix: `write "${text.replace('http:', 'https:')}", or set dangerouslyAllowInsecureOrigins: true`,
      }),
    );
  }
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
  if (written.dangerouslyAllowPublicSuffixes) return [];
  return written.origins.listed.flatMap(({ text, origin, subdomains }): PolicyIssue[] => {
    const suffix = subdomains ? checks.publicSuffix(origin.host) : undefined;
    if (suffix === undefined) return [];
    return [
      {
        option: 'origin',
        value: text,
        reason: 'origin-public-suffix',
        why: `is a wildcard over ${suffix}`,
        fix: 'name what is yours below it, or set dangerouslyAllowPublicSuffixes: true',
      },
    ];
  });
}
