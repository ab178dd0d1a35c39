import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { renderTable } from './readme-table.js';

const START = '<!-- refused:start -->';
const END = '<!-- refused:end -->';

it('README says what is refused, as the app says it (UPDATE_README=1 writes it anew)', async () => {
  const readme = readFileSync('README.md', 'utf8');
  const [before, shown, after] = [START, END].reduce<string[]>(
    (parts, marker) => [...parts.slice(0, -1), ...(parts.at(-1) ?? '').split(marker)],
    [readme],
  );
  if (before === undefined || shown === undefined || after === undefined) {
    throw new Error(`README.md has no table of what is refused: write ${START} and ${END} into it`);
  }
  const table = `\n\n${await renderTable()}\n`;
  if (process.env['UPDATE_README'] === '1') {
    writeFileSync('README.md', [before, START, table, END, after].join(''));
  } else {
    expect(shown).toBe(table);
  }
});

it('the table of README has no Markdown in it but code', async () => {
  const text = (await renderTable()).replaceAll(/`[^`]*`/g, '');
  expect(text).not.toMatch(/[*_<>\\`~]/);
});
