// Compares what a CI script has seen work with what is committed, which README's table is made of.
//
//   node test/runs-on/record.js SCRIPT FILE
//
// FILE has names by kind, as JSON. It fails where they differ; UPDATE_RUNS_ON=1 writes them down.
import { deepStrictEqual } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , script, file] = process.argv;
const results = join(import.meta.dirname, 'results.json');
const recorded = JSON.parse(readFileSync(results, 'utf8'));
const seen = JSON.parse(readFileSync(file, 'utf8'));
if (process.env.UPDATE_RUNS_ON) {
  writeFileSync(results, `${JSON.stringify({ ...recorded, [script]: seen }, null, 2)}\n`);
} else {
  const message = `test/runs-on/results.json is not what ${script} has seen: UPDATE_RUNS_ON=1 writes it anew`;
  deepStrictEqual(seen, recorded[script], message);
}
