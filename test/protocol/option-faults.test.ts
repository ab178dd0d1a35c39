import { describe, expect, it } from '@jest/globals';
import { originChecks } from '../../lib/origin-checks.js';
import type { IssueReason } from '../../lib/protocol/issue.js';
import type { PolicyOptions } from '../../lib/protocol/options.js';
import { checkOptions } from '../../lib/protocol/policy.js';
import { compile } from './engine.js';

const NAMES = 'write an array of strings, or one string with commas';
const BOOLEAN = 'write true or false; an environment variable is a string';
const SECONDS = 'write a whole number from -1 to 86400 (seconds)';
const STATUS = 'write a whole number from 200 to 299 (a status)';
const MILLISECONDS = 'write a whole number from 1 to 60000 (milliseconds)';
const HEADER = 'write one name a member, such as "X-Request-Id"';

type Case = readonly [
  option: keyof PolicyOptions,
  written: unknown,
  value: unknown,
  reason: IssueReason,
  why: string,
  fix: string,
];

const wrongType = (option: keyof PolicyOptions, value: unknown, why: string, fix: string): Case => [
  option,
  value,
  value,
  'wrong-type',
  why,
  fix,
];

/** What is said of each option, word for word. */
const CASES: readonly Case[] = [
  wrongType('methods', 7, 'is not a list of names', NAMES),
  wrongType('allowedHeaders', [null], 'is not a list of names', NAMES),
  wrongType('exposedHeaders', true, 'is not a list of names', NAMES),
  wrongType('credentials', 'true', 'is not a boolean', BOOLEAN),
  wrongType('preflightContinue', null, 'is not a boolean', BOOLEAN),
  wrongType('maxAge', '600', 'is not a number', SECONDS),
  wrongType('optionsSuccessStatus', null, 'is not a number', STATUS),
  wrongType('originTimeout', '5s', 'is not a number', MILLISECONDS),
  ['maxAge', -2, -2, 'max-age-out-of-range', 'is out of range', SECONDS],
  ['optionsSuccessStatus', 403, 403, 'status-out-of-range', 'is out of range', STATUS],
  ['originTimeout', 0.5, 0.5, 'timeout-out-of-range', 'is out of range', MILLISECONDS],
  [
    'methods',
    'GET POST',
    'GET POST',
    'method-not-a-token',
    'is not a method',
    'write one method a member, such as "PUT"',
  ],
  [
    'methods',
    ['GET', 'Trace'],
    'Trace',
    'method-forbidden',
    'is a method that no script can send',
    'remove it',
  ],
  ['allowedHeaders', ['X-A:'], 'X-A:', 'header-not-a-token', 'is not a header name', HEADER],
  ['exposedHeaders', 'ETag,', '', 'header-not-a-token', 'is not a header name', HEADER],
  [
    'allowedHeaders',
    'X-A, Cookie',
    'Cookie',
    'header-forbidden',
    'is a request header that no script can set',
    'remove it',
  ],
  [
    'allowedHeaders',
    'Access-Control-Allow-Origin',
    'Access-Control-Allow-Origin',
    'header-prohibited',
    'is a response header',
    'remove it',
  ],
  [
    'exposedHeaders',
    ['ETag', 'Set-Cookie'],
    'Set-Cookie',
    'header-forbidden',
    'is a response header that no script can read',
    'remove it',
  ],
  [
    'origin',
    [],
    [],
    'origin-empty',
    'is an empty list',
    'name an origin; where none is meant, write false, such as `origin: origins.length > 0 ? origins : false`; is an environment variable not set?',
  ],
  [
    'origin',
    ['*', 'https://a.example'],
    '*',
    'origin-any-in-list',
    'stands in a list beside other origins',
    'write origin: "*" for any origin, or remove it from the list',
  ],
];

describe('what is said of an option (R8, R10)', () => {
  it.each(CASES)('`%s`: %j', (option, written, value, reason, why, fix) => {
    expect(checkOptions({ [option]: written }, originChecks)).toEqual([
      { option, value, reason, why, fix },
    ]);
  });
});

describe('a number that is in order (R10)', () => {
  it('is the one of the policy, or else the default', () => {
    const numbers = ({ originTimeout, optionsSuccessStatus }: ReturnType<typeof compile>) => ({
      originTimeout,
      optionsSuccessStatus,
    });
    const written = { originTimeout: 100, optionsSuccessStatus: 200 };
    expect(numbers(compile({ origin: '*', ...written }))).toEqual(written);
    expect(numbers(compile({ origin: '*' }))).toEqual({
      originTimeout: 5000,
      optionsSuccessStatus: 204,
    });
  });
});
