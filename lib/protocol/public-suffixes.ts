import { FirstIssues, type PolicyIssue, type Report } from './issue.js';
import { parseOrigin } from './origin.js';

/** Whether wildcards may stand over public suffixes: over all of them, over these, or over none. */
export type AllowedSuffixes = boolean | readonly string[];

/** Reads `dangerouslyAllowPublicSuffixes`, and reports what is neither a boolean nor a list of hosts. */
export function readAllowedSuffixes(value: unknown, report: Report): AllowedSuffixes {
  const option = 'dangerouslyAllowPublicSuffixes';
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  if (!Array.isArray(value)) {
    report({
      option,
      value,
      reason: 'wrong-type',
      why: 'is not a boolean',
      fix: 'write true or false; an environment variable is a string',
    });
    return false;
  }
  const suffixes: string[] = [];
  const faults = new FirstIssues<PolicyIssue>();
  for (const member of value as unknown[]) {
    if (isHost(member)) {
      suffixes.push(member);
      continue;
    }
    faults.add(() => ({
      option,
      value: member,
      reason: 'wrong-type',
      why: 'is not a public suffix',
      fix: 'write the suffix alone, such as "vercel.app"',
    }));
  }
  faults.list().forEach(report);
  return suffixes;
}

/** Returns whether a wildcard may stand over a host: the host or one above it is allowed. */
export function allowsBelow(allowed: AllowedSuffixes, host: string): boolean {
  if (typeof allowed === 'boolean') return allowed;
  return allowed.some((suffix) => host === suffix || host.endsWith(`.${suffix}`));
}

/** Cuts the first label off, which may be the end of a longer one: of `app.example.com`, `example.com`. */
export function behindFirstDot(ending: string): string | undefined {
  const dot = ending.indexOf('.');
  return dot === -1 ? undefined : ending.slice(dot + 1);
}

function isHost(value: unknown): value is string {
  return typeof value === 'string' && parseOrigin(`https://${value}`)?.host === value;
}
