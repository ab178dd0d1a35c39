import 'reflect-metadata';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { format, type Options } from 'prettier';
import { cases } from './cases.js';
import { described } from './described.js';
import { engines } from './engines.js';
import { report, scoreboard } from './report.js';
import { failuresOf, faultsIn, type Row, rowOf } from './row.js';

const style = JSON.parse(readFileSync('.prettierrc.json', 'utf8')) as Options;
const laidOut = (markdown: string) => format(markdown, { ...style, parser: 'markdown' });

const started = performance.now();
const rows: Row[] = [];
for (const engine of engines) rows.push(await rowOf(engine, cases));

console.log(await laidOut(scoreboard(rows, cases)));
for (const row of rows.filter(({ engine }) => engine.isOurs)) {
  const failed = failuresOf(row);
  for (const outcome of failed) {
    const { id, level } = outcome.one;
    console.error(`${row.engine.name}: ${id} (${level}), ${described(outcome.one)}`);
    for (const fault of faultsIn(row, outcome)) console.error(`  ${fault}`);
  }
  if (failed.length > 0) process.exitCode = 1;
  console.log(`${row.engine.name}: ${failed.length} of ${row.outcomes.length} cases fail`);
}
console.log(`${Math.round((performance.now() - started) / 1000)} s`);

mkdirSync('docs', { recursive: true });
writeFileSync('docs/conformance.md', await laidOut(report(rows, cases, new Date())));
