import { describe, expect, it, jest } from '@jest/globals';
import { readRequestedHeaders } from '../../lib/protocol/requested-headers.js';
import { compile, preflight } from './engine.js';

const ALLOWED = new Set(['authorization', 'content-type', 'x-a', 'x-b']);
const NO_NAMES = new Set<string>();
const allows = (name: string) => ALLOWED.has(name);
const read = (value: string) => readRequestedHeaders(value, ALLOWED, () => false);
const names = (...list: string[]) => ({ names: list.join(',') });
const fault = (reason: string, name?: string) => ({ fault: reason, ...(name && { name }) });
const MALFORMED = fault('headers-malformed');

// https://www.rfc-editor.org/rfc/rfc9110#name-lists-rule-abnf-extension
describe('Access-Control-Request-Headers is a list (R43)', () => {
  it.each([
    ['nothing', '', names()],
    ['one name', 'x-a', names('x-a')],
    [
      'names as a browser sends them',
      'authorization,content-type',
      names('authorization', 'content-type'),
    ],
    ['names in any order and case', 'X-B,x-a', names('x-b', 'x-a')],
    ['names of two lines', 'x-a, x-b', names('x-a', 'x-b')],
    ['spaces and tabs around names', ' \tx-a \t,\t x-b\t', names('x-a', 'x-b')],
    ['a name twice', 'x-a,x-a', names('x-a', 'x-a')],
    ['only white space', ' \t ', names()],
    ['empty elements', ',,x-a,,x-b,', names('x-a', 'x-b')],
    ['empty elements with white space', ' ,\t, x-a ,', names('x-a')],
  ])('%s', (_name, value, expected) => {
    expect(read(value)).toEqual(expected);
  });
});

describe('what is not a list of header names (R43, R44)', () => {
  it.each([
    ['a space in a name', 'x-a x-b', MALFORMED],
    ['a tab in a name', 'x-a\tx-b', MALFORMED],
    ['a semicolon', 'x-a;x-b', MALFORMED],
    ['a colon', 'x-a:', MALFORMED],
    ['a comment', '(x)', MALFORMED],
    ['quotation marks', '"x-a"', MALFORMED],
    ['a line break', 'x-a\n', MALFORMED],
    ['a line feed as white space', '\nx-a', MALFORMED],
    ['a no-break space', '\u00a0x-a', MALFORMED],
    ['a NUL', 'x-a\0', MALFORMED],
    ['a byte beyond ASCII', 'x-\u00e4', MALFORMED],
    ['a letter that has its lower case in ASCII', 'x-\u212a', MALFORMED],
    ['a name that is not allowed', 'x-evil', fault('header-not-allowed', 'x-evil')],
    ['a name that is not allowed, in upper case', 'X-Evil', fault('header-not-allowed', 'x-evil')],
    ['an asterisk', '*', fault('header-not-allowed', '*')],
    ['a name of Object.prototype', 'constructor', fault('header-not-allowed', 'constructor')],
  ])('%s', (_name, value, expected) => {
    expect(read(value)).toEqual(expected);
  });
});

describe('bounds (R47)', () => {
  const filled = (length: number) => `x-a${' '.repeat(length - 3)}`;
  const list = (element: string, count: number) => Array(count).fill(element).join(',');

  it.each([
    ['4096 characters', filled(4096), names('x-a')],
    ['4097 characters', filled(4097), fault('headers-too-long')],
    ['128 names', list('x-a', 128), names(...Array(128).fill('x-a'))],
    ['129 names', list('x-a', 129), fault('headers-too-many')],
    ['16 empty elements', `${','.repeat(16)}x-a`, names('x-a')],
    ['17 empty elements', `${','.repeat(17)}x-a`, MALFORMED],
    ['16 empty elements and nothing else', ','.repeat(15), names()],
    ['17 empty elements and nothing else', ','.repeat(16), MALFORMED],
    [
      '128 names and 16 empty elements',
      `${list('x-a', 128)}${','.repeat(16)}`,
      names(...Array(128).fill('x-a')),
    ],
    ['15 KB of commas', ','.repeat(15_000), fault('headers-too-long')],
    ['15 KB of spaces', ' '.repeat(15_000), fault('headers-too-long')],
    ['2500 names', list('x-a', 2500), fault('headers-too-long')],
  ])('%s', (_name, value, expected) => {
    expect(read(value)).toEqual(expected);
  });
});

describe('the first surprise ends it (R47)', () => {
  it.each([
    [
      'a name that is not allowed, before one that is malformed',
      'x-a,x-evil,(,x-b',
      ['x-a', 'x-evil'],
    ],
    ['a malformed name, before one that is not allowed', 'x-a,(,x-evil', ['x-a']],
    ['an empty element too many', `x-a${','.repeat(18)}x-b`, ['x-a']],
    ['a name too many', Array(1000).fill('x-a').join(), Array(129).fill('x-a')],
    ['a character too many', 'x-a,'.repeat(1025), []],
  ])('%s', (_name, value, looked) => {
    const asked = jest.fn(allows);
    expect(readRequestedHeaders(value, NO_NAMES, asked)).toHaveProperty('fault');
    expect(asked.mock.calls).toEqual(looked.map((name) => [name]));
  });
});

