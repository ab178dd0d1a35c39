// Measures this library beside others. The tables are printed; when everything is measured in full,
// docs/benchmarks.md is written from them.
//
//   npm run bench [-- engine|app|boot] [--quick]
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compiled } from '../test/soak/compiled.js';

for (const folder of ['benchmark/engine', 'benchmark/app', 'benchmark/page']) compiled(folder);
const main = join(compiled('benchmark'), 'main.js');
await import(pathToFileURL(resolve(main)).href);
