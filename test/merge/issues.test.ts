import { describe, expect, it } from '@jest/globals';
import type { ModuleRef } from '@nestjs/core';
import { CorsConfigurationError } from '../../lib/configuration-error.js';
import { ConfigurationIssues } from '../../lib/configuration-issues.js';
import type { CorsDeclaration, CorsModuleOptions } from '../../lib/cors-options.js';
import { PolicyCompiler } from '../../lib/policy-compiler.js';

const APP = 'https://app.example.com';
const INSECURE = 'http://a.example';
const throwing = () => {
  throw new Error('no inspiration');
};

const FAULT = { option: 'maxAge', reason: 'wrong-type', why: 'is wrong', fix: 'fix it' } as const;

const returning = (value: unknown) => (() => value) as CorsDeclaration;

/** Two handlers of two controllers, each with what its class and its method say. */
interface App {
  readonly root: CorsModuleOptions;
  readonly cats?: readonly CorsDeclaration[];
  readonly dogs?: readonly CorsDeclaration[];
}

describe('the source of an issue (R12)', () => {
  it.each<[string, App, string[]]>([
    [
      'the root, once',
      { root: { origin: APP, maxAge: -2 }, cats: [{}], dogs: [{}] },
      ['CorsModule.forRoot: maxAge max-age-out-of-range'],
    ],
    [
      'a named policy, used or not',
      { root: { policies: { x: { origin: `${APP}/` } } } },
      ['policies.x: origin origin-not-serialized'],
    ],
    [
      'a named policy, once',
      { root: { policies: { x: { origin: '' } } }, cats: ['x'], dogs: ['x'] },
      ['policies.x: origin origin-empty'],
    ],
    [
      'a class',
      { root: {}, cats: [{ origin: APP, maxAge: 1.5 }, { maxAge: 5 }] },
      ['Cats: maxAge max-age-out-of-range'],
    ],
    [
      'a method',
      { root: { origin: APP }, cats: [{}, { methods: 'TRACE' }] },
      ['Cats.one: methods method-forbidden'],
    ],
    [
      'a function',
      { root: { origin: APP }, cats: [{}, () => ({ methods: '' })] },
      ['Cats.one: methods method-not-a-token'],
    ],
    [
      'a function that throws',
      { root: { origin: APP }, cats: [throwing] },
      ['Cats: @Cors declaration-failed'],
    ],
    [
      'a function that returns nothing',
      { root: { origin: APP }, cats: [returning(undefined)] },
      ['Cats: options wrong-type'],
    ],
    [
      'a function that returns a promise',
      { root: { origin: APP }, cats: [returning(Promise.resolve({}))] },
      ['Cats: options wrong-type'],
    ],
    [
      'a value that JSON cannot hold',
      { root: { origin: APP, maxAge: 5n as never } },
      ['CorsModule.forRoot: maxAge wrong-type'],
    ],
    [
      'a value that holds itself',
      { root: { origin: circular() as never } },
      ['CorsModule.forRoot: origin wrong-type'],
    ],
    ['an unknown name', { root: { origin: APP }, cats: ['y'] }, ['Cats: @Cors policy-unknown']],
    [
      'a name of Object.prototype',
      { root: { origin: APP, policies: {} }, cats: ['constructor'] },
      ['Cats: @Cors policy-unknown'],
    ],
    [
      'a handler without an origin',
      { root: { maxAge: 5 }, cats: [{}, {}] },
      ['Cats.one: origin origin-missing'],
    ],
    [
      'a handler whose layers conflict',
      { root: { credentials: true }, cats: [{}, { origin: '*' }] },
      ['Cats.one: origin origin-any-with-credentials'],
    ],
    [
      'a root that conflicts, once for all that inherit it',
      { root: { origin: '*', credentials: true } },
      ['CorsModule.forRoot: origin origin-any-with-credentials'],
    ],
    [
      'all layers at once',
      {
        root: { origin: APP, maxAge: -2, policies: { x: { methods: 'a b' } } },
        cats: [{ methods: 'TRACE' }, { exposedHeaders: 'Set-Cookie' }],
        dogs: ['x', 'y'],
      },
      [
        'CorsModule.forRoot: maxAge max-age-out-of-range',
        'policies.x: methods method-not-a-token',
        'Cats: methods method-forbidden',
        'Cats.one: exposedHeaders header-forbidden',
        'Dogs.one: @Cors policy-unknown',
      ],
    ],
    [
      'two handlers that conflict in the same way',
      {
        root: { credentials: true },
        cats: [{}, { origin: '*' }],
        dogs: [{}, { origin: '*', maxAge: 5 }],
      },
      [
        'Cats.one: origin origin-any-with-credentials',
        'Dogs.one: origin origin-any-with-credentials',
      ],
    ],
    [
      'two handlers with the same options that conflict',
      {
        root: { credentials: true },
        cats: [{}, { origin: INSECURE }],
        dogs: [{}, { origin: INSECURE }],
      },
      ['Cats.one: origin origin-insecure', 'Dogs.one: origin origin-insecure'],
    ],
    [
      'two classes with the same mistake in the same object',
      { root: { origin: APP }, ...same({ maxAge: -2 }) },
      ['Cats: maxAge max-age-out-of-range', 'Dogs: maxAge max-age-out-of-range'],
    ],
  ])('%s', (_name, app, issues) => {
    const found = issuesOf(app).map(
      ({ source, option, reason }) => `${source}: ${option} ${reason}`,
    );
    expect(found).toEqual(issues);
  });
});

