import { expect, it } from '@jest/globals';
import { expectInReadme } from '../support/readme-region.js';
import { renderTable } from './readme-table.js';

it('README says what is refused, as the app says it (UPDATE_README=1 writes it anew)', async () => {
  expectInReadme('refused', await renderTable());
});

it('the table of README has no Markdown in it but code', async () => {
  const text = (await renderTable()).replaceAll(/`[^`]*`/g, '');
  expect(text).not.toMatch(/[*_<>\\`~]/);
});
