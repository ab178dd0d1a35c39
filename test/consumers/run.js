// Installs the packed package in every kind of project, and asks each for the same exchanges.
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { compilations, rows as compilers } from './rows/compilers.js';
import { rows as bundlers } from './rows/bundlers.js';
import { rows as nestCli } from './rows/nest-cli.js';
import { rows as packageManagers } from './rows/package-managers.js';
import { rows as thePackage } from './rows/package.js';
import { rows as readme } from './rows/readme.js';
import { rows as runtimes } from './rows/runtimes.js';
import { rows as testRunners } from './rows/test-runners.js';
import { runsOn } from './runs-on.js';
import { Workspace } from './workspace.js';

const only = process.argv.slice(2).join(' ').toLowerCase();
const workspace = new Workspace();
process.once('exit', () => workspace.close());
process.once('SIGINT', () => process.exit(130));

const parts = { workspace, compiled: compilations(workspace) };
const groups = {
  'the package': thePackage,
  compilers,
  README: readme,
  'test runners': testRunners,
  'the Nest CLI': nestCli,
  bundlers,
  'package managers': packageManagers,
  runtimes,
};
const rows = Object.entries(groups)
  .flatMap(([kind, group]) => group(parts).map((row) => ({ kind, ...row })))
  .filter(({ app, where }) => `${app}, ${where}`.toLowerCase().includes(only));

async function runRow({ app, where, run }) {
  const start = performance.now();
  let result;
  try {
    const answer = await run();
    result =
      typeof answer === 'string'
        ? { result: 'skipped', detail: answer }
        : { result: 'passed', ...answer };
  } catch (error) {
    result = { result: 'failed', detail: error.message };
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const { result: word, detail = '' } = result;
  const [line] = word === 'failed' ? [''] : [` ${detail}`];
  console.log(
    `${word.padEnd(8)}${app.padEnd(22)}${where.padEnd(34)}${seconds.padStart(6)} s${line}`,
  );
  if (word === 'failed') console.log(detail.replaceAll(/^/gm, '    '));
  return { app, where, ...result };
}

const waiting = [...rows];
const results = [];
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (let row = waiting.shift(); row; row = waiting.shift()) results.push(await runRow(row));
  }),
);

const file = process.env.CONSUMERS_RESULTS;
if (file) writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
const isWhole = only === '' && results.every(({ result }) => result === 'passed');
if (process.env.RUNS_ON && isWhole) {
  writeFileSync(process.env.RUNS_ON, JSON.stringify(runsOn(rows)));
}
const count = (word) => results.filter(({ result }) => result === word).length;
const skipped = count('skipped') > 0 ? `, ${count('skipped')} skipped` : '';
console.log(`${count('passed')} passed, ${count('failed')} failed${skipped}`);
const complete = count('failed') === 0 && !(process.env.CI && count('skipped') > 0);
process.exitCode = complete && count('passed') > 0 ? 0 : 1;
