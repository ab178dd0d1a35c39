import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseOrigins } from '../lib/parse-origins.js';
import { runs } from './support/property-runs.js';

const A = 'https://a.example';
const B = 'https://*.b.example';

describe('an environment variable with origins', () => {
  it.each<[string, string, string[]]>([
    ['one origin', A, [A]],
    ['two, apart by a comma', `${A},${B}`, [A, B]],
    ['two, apart by a comma and a space', `${A}, ${B}`, [A, B]],
    ['two, apart by spaces', `${A}  ${B}`, [A, B]],
    ['two, apart by a tab', `${A}\t${B}`, [A, B]],
    ['two lines', `\n  ${A}\n  ${B}\n`, [A, B]],
    ['two lines of Windows', `${A}\r\n${B}\r\n`, [A, B]],
    ['empty entries', `,,${A}, ,${B} ,`, [A, B]],
    ['duplicates, the first of which counts', `${B},${A},${B}`, [B, A]],
    ['`*`', '*', ['*']],
    ['nothing', '', []],
    ['white space', ' \t\r\n ', []],
    ['commas', ',,, ,', []],
    ['what is no origin, for the boot to refuse', `${A}/;x "y"`, [`${A}/;x`, '"y"']],
  ])('%s', (_name, text, origins) => {
    expect(parseOrigins(text)).toEqual(origins);
  });

  it('is read in the same way again', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', ',', ' ', '\n') }), (text) => {
        const origins = parseOrigins(text);
        expect(parseOrigins(origins.join(', '))).toEqual(origins);
      }),
      { numRuns: runs(100) },
    );
  });
});
