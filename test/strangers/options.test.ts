import type { ModuleRef } from '@nestjs/core';
import { describe, expect, it } from '@jest/globals';
import { CorsConfigurationError, type CorsModuleOptions } from 'nestjs-cors';
import { OptionCopies } from '../../lib/copied-options.js';
import { PolicyCompiler } from '../../lib/policy-compiler.js';
import { OPTION_NAMES } from '../../lib/protocol/options.js';
import { SECRET, STRANGERS } from './strangers.js';

const NO_PROVIDERS = {
  get() {
    throw new Error('there is none');
  },
} as unknown as ModuleRef;

/** Places of the options in which a value may stand, by their paths. */
const PLACES = [
  ...OPTION_NAMES.map((name) => [name]),
  ...OPTION_NAMES.map((name) => ['reportOnly', name]),
  ...OPTION_NAMES.map((name) => ['policies', 'own', name]),
  ...['load', 'refresh', 'timeout', 'onError', 'resolver', 'cache', 'other'].map((name) => [
    'origin',
    name,
  ]),
  ...['ttl', 'max', 'other'].map((name) => ['origin', 'cache', name]),
  ...['0', '1'].flatMap((at) => [
    ['origin', at],
    ['methods', at],
    ['allowedHeaders', at],
  ]),
  ...['policies', 'paths', 'reportOnly', 'password', 'DATABASE_URL'].map((name) => [name]),
  ['policies', 'own'],
  ['paths', '0'],
  ['paths', '0', 'path'],
  ['paths', '0', 'policy'],
  ['paths', '0', 'password'],
  [],
];

/** Puts a value, or a getter that throws it, at a place. */
function placed(path: readonly string[], value: unknown, isThrown: boolean): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const holder: object = /^\d$/.test(name) ? ['https://a.example'] : {};
  const inner = placed(rest, value, isThrown);
  const get = () => {
    if (isThrown && rest.length === 0) throw inner;
    return inner;
  };
  return Object.defineProperty(holder, name, { get, enumerable: true, configurable: true });
}

/** What is told of a configuration that has a value at a place. */
function told(place: readonly string[], value: unknown, isThrown: boolean, isDeclared: boolean) {
  const options = placed(place, value, isThrown) as CorsModuleOptions;
  const compiler = new PolicyCompiler(
    isDeclared ? { origin: 'https://a.example' } : options,
    NO_PROVIDERS,
    new OptionCopies(),
  );
  compiler.compile('CorsModule.forRoot', []);
  const layers = isDeclared ? [{ target: 'Cats', declaration: options }] : [];
  compiler.compile('Cats.list', layers);
  const { issues } = compiler;
  if (issues.length === 0) return '';
  return `${new CorsConfigurationError(issues).message}\n${JSON.stringify(issues)}`;
}

describe.each([
  ['forRoot', false],
  ['@Cors()', true],
])('strangers in the options of %s', (_, isDeclared) => {
  it.each(PLACES.map((place) => [place.join('.') || 'their place', place] as const))(
    'at %s: they boot or are refused, and no secret is told (R60)',
    (_name, place) => {
      for (const [stranger, make] of Object.entries(STRANGERS)) {
        for (const isThrown of [false, true]) {
          let text: unknown;
          try {
            text = told(place, make(), isThrown, isDeclared);
          } catch (error) {
            throw new Error(`${stranger} was thrown on`, { cause: error });
          }
          expect([stranger, text]).toEqual([stranger, expect.not.stringContaining(SECRET)]);
          // oxlint-disable-next-line no-control-regex -- a terminal obeys them
          expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
        }
      }
    },
  );
});

it('what is told of an ordinary mistake is there to be compared', () => {
  expect(told(['origin'], 'https://a.example/', false, false)).toContain('trailing slash');
});