describe('a header that changes which handler runs is granted by its name alone (R55)', () => {
  const REROUTING = [
    'x-http-method-override',
    'x-http-method',
    'x-method-override',
    'forwarded',
    'x-original-url',
    'x-rewrite-url',
    ...['for', 'host', 'proto', 'port', 'prefix', 'uri', 'method', ''].map(
      (n) => `x-forwarded-${n}`,
    ),
  ];
  const spellings = REROUTING.flatMap((name) => [name, name.toUpperCase()]);
  const cases = spellings.flatMap((name) =>
    ['*', 'https://a.example'].map((origin) => [name, origin] as const),
  );
  it.each(cases)('%s, from %s', (name, origin) => {
    const ask = (allowedHeaders: string | undefined) =>
      preflight(compile({ origin, allowedHeaders }), 'https://a.example', 'GET', `x-a,${name}`);
    for (const list of [undefined, '*', '*,Authorization', 'X-A', 'x-forwarded-*']) {
      const { granted, reason, header } = ask(list);
      const refused = list === 'x-forwarded-*' ? 'x-a' : name.toLowerCase();
      expect({ granted, reason, header }).toEqual({
        granted: false,
        reason: 'header-not-allowed',
        header: refused,
      });
    }
    for (const list of [`x-a,${name}`, `*,${name}`]) {
      const { granted, headers } = ask(list);
      expect([granted, headers['Access-Control-Allow-Headers']]).toEqual([
        true,
        `x-a,${name.toLowerCase()}`,
      ]);
    }
  });

  it.each(['x-forwarded', 'x-http-methods', 'x-original-uri', 'x-forwardedfor'])(
    'not %s, which is like one',
    (name) => {
      const policy = compile({ origin: '*' });
      expect(preflight(policy, 'https://a.example', 'GET', name).granted).toBe(true);
    },
  );
});

describe('which names a policy grants', () => {
  const WHATEVER = undefined;
  it.each([
    ['R43', 'whatever is asked for', WHATEVER, 'X-B,authorization', 'x-b,authorization'],
    ['R43', 'whatever is asked for, which is nothing', WHATEVER, '', undefined],
    ['R43', 'whatever is asked for, but `*`', WHATEVER, '*', false],
    ['R44', 'whatever is asked for, but no token', WHATEVER, 'x-a,(x)', false],
    [
      'R47',
      'whatever is asked for, but not 129 names',
      WHATEVER,
      Array(129).fill('x').join(),
      false,
    ],
    ['R45', 'any', '*', 'x-b,X-A', 'x-b,x-a'],
    ['R45', 'any, asked for `*`', '*', 'x-a,*', false],
    ['R46', 'any, asked for Authorization', '*', 'x-a,Authorization', false],
    ['R46', 'any and Authorization', '*,Authorization', 'x-a,authorization', 'x-a,authorization'],
    ['R55', 'whatever is asked for, but no override', WHATEVER, 'x-http-method-override', false],
    ['R55', 'whatever is asked for, but no proxy', WHATEVER, 'X-A,X-Forwarded-Host', false],
    ['R55', 'any, but no override', '*', 'X-HTTP-Method', false],
    ['R55', 'any and Authorization, but no rewrite', '*,Authorization', 'x-rewrite-url', false],
    [
      'R55',
      'an override by its name',
      'X-Method-Override',
      'x-method-override',
      'x-method-override',
    ],
    ['R55', 'any and an override', '*,X-HTTP-Method', 'x-http-method,x-a', 'x-http-method,x-a'],
    [
      'R55',
      'a proxy by its name, asked for another',
      'X-Forwarded-Host,*',
      'x-forwarded-for',
      false,
    ],
    ['R43', 'a list', 'X-A,X-B', 'x-b', 'x-a,x-b'],
    ['R43', 'a list, asked for nothing', 'X-A,X-B', undefined, 'x-a,x-b'],
    ['R43', 'a list, asked for more', 'X-A,X-B', 'x-a,x-c', false],
    ['R43', 'none, asked for nothing', [], undefined, undefined],
    ['R43', 'none, asked for empty elements', [], ' , ,', undefined],
    ['R43', 'none, asked for one', [], 'x-a', false],
  ])('%s %s: %#', (_rule, _name, allowedHeaders, asked, value) => {
    for (const credentials of [false, true]) {
      const policy = compile({ origin: 'https://a.example', allowedHeaders, credentials });
      const { granted, headers } = preflight(policy, 'https://a.example', 'GET', asked);
      expect(granted).toBe(value !== false);
      expect(headers['Access-Control-Allow-Headers']).toBe(value || undefined);
    }
  });
});
