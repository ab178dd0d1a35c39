import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';

/**
 * Expects a text between `<!-- name:start -->` and `<!-- name:end -->` of README, or writes it
 * there if the environment says `UPDATE_README=1`.
 */
export function expectInReadme(name: string, text: string): void {
  const readme = readFileSync('README.md', 'utf8');
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const [before, rest] = readme.split(start);
  const [shown, after] = (rest ?? '').split(end);
  if (before === undefined || shown === undefined || after === undefined) {
    throw new Error(`README.md has no place for this: write ${start} and ${end} into it`);
  }
  const written = `\n\n${text}\n`;
  if (process.env['UPDATE_README'] === '1') {
    writeFileSync('README.md', [before, start, written, end, after].join(''));
  } else {
    expect(shown).toBe(written);
  }
}
