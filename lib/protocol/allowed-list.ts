import { FirstIssues, type PolicyIssue, type Report } from './issue.js';

/** What a dangerous option allows: everything, the members of a list, or nothing. */
export type Allowed = boolean | readonly string[];

/** How a dangerous option takes a list: which members it can have, and what to say of others. */
interface AllowedMembers {
  readonly isMember: (value: string) => boolean;
  readonly why: string;
  readonly fix: string;
}

/** Reads a dangerous option, and reports what is neither a boolean nor a list of its members. */
export function readAllowed(
  option: string,
  value: unknown,
  report: Report,
  { isMember, why, fix }: AllowedMembers,
): Allowed {
  if (!Array.isArray(value)) return readBoolean(option, value, report);
  const members: string[] = [];
  const faults = new FirstIssues<PolicyIssue>();
  for (const member of value as unknown[]) {
    if (typeof member === 'string' && isMember(member)) members.push(member);
    else faults.add(() => ({ option, value: member, reason: 'wrong-type', why, fix }));
  }
  faults.list().forEach(report);
  return members;
}

/** Reads an option that is on or off, and reports what is neither. */
export function readBoolean(option: string, value: unknown, report: Report): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  report({
    option,
    value,
    reason: 'wrong-type',
    why: 'is not a boolean',
    fix: 'write true or false; an environment variable is a string',
  });
  return false;
}
