import { FirstIssues, type PolicyIssue, type Report } from './issue.js';
import { isLoopback, parseOrigin, type Origin } from './origin.js';

/** Whether `http:` origins may have credentials: all of them, these, or none. */
export type AllowedInsecure = boolean | readonly string[];

/** Reads `dangerouslyAllowInsecureOrigins`, and reports what is neither a boolean nor a list of `http:` origins. */
export function readAllowedInsecure(value: unknown, report: Report): AllowedInsecure {
  const option = 'dangerouslyAllowInsecureOrigins';
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
  const origins: string[] = [];
  const faults = new FirstIssues<PolicyIssue>();
  for (const member of value as unknown[]) {
    if (typeof member === 'string' && parseOrigin(member)?.scheme === 'http') {
      origins.push(member);
      continue;
    }
    faults.add(() => ({
      option,
      value: member,
      reason: 'wrong-type',
      why: 'is not an http: origin',
      fix: 'write each origin as it is sent, such as "http://192.168.0.10:3000"',
    }));
  }
  faults.list().forEach(report);
  return origins;
}

/** Returns whether an origin can be read or changed by anybody on the way to it. */
export function isInsecure({ scheme, host }: Origin): boolean {
  return scheme === 'http' && !isLoopback(host);
}

/** Returns whether insecure origins may have credentials that a pattern or an expression can match. */
export function allowsSome(
  allowed: AllowedInsecure,
  matches: (origin: string) => boolean,
): boolean {
  return typeof allowed === 'boolean' ? allowed : allowed.some(matches);
}
