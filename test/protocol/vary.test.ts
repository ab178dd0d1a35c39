import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '../support/property-runs.js';
import { addToVary, VARY_ACTUAL, VARY_PREFLIGHT } from '../../lib/protocol/vary.js';

describe('names added to Vary (R32)', () => {
  it.each([
    ['to nothing', '', VARY_ACTUAL, 'Origin'],
    ['for a preflight', '', VARY_PREFLIGHT, VARY_PREFLIGHT],
    ['to another name', 'Accept-Encoding', VARY_ACTUAL, 'Accept-Encoding, Origin'],
    ['to itself', 'Origin', VARY_ACTUAL, 'Origin'],
    ['to itself in another case', 'origin', VARY_ACTUAL, 'origin'],
    ['to itself twice', 'Origin, ORIGIN', VARY_ACTUAL, 'Origin'],
    ['to a name that contains it', 'X-Origin', VARY_ACTUAL, 'X-Origin, Origin'],
    ['to a list with odd commas', ',Accept ,,\tCookie,', VARY_ACTUAL, 'Accept, Cookie, Origin'],
    [
      'to some of them',
      'Access-Control-Request-Method',
      VARY_PREFLIGHT,
      'Access-Control-Request-Method, Origin, Access-Control-Request-Headers',
    ],
    ['to `*`', '*', VARY_ACTUAL, '*'],
    ['to `*` in a list', 'Accept, *', VARY_ACTUAL, '*'],
    ['to a name with an asterisk', 'X-*', VARY_ACTUAL, 'X-*, Origin'],
  ])('%s', (_name, present, added, expected) => {
    expect(addToVary(present, added)).toBe(expected);
  });
});

describe('any Vary (R32)', () => {
  const name = fc.constantFrom(
    'Accept',
    'ACCEPT',
    'Origin',
    'origin',
    'Cookie',
    'X-Origin',
    '',
    '*',
  );
  const space = fc.constantFrom('', ' ', '\t', ' \t ');
  const element = fc.tuple(space, name, space).map((parts) => parts.join(''));
  const value = fc.array(element, { maxLength: 6 }).map((elements) => elements.join(','));

  it('is what a naive twin makes of it', () => {
    fc.assert(
      fc.property(value, value, (present, added) => {
        expect(addToVary(present, added)).toBe(naively(present, added));
      }),
      { numRuns: runs(100) },
    );
  });

  it('stays as it is when the same is added again', () => {
    fc.assert(
      fc.property(value, value, (present, added) => {
        const once = addToVary(present, added);
        expect(addToVary(once, added)).toBe(once);
      }),
      { numRuns: runs(100) },
    );
  });

  function naively(present: string, added: string): string {
    const names = `${present},${added}`.split(',').map((text) => text.trim());
    if (names.includes('*')) return '*';
    const lower = names.map((text) => text.toLowerCase());
    return names.filter((text, at) => text !== '' && lower.indexOf(lower[at]!) === at).join(', ');
  }
});
