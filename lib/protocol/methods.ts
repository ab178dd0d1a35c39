import { readNames } from './name-list.js';
import { FirstIssues, type PolicyIssue, type Report } from './issue.js';
import { isToken } from './token.js';

/** The methods granted on paths that no controller serves. */
export const DEFAULT_METHODS: readonly string[] = ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE'];

// https://fetch.spec.whatwg.org/#concept-method-normalize: user agents upper-case these, and only these.
const NORMALIZED = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT']);

// https://fetch.spec.whatwg.org/#forbidden-method
const FORBIDDEN = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** Says whether no script can ever send a method, in whatever case it is written. */
export function isForbiddenMethod(method: string): boolean {
  return FORBIDDEN.has(method.toUpperCase());
}

/** Writes a method as a user agent sends it. */
export function normalizeMethod(method: string): string {
  const upper = method.toUpperCase();
  return NORMALIZED.has(upper) ? upper : method;
}

/** Reads the `methods` option: names normalized and once each, `HEAD` after `GET`, or `'*'`. */
export function readMethods(value: unknown, report: Report): readonly string[] | '*' | undefined {
  const names = readNames('methods', value, report);
  const methods = new Set<string>();
  const faults = new FirstIssues<PolicyIssue>();
  for (const name of names ?? []) {
    if (!isToken(name)) {
      faults.add(() => ({
        option: 'methods',
        value: name,
        reason: 'method-not-a-token',
        why: 'is not a method',
        fix: 'write one method a member, such as "PUT"',
      }));
    } else if (isForbiddenMethod(name)) {
      faults.add(() => ({
        option: 'methods',
        value: name,
        reason: 'method-forbidden',
        why: 'is a method that no script can send',
        fix: 'remove it',
      }));
    } else {
      methods.add(normalizeMethod(name));
    }
  }
  faults.list().forEach(report);
  if (names === undefined) return undefined;
  return methods.has('*') ? '*' : withHead([...methods]);
}

/** A `HEAD` request is served by the handler of `GET`, so that the one brings the other (R52). */
export function withHead(methods: readonly string[]): readonly string[] {
  if (!methods.includes('GET') || methods.includes('HEAD')) return methods;
  return methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}
