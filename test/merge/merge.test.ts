import { describe, expect, it } from '@jest/globals';
import type { CorsDeclaration, CorsOptions } from '../../lib/cors-options.js';
import { resolveDeclaration } from '../../lib/declarations.js';
import { mergeLayers, mergeRoot, type Layer, type Resolve } from '../../lib/merge.js';

const APP = 'https://app.example.com';
const PARTNER = 'https://*.partner.example';
const decide = () => true;
const expression = /^https:\/\/a\.example$/;

const policies = {
  public: { origin: '*', credentials: false },
  partner: { origin: PARTNER, maxAge: undefined, allowedHeaders: ['X-Api-Key'] },
} satisfies Record<string, CorsOptions>;

describe('options of all layers, merged', () => {
  it.each<[string, CorsOptions, CorsDeclaration[], CorsOptions | false]>([
    ['the root alone', { origin: APP }, [], { origin: APP }],
    ['nothing at all', {}, [{}, {}], {}],
    ['the class adds to the root', { origin: APP }, [{ maxAge: 5 }], { origin: APP, maxAge: 5 }],
    ['the class wins over the root', { maxAge: 1 }, [{ maxAge: 2 }], { maxAge: 2 }],
    ['the method wins over both', { maxAge: 1 }, [{ maxAge: 2 }, { maxAge: 3 }], { maxAge: 3 }],
    [
      'each option by itself',
      { origin: APP, maxAge: 1 },
      [{ maxAge: 2 }, { credentials: true }],
      { origin: APP, maxAge: 2, credentials: true },
    ],
    [
      'a falsy value wins',
      { maxAge: 1, credentials: true, methods: 'GET' },
      [{ maxAge: 0, credentials: false, methods: [] }],
      { maxAge: 0, credentials: false, methods: [] },
    ],
    [
      'an array replaces',
      { methods: ['GET', 'PUT'] },
      [{ methods: ['POST'] }],
      { methods: ['POST'] },
    ],
    ['a string replaces an array', { origin: [APP, PARTNER] }, [{ origin: '*' }], { origin: '*' }],
    ['a function replaces', { origin: [APP] }, [{ origin: decide }], { origin: decide }],
    [
      'an expression replaces',
      { origin: decide },
      [{ origin: expression }],
      { origin: expression },
    ],
    [
      'undefined inherits',
      { origin: APP, maxAge: 1 },
      [{ origin: undefined, maxAge: 2 }, { maxAge: undefined }],
      { origin: APP, maxAge: 2 },
    ],
    ['@Cors() inherits all', { origin: APP, maxAge: 1 }, [{}, {}], { origin: APP, maxAge: 1 }],
    [
      '`origin: false` is an option like others',
      { origin: APP, maxAge: 1 },
      [{ origin: false }],
      { origin: false, maxAge: 1 },
    ],
    [
      '`origin` again, over `origin: false`',
      { origin: false, maxAge: 1 },
      [{ origin: APP }],
      { origin: APP, maxAge: 1 },
    ],

    [
      'a name stands for its options',
      { origin: APP, maxAge: 1 },
      ['public'],
      { origin: '*', credentials: false, maxAge: 1 },
    ],
    [
      'a name inside another name has nothing of it',
      { origin: APP },
      ['public', 'partner'],
      { origin: PARTNER, allowedHeaders: ['X-Api-Key'] },
    ],
    [
      'a name has nothing of the options around it',
      { origin: APP, maxAge: 1 },
      [{ maxAge: 2, methods: 'GET', credentials: true }, 'public'],
      { origin: '*', credentials: false, maxAge: 1 },
    ],
    [
      'a name has nothing of a function around it',
      { origin: APP },
      [() => ({ maxAge: 2 }), 'partner'],
      { origin: PARTNER, allowedHeaders: ['X-Api-Key'] },
    ],
    [
      'a function over a name',
      { origin: APP, maxAge: 1 },
      ['partner', ({ allowedHeaders }) => ({ allowedHeaders: [...allowedHeaders, 'X-B'] })],
      { origin: PARTNER, maxAge: 1, allowedHeaders: ['X-Api-Key', 'X-B'] },
    ],
    [
      'a name over options over a name',
      {},
      ['public', { maxAge: 2 }, 'public'],
      { origin: '*', credentials: false },
    ],
    [
      'undefined in a named policy inherits',
      { origin: APP, maxAge: 1 },
      ['partner'],
      { origin: PARTNER, maxAge: 1, allowedHeaders: ['X-Api-Key'] },
    ],
    ['options over a name', {}, ['public', { origin: APP }], { origin: APP, credentials: false }],

    ['false', { origin: APP }, [false], false],
    ['false in a method', { origin: APP }, [{ maxAge: 1 }, false], false],
    ['false in both', { origin: APP }, [false, false], false],
    [
      'back on, past the false',
      { origin: APP, maxAge: 1 },
      [false, { maxAge: 2 }],
      { origin: APP, maxAge: 2 },
    ],
    ['back on with @Cors()', { origin: APP }, [false, {}], { origin: APP }],
    [
      'back on with a name',
      { origin: APP, maxAge: 1 },
      [false, 'public'],
      { origin: '*', credentials: false, maxAge: 1 },
    ],
    [
      'back on, with what the root has and not what was before',
      { maxAge: 1 },
      [{ maxAge: 2, methods: 'GET' }, false, {}],
      { maxAge: 1 },
    ],
  ])('%s', (_name, root, declarations, options) => {
    expect(optionsOf(root, ...declarations)).toEqual(options);
  });
});

