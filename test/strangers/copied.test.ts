import type { ModuleRef } from '@nestjs/core';
import { Controller, Get } from '@nestjs/common';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, CorsService, type CorsModuleOptions } from 'nestjs-cors';
import { PolicyCompiler } from '../../lib/policy-compiler.js';
import { platforms, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';
const EVIL = 'https://evil.example';

const declared = { origin: [APP], allowedHeaders: ['X-A'] };

@Cors(declared)
@Controller()
class DeclaredController {
  @Get('declared') list() {
    return 'declared';
  }
}

const nothing = {} as ModuleRef;

describe.each(platforms)('options that are changed after the boot, on %s,', (platform) => {
  afterEach(() => {
    Reflect.deleteProperty(Object.prototype, 'origin');
    Reflect.deleteProperty(Object.prototype, 'credentials');
  });

  it('change nothing, also after an update of others', async () => {
    const expression = /^https:\/\/a\.example$/;
    const root = { origin: [APP, expression], policies: { own: { origin: [APP] } } };
    const app = await TestApp.start(platform, {
      imports: [CorsModule.forRoot(root)],
      controllers: [DeclaredController],
    });
    try {
      root.origin.push(EVIL);
      root.policies.own.origin.push(EVIL);
      declared.origin.push(EVIL);
      expression.compile('^https://evil\\.example$');
      const inherited = Object.prototype as { origin?: unknown; credentials?: unknown };
      inherited.origin = '*';
      inherited.credentials = true;
      expect(await app.nest.get(CorsService).update({ maxAge: 5 })).toEqual([]);
      for (const path of ['/declared', '/nothing']) {
        expect((await app.get(path, EVIL)).cors).toEqual({ vary: 'Origin' });
        expect((await app.get(path, APP)).cors).toEqual({
          'access-control-allow-origin': APP,
          vary: 'Origin',
        });
      }
    } finally {
      declared.origin.pop();
      await app.close();
    }
  });
});

describe('names of Object.prototype', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const compiled = (policies: unknown, name: string) => {
    const options = { policies } as CorsModuleOptions;
    const compiler = new PolicyCompiler(options, nothing);
    const policy = compiler.compile('Cats.list', [{ target: 'Cats', declaration: name }]);
    return { policy, reasons: compiler.issues.map(({ reason }) => reason) };
  };

  it.each(names)('%s is an unknown policy where there is none', (name) => {
    expect(compiled({}, name)).toEqual({ policy: undefined, reasons: ['policy-unknown'] });
  });

  it.each(names)('%s is a policy where it is one', (name) => {
    const policies: unknown = JSON.parse(`{ ${JSON.stringify(name)}: { "origin": "${APP}" } }`);
    const { policy, reasons } = compiled(policies, name);
    expect(reasons).toEqual([]);
    expect(policy && [...policy.origins.exact]).toEqual([APP]);
    expect(({} as { origin?: unknown }).origin).toBe(undefined);
  });
});

describe('a list that is wrong all over is told by its first hundred, and their number', () => {
  const many = <Member>(member: (at: number) => Member): Member[] =>
    Array.from({ length: 200_000 }, (_, at) => member(at));
  it.each<[string, () => unknown]>([
    ['origins', () => ({ origin: many((at) => `not an origin ${at}`) })],
    ['origins of no type', () => ({ origin: many((at) => ({ at })) })],
    [
      'insecure origins',
      () => ({ origin: many((at) => `http://a${at}.example`), credentials: true }),
    ],
    ['methods', () => ({ origin: APP, methods: many((at) => `a b${at}`) })],
    ['headers', () => ({ origin: APP, allowedHeaders: many((at) => `a b${at}`) })],
    [
      'public suffixes',
      () => ({ origin: APP, dangerouslyAllowPublicSuffixes: many((at) => `a b${at}`) }),
    ],
    [
      'named policies',
      () => ({
        origin: APP,
        policies: Object.fromEntries(many((at) => [`p${at}`, { maxAge: -2 }] as const)),
      }),
    ],
    ['paths', () => ({ origin: APP, paths: many((at) => `${at}`) })],
    [
      'options',
      () => ({ origin: APP, ...Object.fromEntries(many((at) => `n${at}`).map((n) => [n, 1])) }),
    ],
  ])('%s', (_name, options) => {
    const compiler = new PolicyCompiler(options() as CorsModuleOptions, nothing);
    compiler.compile('Cats.list', [{ target: 'Cats', declaration: {} }]);
    const { issues } = compiler;
    expect(issues.length).toBeLessThanOrEqual(100);
    expect(Math.max(...issues.map(({ message }) => message.length))).toBeLessThan(1000);
    const all = issues.reduce((sum, { more = 0 }) => sum + 1 + more, 0);
    expect(all).toBeGreaterThan(199_000);
    expect(issues.at(-1)?.message).toMatch(/; and 199\d{3} more$/);
  });
});
