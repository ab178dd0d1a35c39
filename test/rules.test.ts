import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** The rules of the protocol that the sources cite by number. */
const RULES = [...Array.from({ length: 53 }, (_, index) => index + 1), 55, 56, 57, 58, 59, 60].map(
  (number) => `R${number}`,
);

function rulesIn(text: string): readonly string[] {
  return [...text.matchAll(/\bR(\d+)(?:–R(\d+))?\b/g)].flatMap(([, first, last = first]) =>
    RULES.slice(RULES.indexOf(`R${first}`), RULES.indexOf(`R${last}`) + 1),
  );
}

it('every rule is cited by a test', () => {
  const cited = new Set(sources().flatMap((path) => rulesIn(readFileSync(path, 'utf8'))));
  expect(RULES.filter((rule) => !cited.has(rule))).toEqual([]);
});

describe('docs/security.md', () => {
  const text = readFileSync('docs/security.md', 'utf8');
  const [, table = ''] = text.split(/<!-- attacks(?::end)? -->/);
  const rows = table.split('\n').filter((line) => line.includes('](../test/'));

  it.each(rows.map((row) => [row.split('|')[1]?.trim() ?? '', row] as const))(
    'names tests that cite the rules: %s',
    (_, row) => {
      const tests = [...row.matchAll(/\]\((\.\.\/test\/[^)]+)\)/g)].map(([, path = '']) =>
        rulesIn(readFileSync(join(dirname('docs/security.md'), path), 'utf8')),
      );
      const rules = rulesIn(row.split('|')[3] ?? '');
      expect(rules.length).toBeGreaterThan(0);
      // Every rule is in one of the tests, and every test is there for one of the rules.
      expect(rules.filter((rule) => !tests.some((cited) => cited.includes(rule)))).toEqual([]);
      expect(tests.filter((cited) => !rules.some((rule) => cited.includes(rule)))).toEqual([]);
    },
  );
});

function sources(): readonly string[] {
  return readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && path !== 'rules.test.ts')
    .map((path) => join('test', path));
}