it('two controllers of one name each have their issues (R12)', () => {
  const compiler = new PolicyCompiler({ origin: APP }, {} as ModuleRef);
  for (const maxAge of [-2, -3]) {
    compiler.compile('Cats.one', [{ target: 'Cats', declaration: { maxAge } }]);
  }
  expect(compiler.issues.map(({ source, value }) => [source, value])).toEqual([
    ['Cats', -2],
    ['Cats', -3],
  ]);
});

describe('the message of an issue', () => {
  it.each<[string, App, string]>([
    [
      'where, what, why, what to do',
      { root: { origin: `${APP}/` } },
      `CorsModule.forRoot: origin "${APP}/" is not a serialized origin: remove the trailing slash`,
    ],
    [
      'the right spelling',
      { root: { origin: 'https://APP.example.com:443' } },
      `CorsModule.forRoot: origin "https://APP.example.com:443" is not how a browser writes it: write "${APP}"`,
    ],
    [
      'an expression',
      { root: { origin: /^a/g } },
      'CorsModule.forRoot: origin /^a/g remembers where it stopped: remove the flag',
    ],
    [
      'nothing',
      { root: {}, cats: [{}, {}] },
      'Cats.one: origin undefined is set at no layer, and nothing becomes "*" unless somebody writes "*": name the origins, here or in CorsModule.forRoot',
    ],
    [
      'the names that are known',
      { root: { origin: APP, policies: { a: {}, b: {} } }, cats: ['c'] },
      'Cats: @Cors "c" is not the name of a policy: write one of "a", "b", or add it to `policies` of CorsModule.forRoot (in Cats.one)',
    ],
    [
      'what a function threw',
      { root: { origin: APP }, cats: [throwing] },
      'Cats: @Cors function throwing threw an Error: return options (in Cats.one)',
    ],
    [
      'the routes that have it from there',
      { root: { origin: `${APP}/` }, cats: [], dogs: [] },
      `CorsModule.forRoot: origin "${APP}/" is not a serialized origin: remove the trailing slash (in Cats.one, Dogs.one)`,
    ],
    [
      'the class and the root that conflict',
      { root: { credentials: true }, cats: [{ origin: '*' }] },
      'Cats: `origin` "*" from `@Cors` on Cats, `credentials` from CorsModule.forRoot: "*" is any origin, which cannot have credentials: list the origins, or set credentials: false (in Cats.one)',
    ],
    [
      'the named policy and the method that conflict',
      { root: { policies: { open: { origin: '*' } } }, cats: ['open', { credentials: true }] },
      'Cats.one: `origin` "*" from policies.open, `credentials` from `@Cors` on Cats.one: "*" is any origin, which cannot have credentials: list the origins, or set credentials: false',
    ],
    [
      'one layer that conflicts with itself',
      { root: { origin: '*', credentials: true } },
      'CorsModule.forRoot: origin "*" is any origin, which cannot have credentials: list the origins, or set credentials: false',
    ],
  ])('%s', (_name, app, message) => {
    expect(issuesOf(app)[0]?.message).toBe(message);
  });

  it.each<[string, unknown, string]>([
    ['a flag', 'true', '"true"'],
    ['a number in a string', '600 s', '"600 s"'],
    ['NaN', Number.NaN, 'NaN'],
    ['a function', function decide() {}, 'function decide'],
    ['a function without a name', () => true, 'function (anonymous)'],
  ])('%s can be printed', (_name, value, printed) => {
    const issues = new ConfigurationIssues();
    issues.report('Cats', { ...FAULT, value });
    expect(issues.list()).toEqual([
      {
        source: 'Cats',
        option: 'maxAge',
        value,
        reason: 'wrong-type',
        message: `Cats: maxAge ${printed} is wrong: fix it`,
        fix: 'fix it',
        routes: [],
      },
    ]);
  });

  it.each<[string, unknown, string]>([
    ['a string that is neither a flag nor a number', 'hunter2', 'a string'],
    ['a list', ['a', 1], 'a list'],
    ['a symbol', Symbol('x'), 'a symbol'],
    ['a big integer', 5n, 'a bigint'],
    ['an object that holds itself', circular(), 'an object'],
  ])('of %s there is its kind alone', (_name, value, kind) => {
    const issues = new ConfigurationIssues();
    issues.report('Cats', { ...FAULT, value });
    expect(issues.list()).toEqual([
      {
        source: 'Cats',
        option: 'maxAge',
        reason: 'wrong-type',
        message: `Cats: maxAge ${kind} is wrong: fix it`,
        fix: 'fix it',
        routes: [],
      },
    ]);
  });

  it.each<[string, string, string, string]>([
    ['quotes', 'a"b', 'a"b', '"a\\"b"'],
    ['control characters', 'a\u001b[2Jb\u202e', 'a\\u001b[2Jb\\u202e', '"a\\u001b[2Jb\\u202e"'],
    ['any length', 'x'.repeat(1000), 'x'.repeat(1000), `"${'x'.repeat(199)}…`],
  ])('an origin of %s can be printed', (_name, value, told, printed) => {
    const issues = new ConfigurationIssues();
    issues.report('Cats', { ...FAULT, option: 'origin', reason: 'origin-not-serialized', value });
    expect(issues.list()).toMatchObject([
      { value: told, message: `Cats: origin ${printed} is wrong: fix it` },
    ]);
  });
});

