import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRequestedHeaders } from '../../lib/protocol/requested-headers.js';
import { runs } from '../support/property-runs.js';

const RUNS = runs(3000);
const NAMES = new Set(['x-a', 'content-type']);
const allows = (name: string) => !name.includes('evil');

/** Says the same as the reader, after splitting and lower-casing everything. */
function naivelyRead(value: string) {
  if (value.length > 4096) return { fault: 'headers-too-long' };
  const elements = value.split(',').map((element) => element.replace(/^[ \t]+|[ \t]+$/g, ''));
  const names: string[] = [];
  for (const [at, element] of elements.entries()) {
    const name = element.toLowerCase();
    const empty = at + 1 - names.length;
    if (name === '' && empty > 16) return { fault: 'headers-malformed' };
    if (name === '') continue;
    if (/[^!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(element)) return { fault: 'headers-malformed' };
    if (!allows(name)) return { fault: 'header-not-allowed', name };
    if (names.length === 128) return { fault: 'headers-too-many' };
    names.push(name);
  }
  return { names: names.join(',') };
}

const space = fc.constantFrom('', '', '', ' ', '\t', '  ', ' \t ');
const name = fc.constantFrom('x-a', 'X-A', 'content-type', '*', "!#$%&'*+-.^_`|~", 'x'.repeat(40));
const rare = fc.constantFrom(
  'evil',
  'X-Evil',
  'x a',
  '(',
  'x-\u00e9',
  'x\n',
  '\u00a0x',
  'x:',
  '\0',
);
const padded = (element: fc.Arbitrary<string>) =>
  fc.tuple(space, element, space).map((parts) => parts.join(''));
const many = (element: string, times: number) =>
  fc.nat(times).map((count) => Array<string>(count).fill(element).join(','));
const element = fc.oneof(
  { weight: 40, arbitrary: padded(name) },
  { weight: 10, arbitrary: space },
  { weight: 2, arbitrary: padded(rare) },
  // Beyond each of the bounds: 16 empty elements, 128 names, 4096 characters.
  { weight: 1, arbitrary: many('', 18) },
  { weight: 1, arbitrary: many('x-a', 140) },
  { weight: 1, arbitrary: fc.nat(5000).map((length) => 'x'.repeat(length)) },
  { weight: 1, arbitrary: fc.nat(5000).map((length) => ' '.repeat(length)) },
);
const list = fc.array(element, { maxLength: 30 }).map((elements) => elements.join(','));

describe('any Access-Control-Request-Headers (R43, R44, R47)', () => {
  it('is what a naive twin reads', () => {
    const outcomes = new Map<string, number>();
    fc.assert(
      fc.property(list, (value) => {
        const read = readRequestedHeaders(value, NAMES, allows);
        const outcome = 'fault' in read ? read.fault : 'names';
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        expect(read).toEqual(naivelyRead(value));
      }),
      { numRuns: RUNS },
    );
    expect([...outcomes.keys()].toSorted()).toEqual([
      'header-not-allowed',
      'headers-malformed',
      'headers-too-long',
      'headers-too-many',
      'names',
    ]);
    expect(outcomes.get('names')! / RUNS).toBeGreaterThan(0.1);
    expect(outcomes.get('names')! / RUNS).toBeLessThan(0.9);
  });

  it('is answered with no more than was asked', () => {
    fc.assert(
      fc.property(list, (value) => {
        const read = readRequestedHeaders(value, NAMES, () => true);
        const answer = 'names' in read ? read.names : '';
        expect(answer.length).toBeLessThanOrEqual(value.length);
      }),
    );
  });

  it('is read with a bounded number of looks at each character', () => {
    fc.assert(
      fc.property(list, (value) => {
        const { text, looks } = counted(value);
        readRequestedHeaders(text, NAMES, () => true);
        expect(looks()).toBeLessThanOrEqual(value.length > 4096 ? 0 : 6 * value.length + 4);
      }),
    );
  });
});

/** A text that counts how many of its characters have been looked at. */
function counted(value: string) {
  let count = 0;
  const text = {
    length: value.length,
    indexOf(search: string, from: number) {
      const found = value.indexOf(search, from);
      count += (found === -1 ? value.length : found) - from + 1;
      return found;
    },
    charCodeAt(at: number) {
      count++;
      return value.charCodeAt(at);
    },
    slice(start: number, end: number) {
      count += end - start;
      return value.slice(start, end);
    },
  };
  return { text: text as unknown as string, looks: () => count };
}
