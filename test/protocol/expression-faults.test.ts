import { describe, expect, it } from '@jest/globals';
import { originChecks } from '../../lib/origin-checks.js';
import type { PolicyIssue } from '../../lib/protocol/issue.js';
import { checkOptions } from '../../lib/protocol/policy.js';

const issue = (
  value: RegExp,
  reason: PolicyIssue['reason'],
  why: string,
  fix: string,
): PolicyIssue => ({ option: 'origin', value, reason, why, fix });

const loose = (value: RegExp, fix: string): PolicyIssue =>
  issue(value, 'regexp-not-anchored', 'matches a part of an origin', fix);
const stateful = (value: RegExp, fix: string): PolicyIssue =>
  issue(value, 'regexp-stateful', 'remembers where it stopped', fix);
const slow = (value: RegExp, fix: string): PolicyIssue =>
  issue(value, 'regexp-slow', 'can take time that grows much faster than the origin', fix);

describe('an expression that is not anchored at both ends, in every branch (R14)', () => {
  it.each<[name: string, RegExp, fix: string]>([
    ['a host', /app\.example\.com/, 'write "https://app.example.com"'],
    ['an own host, on any port', /localhost/, 'write "http://localhost:*"'],
    ['an own address, on any port', /^127\.0\.0\.1/, 'write "http://127.0.0.1:*"'],
    ['an own host with its end', /localhost$/, 'write "http://localhost"'],
    ['an own host on any port', /localhost:\d+/, 'write "http://localhost:*"'],
    ['a host of the name of the own one', /my-localhost\.a/, 'write "https://my-localhost.a"'],
    ['any subdomain', /.*\.example\.com$/, 'write "https://*.example.com"'],
    [
      'an origin',
      /https:\/\/app\.example\.com/,
      'write "https://app.example.com", or anchor it: /^https:\\/\\/app\\.example\\.com$/',
    ],
    [
      'an origin with its start',
      /^http:\/\/app\.example\.com/,
      'write "http://app.example.com", or anchor it: /^http:\\/\\/app\\.example\\.com$/',
    ],
    [
      'an origin with its end',
      /https:\/\/localhost$/,
      'write "https://localhost", or anchor it: /^https:\\/\\/localhost$/',
    ],
    [
      'an origin of both schemes',
      /https?:\/\/app\.example\.com/,
      'write "https://app.example.com", or anchor it: /^https?:\\/\\/app\\.example\\.com$/',
    ],
    [
      'an own address of both schemes',
      /https?:\/\/127\.0\.0\.1:[0-9]+$/,
      'write "http://127.0.0.1:*", or anchor it: /^https?:\\/\\/127\\.0\\.0\\.1:[0-9]+$/',
    ],
    [
      'what is before a host, without a scheme',
      /:\/\/(.+\.)?example.com$/,
      'anchor it: /^https:\\/\\/(.+\\.)?example.com$/',
    ],
    [
      'two slashes, without a scheme',
      /^\/\/(a|b)\.example/,
      'anchor it: /^https:\\/\\/(?:(a|b)\\.example)$/',
    ],
    ['what is no pattern', /(a)\.example/, 'anchor it: /^https:\\/\\/(a)\\.example$/'],
    ['a flag', /A\.example/i, 'anchor it: /^https:\\/\\/A\\.example$/i'],
    ['two hosts', /a|b/, 'anchor it: /^https:\\/\\/(?:a|b)$/'],
    [
      'an anchor for each branch',
      /^https:\/\/a\.b|https:\/\/b\.b$/,
      'anchor it: /^(?:https:\\/\\/a\\.b|https:\\/\\/b\\.b)$/',
    ],
    [
      'the start of a branch, and the end of another',
      /https:\/\/a\.b$|^https:\/\/b\.b/,
      'anchor it: /^(?:https:\\/\\/a\\.b$|^https:\\/\\/b\\.b)$/',
    ],
    [
      'an end with a class before it',
      /^https:\/\/[ab]\.b|evil$/,
      'anchor it: /^(?:https:\\/\\/[ab]\\.b|evil)$/',
    ],
    [
      'an end with a group before it',
      /^https:\/\/(?:a)\.b|evil$/,
      'anchor it: /^(?:https:\\/\\/(?:a)\\.b|evil)$/',
    ],
    [
      'an end that is not the last thing',
      /^https:\/\/a\.b$(?:\/.*)?/,
      'anchor it: /^https:\\/\\/a\\.b$(?:\\/.*)?$/',
    ],
    ['a dollar sign, which is in no origin', /^https:\/\/a\.b\$/, 'list the origins'],
    ['one port of the own host', /localhost:3000/, 'write "http://localhost:3000"'],
    ['one port', /app\.example\.com:8443$/, 'write "https://app.example.com:8443"'],
    ['no text of an origin', new RegExp(''), 'list the origins'],
    [
      'one label and an open end',
      /^https:\/\/[a-z]+\.example\.com/,
      'anchor it: /^https:\\/\\/[a-z]+\\.example\\.com$/',
    ],
    [
      'any port but none',
      /https:\/\/example\.com:\d+/,
      'anchor it: /^https:\\/\\/example\\.com:\\d+$/',
    ],
  ])('%s: %p', (_name, expression, fix) => {
    expect(checkOptions({ origin: expression }, originChecks)).toEqual([loose(expression, fix)]);
  });
});

describe('an expression that has a state (R14)', () => {
  it.each<[RegExp, fix: string]>([
    [/^https:\/\/a\.b$/g, 'remove the flag: /^https:\\/\\/a\\.b$/'],
    [/^https:\/\/a\.b$/y, 'remove the flag: /^https:\\/\\/a\\.b$/'],
    [/^https:\/\/a\.b$/giy, 'remove the flag: /^https:\\/\\/a\\.b$/i'],
  ])('%p', (expression, fix) => {
    expect(checkOptions({ origin: expression }, originChecks)).toEqual([stateful(expression, fix)]);
  });

  it('and is not anchored: both are said, and no fix has the flag', () => {
    const expression = /(A)\.example/gi;
    expect(checkOptions({ origin: expression }, originChecks)).toEqual([
      stateful(expression, 'remove the flag'),
      loose(expression, 'anchor it: /^https:\\/\\/(A)\\.example$/i'),
    ]);
  });
});

describe('an expression that can be slow (R14)', () => {
  const NAME = 'name the origins: one that repeats what can be read in two ways is slow';

  it.each<[name: string, RegExp, fix: string]>([
    ['no pattern', /^https:\/\/(a+)+\.example$/, NAME],
    ['a pattern', /^https:\/\/.*.*\.example\.com$/, `write "https://*.example.com", or ${NAME}`],
  ])('%s: %p', (_name, expression, fix) => {
    expect(checkOptions({ origin: expression }, originChecks)).toEqual([slow(expression, fix)]);
  });
});
