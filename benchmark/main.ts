import { readFileSync, writeFileSync } from 'node:fs';
import { format, type Options } from 'prettier';
import { benchmarkApps } from './app/benchmark.js';
import { benchmarkBoot } from './app/boot.js';
import { benchmarkEngines } from './engine/benchmark.js';
import { full, quick } from './page/effort.js';
import { lostRows } from './page/lost-rows.js';
import { page, type Results } from './page/page.js';

const style = JSON.parse(readFileSync('.prettierrc.json', 'utf8')) as Options;
const laidOut = (markdown: string) => format(markdown, { ...style, parser: 'markdown' });

const benchmarks = { engine: benchmarkEngines, app: benchmarkApps, boot: benchmarkBoot };
const names = Object.keys(benchmarks) as (keyof Results)[];
const asked = process.argv.slice(2).filter((argument) => argument !== '--quick');
const unknown = asked.filter((name) => !names.includes(name as keyof Results));
if (unknown.length > 0) throw new Error(`no benchmark is called ${unknown.join(', ')}`);
const effort = process.argv.includes('--quick') ? quick : full;

const started = performance.now();
const results: Results = { engine: [], app: [], boot: [] };
for (const name of names.filter((name) => asked.length === 0 || asked.includes(name))) {
  results[name] = await benchmarks[name](effort);
  for (const { markdown } of results[name]) console.log(await laidOut(markdown));
}
const claims = Object.values(results).flatMap((sections) =>
  sections.flatMap(({ claims }) => claims),
);
console.log(`Where it loses\n\n${lostRows(claims)}\n`);
console.log(`${Math.round((performance.now() - started) / 1000)} s`);

// A part of the page, or one that was measured in a hurry, would say what is not so.
if (asked.length === 0 && effort === full) {
  writeFileSync('docs/benchmarks.md', await laidOut(page(results, effort, new Date())));
}
