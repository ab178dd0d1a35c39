import type { PolicyIssue } from './issue.js';
import type { WrittenOptions } from './option-reader.js';
import { isLoopback } from './origin.js';

/** Finds what options, each of them well-formed, must not say together. */
export function findConflicts(written: WrittenOptions): readonly PolicyIssue[] {
  const { credentials, origins, exposedHeaders } = written;
  const issues: PolicyIssue[] = [];
  if (credentials && origins.rules.any) {
    issues.push({
      option: 'origin',
      value: '*',
      reason: 'origin-any-with-credentials',
      why: 'is any origin, and `credentials` is on',
      fix: 'list the origins, or set credentials: false',
    });
  }
  if (origins.rules.allowsNull && credentials) {
    issues.push({
      option: 'origin',
      value: 'null',
      reason: 'origin-null-with-credentials',
      why: 'is an origin that anybody can have, and `credentials` is on',
      fix: 'remove it, or set credentials: false',
    });
  } else if (origins.rules.allowsNull && !written.dangerouslyAllowNullOrigin) {
    issues.push({
      option: 'origin',
      value: 'null',
      reason: 'origin-null',
      why: 'is an origin that anybody can have',
      fix: 'remove it, or set dangerouslyAllowNullOrigin: true',
    });
  }
  if (credentials && !written.dangerouslyAllowInsecureOrigins) {
    for (const { text, origin } of origins.listed) {
      if (origin.scheme !== 'http' || isLoopback(origin.host)) continue;
      issues.push({
        option: 'origin',
        value: text,
        reason: 'origin-insecure',
        why: 'is unencrypted, and `credentials` is on',
        fix: 'use https:, or set dangerouslyAllowInsecureOrigins: true',
      });
    }
  }
  if (credentials && exposedHeaders.includes('*')) {
    issues.push({
      option: 'exposedHeaders',
      value: '*',
      reason: 'exposed-any-with-credentials',
      why: 'has no meaning with `credentials`',
      fix: 'name the headers',
    });
  }
  return issues;
}