it('the error holds every issue, and says every message (R12)', () => {
  const issues = issuesOf({ root: { origin: `${APP}/`, maxAge: -2 } });
  const error = new CorsConfigurationError(issues);
  expect(error.name).toBe('CorsConfigurationError');
  expect(error.issues).toEqual(issues);
  expect(error.message.split('\n')).toEqual([
    'the CORS configuration has 2 issues, and the app does not start',
    '',
    '  CorsModule.forRoot',
    ...issues.map(({ message }) => `    - ${message.replace('CorsModule.forRoot: ', '')}`),
    '',
  ]);
  expect(new CorsConfigurationError(issues.slice(1)).message).toMatch(/has 1 issue,/);
});

it('the error has the issues of one place together, places in the order in which they were met', () => {
  const issues = new ConfigurationIssues();
  for (const target of ['Dogs', 'Cats', 'Dogs']) {
    issues.report(target, { ...FAULT, value: issues.list().length });
  }
  const { message } = new CorsConfigurationError(issues.list());
  expect(
    message
      .split('\n')
      .filter((line) => line !== '')
      .slice(1),
  ).toEqual([
    '  Dogs',
    '    - maxAge 0 is wrong: fix it',
    '    - maxAge 2 is wrong: fix it',
    '  Cats',
    '    - maxAge 1 is wrong: fix it',
  ]);
});

