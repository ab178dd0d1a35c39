import { describe, expect, it, jest } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import type { ModuleRef } from '@nestjs/core';
import type { CorsOrigin, CorsOriginResolver, OriginAnswer } from '../../lib/cors-origin.js';
import {
  explainOriginFunction,
  isResolverClass,
  toOriginFunction,
} from '../../lib/origin-function.js';
import { toOriginOption } from '../../lib/origin-option.js';
import { OriginSource } from '../../lib/protocol/origin-rules.js';

const APP = 'https://app.example.com';
// What Express adds: a method, and its app, which is a function with members.
const request = {
  url: '/cats',
  headers: { host: 'api.example.com' },
  get(this: IncomingMessage, name: 'host') {
    return this.headers[name];
  },
  app: Object.assign(() => undefined, { locals: { tenant: 'a' } }),
} as unknown as ExpressRequest;
type ExpressRequest = IncomingMessage & {
  readonly get: (name: string) => string;
  readonly app: { readonly locals: { readonly tenant: string } };
};

class Tenants implements CorsOriginResolver {
  constructor(private readonly origins = [APP]) {}
  resolve(origin: string, { url }: IncomingMessage): OriginAnswer {
    return url === '/cats' && this.origins.includes(origin);
  }
}
const moduleRef = { get: (type: unknown) => type === Tenants && new Tenants() } as ModuleRef;

type Callback = (error: Error | null, answer?: OriginAnswer) => void;
type Forms = Parameters<typeof toOriginFunction>[0];

const ask = (origin: Forms, text = APP) => toOriginFunction(origin, moduleRef)(text, request);
const asking = (check: (asked: ExpressRequest) => boolean) => (_: string, asked: IncomingMessage) =>
  check(asked as ExpressRequest);
const later = (callback: () => void) => void setImmediate(callback);

describe('the forms of an origin function', () => {
  it.each<[string, Forms, unknown]>([
    ['returns', (origin: string) => origin === APP, true],
    [
      'returns, and looks at the request',
      (_: string, { url }: IncomingMessage) => url === '/cats',
      true,
    ],
    [
      'returns, and calls a method of the request',
      asking((of) => of.get('host') === 'api.example.com'),
      true,
    ],
    [
      'returns, and looks into the app of Express',
      asking(({ app }) => app.locals.tenant === 'a'),
      true,
    ],
    ['returns a list', () => [APP], [APP]],
    ['returns false, with a callback in hand', (_: string, _callback: unknown) => false, false],
    ['the class of a provider', Tenants, true],
  ])('%s', (_name, origin, answer) => {
    expect(ask(origin)).toEqual(answer);
  });

  it.each<[string, Forms, unknown]>([
    ['returns later', async () => true, true],
    [
      'returns later, and looks at the request',
      async (_: string, { url }: IncomingMessage) => url === '/cats',
      true,
    ],
    ['calls back', (_: string, callback: Callback) => callback(null, true), true],
    [
      'calls back, and does not say that it takes a callback',
      (...[, callback]: [string, Callback]) => callback(null, true),
      true,
    ],
    ['calls back with an origin', (_: string, callback: Callback) => callback(null, APP), APP],
    ['calls back with nothing', (_: string, callback: Callback) => callback(null), undefined],
    [
      'calls back later',
      (_: string, callback: Callback) => later(() => callback(null, true)),
      true,
    ],
    [
      'calls back twice, the first of which counts',
      (_: string, callback: Callback) => {
        callback(null, false);
        callback(null, true);
      },
      false,
    ],
    [
      'returns later, after it has called back',
      async (_: string, callback: Callback) => callback(null, true),
      true,
    ],
  ])('%s', async (_name, origin, answer) => {
    const answered = ask(origin);
    expect(answered).toBeInstanceOf(Promise);
    expect(await answered).toEqual(answer);
  });

  it.each<[string, Forms]>([
    ['an error called back', (_: string, callback: Callback) => callback(new Error('no'))],
    [
      'an error called back later',
      (_: string, callback: Callback) => later(() => callback(new Error('no'))),
    ],
    [
      'an error beside an answer',
      (_: string, callback: Callback) => callback(new Error('no'), true),
    ],
    ['a rejection', () => Promise.reject(new Error('no'))],
    [
      'a rejection, with a callback in hand',
      async (_: string, _callback: Callback) => {
        throw new Error('no');
      },
    ],
  ])('%s rejects', async (_name, origin) => {
    await expect(ask(origin)).rejects.toThrow('no');
  });

  it('an answer that was returned counts, whatever is called back', async () => {
    const both = (_: string, callback: Callback) => {
      callback(new Error('no'));
      return true;
    };
    expect(ask(both as Forms)).toBe(true);
  });

  it('a throw is a throw', () => {
    const throwing = (_: string, _callback: Callback) => {
      throw new Error('no');
    };
    expect(() => ask(throwing)).toThrow('no');
  });

  it('a provider is got once, not for each request', () => {
    const get = jest.fn(() => new Tenants());
    const decide = toOriginFunction(Tenants, { get } as unknown as ModuleRef);
    expect([decide(APP, request), decide('https://b.example', request)]).toEqual([true, false]);
    expect(get).toHaveBeenCalledTimes(1);
  });

  it.each<[CorsOrigin]>([['*'], [APP], [[APP, 'null']], [/^a$/], [false]])(
    '%p stays as it is',
    (origin) => {
      expect(toOriginOption(origin, moduleRef, () => new OriginSource())).toBe(origin);
    },
  );
});

describe('the class of a resolver', () => {
  it.each<[string, unknown, boolean]>([
    ['a class with resolve()', Tenants, true],
    ['a subclass', class extends Tenants {}, true],
    ['a class without', class {}, false],
    ['an instance', new Tenants(), false],
    ['an arrow function', () => true, false],
    ['a function', function decide() {}, false],
    ['a string', 'resolve', false],
    ['nothing', undefined, false],
  ])('%s: %p', (_name, value, expected) => {
    expect(isResolverClass(value)).toBe(expected);
  });
});

describe('what is wrong with an origin function', () => {
  const known = { get: () => new Tenants() } as unknown as ModuleRef;
  const unknown = {
    get() {
      throw new Error('Nest could not find Tenants');
    },
  } as unknown as ModuleRef;
  class Arrow {
    resolve = () => true;
  }
  const NO_RESOLVE = ['is a class that has no method `resolve`', 'write resolve(origin, request)'];
  const NO_PROVIDER = [
    'is not a provider that lives as long as the app',
    'add it to the `providers` of a module, without a scope',
  ];

  it.each<[string, unknown, ModuleRef, string[]]>([
    ['a class without resolve()', class {}, known, NO_RESOLVE],
    ['a class whose resolve is a member, not a method', Arrow, known, NO_RESOLVE],
    ['a class that is no provider', Tenants, unknown, NO_PROVIDER],
  ])('%s', (_name, value, moduleRef, [why, fix]) => {
    expect(explainOriginFunction(value as CorsOrigin, moduleRef)).toEqual({
      option: 'origin',
      value,
      reason: 'origin-provider',
      why,
      fix,
    });
  });

  it.each<[string, CorsOrigin | undefined]>([
    ['a provider', Tenants],
    ['an arrow function', () => true],
    [
      'a function',
      function decide() {
        return true;
      },
    ],
    ['a text', APP],
    ['nothing', undefined],
  ])('nothing with %s', (_name, value) => {
    expect(explainOriginFunction(value, known)).toBeUndefined();
  });
});
