import { describe, expect, it } from '@jest/globals';
import { originChecks } from '../../lib/origin-checks.js';
import type { PolicyIssue } from '../../lib/protocol/issue.js';
import type { PolicyOptions } from '../../lib/protocol/options.js';
import { compilePolicy } from '../../lib/protocol/policy.js';

const APP = 'https://app.example.com';
const COOKIES = { credentials: true };

const insecure = (value: unknown, fix: string, allow = 'true'): PolicyIssue => ({
  option: 'origin',
  value,
  reason: 'origin-insecure',
  why: 'is not encrypted: whoever is on the way could use the credentials',
  fix: `${fix}, or set dangerouslyAllowInsecureOrigins: ${allow}`,
  conflictsWith: 'credentials',
});
const BEGIN = 'begin it with ^https:';
const publicSuffix = (value: unknown, host: string): PolicyIssue => ({
  option: 'origin',
  value,
  reason: 'origin-public-suffix',
  why: `is a wildcard over ${originChecks.publicSuffix(host)}`,
  fix: `name what is yours below it, or set dangerouslyAllowPublicSuffixes: ['${host}']`,
});

describe('options that conflict', () => {
  it.each<[rule: string, PolicyOptions, PolicyIssue]>([
    [
      'R1',
      { origin: '*', ...COOKIES },
      {
        option: 'origin',
        value: '*',
        reason: 'origin-any-with-credentials',
        why: 'is any origin, which cannot have credentials',
        fix: 'list the origins, or set credentials: false',
        conflictsWith: 'credentials',
      },
    ],
    [
      'R5',
      { origin: 'null', dangerouslyAllowNullOrigin: true, ...COOKIES },
      {
        option: 'origin',
        value: 'null',
        reason: 'origin-null-with-credentials',
        why: 'is an origin that anybody can have, and never gets credentials',
        fix: 'remove it, or set credentials: false',
        conflictsWith: 'credentials',
      },
    ],
    [
      'R5',
      { origin: [APP, 'null'] },
      {
        option: 'origin',
        value: 'null',
        reason: 'origin-null',
        why: 'is an origin that anybody can have: a sandboxed frame is enough',
        fix: 'remove it, or set dangerouslyAllowNullOrigin: true',
      },
    ],
    [
      'R9',
      { origin: APP, exposedHeaders: ['ETag', '*'], ...COOKIES },
      {
        option: 'exposedHeaders',
        value: '*',
        reason: 'exposed-any-with-credentials',
        why: 'is a header called "*" where there are credentials',
        fix: 'name the headers, or set credentials: false',
        conflictsWith: 'credentials',
      },
    ],
    ...['https://*.amazonaws.com', /^https:\/\/.*\.amazonaws\.com$/].map(
      (origin): [string, PolicyOptions, PolicyIssue] => [
        'R6',
        { origin: [APP, origin] },
        publicSuffix(origin, 'amazonaws.com'),
      ],
    ),
    ...['https://*.github.io', 'https://*.github.io:*', /^https:\/\/.*\.github\.io$/].map(
      (origin): [string, PolicyOptions, PolicyIssue] => [
        'R6',
        { origin: [APP, origin] },
        publicSuffix(origin, 'github.io'),
      ],
    ),
  ])('%s %p', (_rule, options, issue) => {
    expect(compilePolicy(options, originChecks).issues).toEqual([issue]);
  });
});

it('a public suffix is an origin like any other where no wildcard stands over it (R6)', () => {
  const origin = ['https://github.io', 'https://github.io:*', /^https:\/\/github\.io$/];
  expect(compilePolicy({ origin }, originChecks).issues).toBe(undefined);
});

describe('credentials for what is not encrypted (R7)', () => {
  it.each<[origin: string | RegExp, fix: string, allow: string]>([
    ['http://a.example', 'write "https://a.example"', '["http://a.example"]'],
    ['http://*.a.example:*', 'write "https://*.a.example:*"', 'true'],
    [/^http:\/\/a\.example$/, BEGIN, 'true'],
    [/^https?:\/\/a\.example$/, BEGIN, 'true'],
    [/^(http|https):\/\/a\.example$/, BEGIN, 'true'],
    [/^(?:https|http):\/\/a\.example$/, BEGIN, 'true'],
  ])('%p', (origin, fix, allow) => {
    expect(compilePolicy({ origin: [APP, origin], ...COOKIES }, originChecks).issues).toEqual([
      insecure(origin, fix, allow),
    ]);
  });

  it('is said of an expression without an anchor too', () => {
    const origin = /http:\/\/a\.example/;
    expect(compilePolicy({ origin, ...COOKIES }, originChecks).issues).toEqual([
      {
        option: 'origin',
        value: origin,
        reason: 'regexp-not-anchored',
        why: 'matches a part of an origin',
        fix: 'list the origins',
      },
      insecure(origin, BEGIN),
    ]);
  });

  it.each([
    /^https:\/\/a\.example$/,
    /^https:\/\/https?\.example$/,
    /^http:\/\/localhost$/,
    /^http:\/\/127\.0\.0\.1$/,
    /^http:\/\/\[::1\]$/,
  ])('is no matter of %p', (origin) => {
    expect(compilePolicy({ origin, ...COOKIES }, originChecks).issues).toBe(undefined);
  });
});
