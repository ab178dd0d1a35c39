import { describe, expect, it } from '@jest/globals';
import { PUBLIC_SUFFIX_PARENTS } from '../../lib/options/public-suffix-parents.js';
import {
  describePublicSuffix,
  domainOfAllBelow,
  isPublicSuffix,
  PUBLIC_SUFFIX_DATA,
  registrableDomain,
} from '../../lib/options/public-suffixes.js';
import { parents, rendered, rules, written } from './public-suffix-parents.js';

describe('the parents of public suffixes', () => {
  it('are those of the list that is installed', async () => {
    expect(await written()).toBe(rendered());
    const { version, date } = PUBLIC_SUFFIX_PARENTS;
    expect({ version, date }).toEqual({
      version: PUBLIC_SUFFIX_DATA.version,
      date: PUBLIC_SUFFIX_DATA.date,
    });
  });

  it('are found with every rule: the rules are those that tldts answers with', () => {
    const unknown = rules()
      .map((rule) => rule.replace('*', 'any'))
      .filter((rule) => !isPublicSuffix(rule));
    expect(unknown).toEqual([]);
    expect(rules().length).toBeGreaterThan(9000);
    expect(parents().filter((name) => isPublicSuffix(name))).toEqual([]);
  });

  it('have no domain that all below them share', () => {
    expect(parents().filter((name) => domainOfAllBelow(name) !== undefined)).toEqual([]);
  });
});

describe('a wildcard stands over names of anybody, or over those of one domain', () => {
  it.each([
    ['com', true],
    ['co', true],
    ['co.uk', true],
    ['github.io', true],
    ['vercel.app', true],
    ['s3.amazonaws.com', true],
    ['amazonaws.com', true],
    ['eu-central-1.amazonaws.com', true],
    ['amazonaws.com.cn', true],
    ['windows.net', true],
    ['core.windows.net', true],
    ['azure.com', true],
    ['cloudapp.azure.com', true],
    ['westeurope.cloudapp.azure.com', true],
    ['name.westeurope.cloudapp.azure.com', false],
    ['on.aws', true],
    ['aws', true],
    ['za', true],
    ['ck', true],
    ['any.ck', true],
    ['www.ck', false],
    ['kawasaki.jp', true],
    ['any.kawasaki.jp', true],
    ['city.kawasaki.jp', false],
    ['example.com', false],
    ['app.github.io', false],
    ['bucket.s3.amazonaws.com', false],
    ['localhost', false],
    ['internal', false],
    ['127.0.0.1', false],
    ['[::1]', false],
  ])('%s: %p', (host, expected) => {
    expect(describePublicSuffix(host) !== undefined).toBe(expected);
  });
});

describe('the domain that all below a host share', () => {
  it.each([
    ['example.com', 'example.com'],
    ['a.b.example.com', 'example.com'],
    ['example.com.', 'example.com'],
    ['a_b.example.com', 'example.com'],
    ['ada.github.io', 'ada.github.io'],
    ['bucket.s3.amazonaws.com', 'bucket.s3.amazonaws.com'],
    ['console.amazonaws.com', 'amazonaws.com'],
    ['www.ck', 'www.ck'],
    ['a.any.ck', 'a.any.ck'],
    ['corp.internal', 'corp.internal'],
    ['amazonaws.com', undefined],
    ['github.io', undefined],
    ['com', undefined],
    ['', undefined],
    ['.', undefined],
    ['168.0.1', undefined],
    ['1', undefined],
    ['example.0x7f', undefined],
    ['127.0.0.1', undefined],
    ['[::1]', undefined],
    ['::1]', undefined],
  ])('%s: %p', (host, domain) => {
    expect(domainOfAllBelow(host)).toBe(domain);
  });

  it('is the registrable domain, but where suffixes are below', () => {
    expect(registrableDomain('amazonaws.com')).toBe('amazonaws.com');
    expect(registrableDomain('a.s3.amazonaws.com')).toBe('a.s3.amazonaws.com');
  });
});