describe('the function form', () => {
  it('extends', () => {
    const extended = optionsOf({ allowedHeaders: ['X-A'] }, (inherited) => ({
      allowedHeaders: [...inherited.allowedHeaders, 'X-B'],
    }));
    expect(extended).toEqual({ allowedHeaders: ['X-A', 'X-B'] });
  });

  it('extends what was extended', () => {
    const add =
      (name: string): CorsDeclaration =>
      ({ exposedHeaders }) => ({
        exposedHeaders: [...exposedHeaders, name],
      });
    expect(optionsOf({}, add('X-A'), add('X-B'))).toEqual({ exposedHeaders: ['X-A', 'X-B'] });
  });

  it.each<[string, CorsOptions, object]>([
    ['arrays', { methods: ['GET'] }, { methods: ['GET'], allowedHeaders: [], exposedHeaders: [] }],
    [
      'comma lists as arrays',
      { allowedHeaders: 'X-A, X-B' },
      { methods: [], allowedHeaders: ['X-A', 'X-B'], exposedHeaders: [] },
    ],
    [
      '`*` as an array',
      { exposedHeaders: '*' },
      { methods: [], allowedHeaders: [], exposedHeaders: ['*'] },
    ],
    ['absent lists as empty arrays', {}, { methods: [], allowedHeaders: [], exposedHeaders: [] }],
    [
      'all else as it is',
      { origin: APP, maxAge: 1 },
      { origin: APP, maxAge: 1, methods: [], allowedHeaders: [], exposedHeaders: [] },
    ],
  ])('sees %s', (_name, root, seen) => {
    let inherited: unknown;
    optionsOf(root, (options) => {
      const { methods, allowedHeaders, exposedHeaders } = options;
      inherited = { ...options, methods, allowedHeaders, exposedHeaders };
      return {};
    });
    expect(inherited).toEqual(seen);
  });

  it('sees what a class inherits, past a false', () => {
    const credentials = ({ maxAge }: CorsOptions) => ({ credentials: maxAge === 1 });
    expect(optionsOf({ maxAge: 1 }, false, credentials)).toEqual({ maxAge: 1, credentials: true });
    expect(optionsOf({ maxAge: 1 }, { maxAge: 2 }, credentials)).toMatchObject({
      credentials: false,
    });
  });

  it('cannot change what it sees', () => {
    const methods = ['GET'];
    optionsOf({ methods, origin: APP }, (inherited) => {
      expect(Object.isFrozen(inherited)).toBe(true);
      expect(() => (inherited.methods as string[]).push('PUT')).toThrow(TypeError);
      return {};
    });
    expect(methods).toEqual(['GET']);
  });

  it('may return what it sees: lists that were absent stay absent', () => {
    expect(optionsOf({ origin: APP }, (inherited) => ({ ...inherited, maxAge: 1 }))).toEqual({
      origin: APP,
      maxAge: 1,
    });
    expect(optionsOf({ methods: 'GET, PUT' }, (inherited) => inherited)).toEqual({
      methods: ['GET', 'PUT'],
    });
  });
});

describe('where an option comes from', () => {
  const sources = (...declarations: CorsDeclaration[]) => {
    const merged = merge({ origin: APP, credentials: true }, ...declarations);
    return merged && Object.fromEntries(merged.sources);
  };

  it.each<[string, CorsDeclaration[], object | false]>([
    ['the root', [], { origin: 'root', credentials: 'root' }],
    [
      'the nearest that defines it',
      [{ maxAge: 1, credentials: false }, { maxAge: 2 }],
      { origin: 'root', credentials: 'layer 1', maxAge: 'layer 2' },
    ],
    [
      'not one that leaves it undefined',
      [{ origin: undefined }],
      { origin: 'root', credentials: 'root' },
    ],
    [
      'a named policy',
      ['public', { maxAge: 1 }],
      { origin: 'policies.public', credentials: 'policies.public', maxAge: 'layer 2' },
    ],
    [
      'a named policy, and the root past what stands around it',
      [{ origin: '*', maxAge: 1 }, 'partner'],
      {
        origin: 'policies.partner',
        credentials: 'root',
        allowedHeaders: 'policies.partner',
      },
    ],
    [
      'a function',
      [() => ({ maxAge: 1 })],
      { origin: 'root', credentials: 'root', maxAge: 'layer 1' },
    ],
    [
      'not one before a false',
      [{ origin: '*' }, false, { maxAge: 1 }],
      { origin: 'root', credentials: 'root', maxAge: 'layer 3' },
    ],
    ['nowhere, where it is off', [false], false],
  ])('%s', (_name, declarations, expected) => {
    expect(sources(...declarations)).toEqual(expected);
  });
});

function optionsOf(root: CorsOptions, ...declarations: CorsDeclaration[]) {
  const merged = merge(root, ...declarations);
  return merged && merged.options;
}

function merge(root: CorsOptions, ...declarations: CorsDeclaration[]) {
  const resolve = (layer: Layer, inherited: CorsOptions) =>
    resolveDeclaration(layer, inherited, policies) as ReturnType<Resolve>;
  return mergeLayers(
    mergeRoot('root', root),
    declarations.map((declaration, at) => ({ target: `layer ${at + 1}`, declaration })),
    resolve,
  );
}
