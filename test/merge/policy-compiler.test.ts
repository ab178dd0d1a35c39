import { describe, expect, it } from '@jest/globals';
import type { ModuleRef } from '@nestjs/core';
import type { CorsDeclaration, CorsModuleOptions, CorsOptions } from '../../lib/cors-options.js';
import type { CorsOriginResolver } from '../../lib/cors-origin.js';
import { PolicyCompiler } from '../../lib/policy-compiler.js';

const APP = 'https://app.example.com';

class Tenants implements CorsOriginResolver {
  resolve(origin: string) {
    return origin === APP;
  }
}
const moduleRef = { get: () => new Tenants() } as unknown as ModuleRef;

const compiler = (options: CorsModuleOptions) => new PolicyCompiler(options, moduleRef);
const layers = (...declarations: CorsDeclaration[]) =>
  declarations.map((declaration, at) => ({
    target: ['Cats', 'Cats.one'][at] ?? '',
    declaration,
  }));

describe('which policy is in effect', () => {
  it.each<[string, CorsModuleOptions, CorsDeclaration[], false | undefined]>([
    ['none where no layer says anything', {}, [], undefined],
    ['none where the root says everything but an origin', { maxAge: 5 }, [], undefined],
    ['off by `false`', { origin: APP }, [false], false],
    ['off by `false` on a method', { origin: APP }, [{}, false], false],
    ['off by `false`, without a root', {}, [false], false],
    ['off by `origin: false` at the root', { origin: false }, [], false],
    [
      'off by `origin: false` at the root, for all inside it',
      { origin: false },
      [{ maxAge: 5 }],
      false,
    ],
    ['off by `origin: false` in a class', { origin: APP }, [{ origin: false }, {}], false],
  ])('%s', (_name, root, declarations, policy) => {
    const subject = compiler(root);
    expect(subject.compile('Cats.one', layers(...declarations))).toBe(policy);
    expect(subject.issues).toEqual([]);
  });

  it.each<[string, CorsModuleOptions, CorsDeclaration[]]>([
    ['on by the root', { origin: APP }, []],
    ['on by a method', {}, [{}, { origin: APP }]],
    ['on by a name', { policies: { app: { origin: APP } } }, ['app']],
    ['on again, past a `false`', { origin: APP }, [false, {}]],
    ['on again, past `origin: false`', { origin: false }, [{ origin: APP }]],
  ])('%s', (_name, root, declarations) => {
    const policy = compiler(root).compile('Cats.one', layers(...declarations));
    expect(policy && policy.origins.exact).toEqual(new Set([APP]));
  });
});

describe('policies that are shared', () => {
  const decide = () => true;
  const expression = /^https:\/\/a\.example$/;

  it.each<[string, CorsOptions, CorsOptions]>([
    ['equal options', { maxAge: 5, methods: ['GET'] }, { methods: ['GET'], maxAge: 5 }],
    ['no options, and what is inherited, written again', {}, { origin: APP }],
    ['undefined options', { maxAge: undefined }, {}],
    ['the same function', { origin: decide }, { origin: decide }],
    ['the same expression', { origin: [expression] }, { origin: [expression] }],
    ['the same class of a resolver', { origin: Tenants }, { origin: Tenants }],
  ])('%s', (_name, one, other) => {
    const subject = compiler({ origin: APP });
    const policy = subject.compile('Cats.one', layers(one));
    expect(policy).toBeInstanceOf(Object);
    expect(subject.compile('Dogs.one', layers({}, other))).toBe(policy);
  });

  it.each<[string, CorsOptions, CorsOptions]>([
    ['other values', { maxAge: 5 }, { maxAge: 6 }],
    ['other options', { maxAge: 5 }, {}],
    ['another order', { methods: ['GET', 'PUT'] }, { methods: ['PUT', 'GET'] }],
    ['functions that look alike', { origin: () => true }, { origin: () => true }],
    ['a function and an expression', { origin: decide }, { origin: expression }],
    ['expressions that differ', { origin: /^a$/ }, { origin: /^b$/ }],
    ['an expression and its text', { origin: /^a$/ }, { origin: 'https://a' }],
  ])('but not with %s', (_name, one, other) => {
    const subject = compiler({ origin: APP });
    const policy = subject.compile('Cats.one', layers(one));
    expect(subject.compile('Dogs.one', layers(other))).not.toBe(policy);
    expect(subject.issues).toEqual([]);
  });

  it('a thousand routes with three policies hold three objects', () => {
    const subject = compiler({ origin: APP });
    const policies = Array.from({ length: 1000 }, (_, at) =>
      subject.compile(`Cats.handler${at}`, layers({ maxAge: at % 3 })),
    );
    expect(new Set(policies).size).toBe(3);
  });
});

describe('a name', () => {
  const PARTNER = 'https://partner.example';
  const root: CorsModuleOptions = {
    origin: APP,
    policies: {
      partner: { origin: PARTNER, allowedHeaders: ['X-Api-Key'] },
      public: { origin: '*' },
    },
  };

  it.each<[string, CorsDeclaration[]]>([
    ['on a method alone', ['partner']],
    ['inside options', [{ maxAge: 5, credentials: true }, 'partner']],
    ['inside another name', ['public', 'partner']],
    ['inside a function', [() => ({ maxAge: 5 }), 'partner']],
    ['inside a `false`', [false, 'partner']],
    ['with a `@Cors()` inside it', ['partner', {}]],
  ])('%s is the one policy of that name', (_name, declarations) => {
    const subject = compiler(root);
    const policy = subject.compile('Cats', layers('partner'));
    expect(policy && policy.origins.exact).toEqual(new Set([PARTNER]));
    expect(subject.compile('Dogs.one', layers(...declarations))).toBe(policy);
    expect(subject.issues).toEqual([]);
  });

  it.each<[string, CorsOptions, CorsOptions, string[]]>([
    ['nothing that is wrong', { origin: APP }, { maxAge: 5 }, []],
    ['no origin', {}, { maxAge: 5 }, ['policies.own origin-missing']],
    ['no origin, by `false`', {}, { origin: false }, []],
    [
      'a conflict with the root',
      { origin: APP, credentials: true },
      { origin: 'http://plain.example' },
      ['policies.own origin-insecure'],
    ],
    [
      'a conflict with the root, of a list that is loaded',
      { origin: { load: () => [] }, credentials: true },
      { exposedHeaders: '*' },
      ['policies.own exposed-any-with-credentials'],
    ],
    [
      'a conflict in what it only reports',
      { origin: APP },
      { reportOnly: { origin: '*', credentials: true } },
      ['policies.own origin-any-with-credentials'],
    ],
    [
      'a conflict of the root alone',
      { origin: '*', credentials: true },
      { maxAge: 5 },
      ['CorsModule.forRoot origin-any-with-credentials'],
    ],
  ])('that no route has is checked with what it inherits: %s', (_name, root, own, expected) => {
    const subject = compiler({ ...root, policies: { own } });
    const found = subject.issues.map(({ source, reason, routes }) => [
      `${source} ${reason}`,
      routes,
    ]);
    expect(found).toEqual(expected.map((issue) => [issue, []]));
    expect([subject.lists, subject.hasReportOnly]).toEqual([[], false]);
  });
});