describe('the routes that a fault reaches', () => {
  const compile = (root: CorsModuleOptions, routes: Record<string, readonly CorsDeclaration[]>) => {
    const compiler = new PolicyCompiler(root, {} as ModuleRef);
    for (const [route, declarations] of Object.entries(routes)) {
      const targets = [route.split('.')[0]!, route];
      const layers = declarations.map((declaration, at) => ({ target: targets[at]!, declaration }));
      compiler.compile(route, layers);
    }
    return compiler.issues;
  };

  it('are those that have the option from there', () => {
    const routes = {
      'A.x': [],
      'B.x': [{ maxAge: 5 }],
      'B.y': [{}, { origin: APP }],
      'C.x': [false],
    };
    const [maxAge] = compile({ origin: APP, maxAge: -2 }, routes as never);
    expect(maxAge?.routes).toEqual(['A.x', 'B.y']);
  });

  it('are named up to three, and counted', () => {
    const routes = Object.fromEntries([...'abcdefg'].map((name) => [`A.${name}`, []]));
    const [issue] = compile({ origin: '' }, routes);
    expect(issue?.routes).toHaveLength(7);
    expect(issue?.message).toMatch(/ \(in A\.a, A\.b, A\.c and 4 more\)$/);
  });

  it('are none where the fault is that of a route', () => {
    expect(compile({}, { 'A.x': [{ origin: APP }, { maxAge: -2 }] })[0]?.routes).toEqual([]);
  });
});

it('a policy that conflicts with what two methods add says so for each', () => {
  const compiler = new PolicyCompiler({ policies: { open: { origin: '*' } } }, {} as ModuleRef);
  for (const name of ['Cats', 'Dogs']) {
    const method = { target: `${name}.one`, declaration: { credentials: true } };
    compiler.compile(`${name}.one`, [{ target: name, declaration: 'open' }, method]);
  }
  const text = compiler.issues.map(({ message }) => message).join('\n');
  expect(text).toContain('`credentials` from `@Cors` on Cats.one');
  expect(text).toContain('`credentials` from `@Cors` on Dogs.one');
});

it('a function is called once for what it inherits', () => {
  let calls = 0;
  const counting = () => {
    calls++;
    return { maxAge: -2 };
  };
  const compiler = new PolicyCompiler({ origin: APP }, {} as ModuleRef);
  for (const name of ['one', 'two', 'three']) {
    compiler.compile(`Cats.${name}`, [{ target: 'Cats', declaration: counting }]);
  }
  expect(calls).toBe(1);
  expect(compiler.issues.map(({ source, routes }) => [source, routes])).toEqual([
    ['Cats', ['Cats.one', 'Cats.two', 'Cats.three']],
  ]);
});

function issuesOf({ root, cats, dogs }: App) {
  const compiler = new PolicyCompiler(root, {} as ModuleRef);
  compiler.compile('CorsModule.forRoot', []);
  for (const [name, declarations] of Object.entries({ Cats: cats, Dogs: dogs })) {
    if (declarations === undefined) continue;
    const targets = [name, `${name}.one`];
    compiler.compile(
      `${name}.one`,
      declarations.map((declaration, at) => ({ target: targets[at] ?? '', declaration })),
    );
  }
  return compiler.issues;
}

function same(declaration: CorsDeclaration) {
  return { cats: [declaration], dogs: [declaration] };
}

function circular(): object {
  const value = { self: {} };
  value.self = value;
  return value;
}
