// The table of test/responses, asked of the same app under Node.js, Bun and Deno: each answers with
// the same headers, byte for byte.
//
//   node test/runtimes/run.js FOLDER
//
// FOLDER has the runtimes installed: see .ci/runtimes. The library has to be built.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { compile, root } from './compile.js';
import { start } from './start.js';

process.chdir(root);
const compiled = compile();
const load = (file) => import(join(compiled, 'test', file));
const { LINES } = await load('responses/lines.js');
const { inOrder, signsOf } = await load('responses/row.js');
const { send } = await load('support/test-app.js');
const { sendHttp2 } = await load('support/send-http2.js');

const file = (name) => resolve(process.argv[2] ?? '.', 'node_modules/.bin', name);
const DENO = ['run', '--allow-all', '--no-lock', '--node-modules-dir=manual'];
const runtimes = [
  { name: 'Node.js', program: process.execPath, args: [] },
  { name: 'Bun', program: file('bun'), args: [] },
  // Without the last one it takes CommonJS for ES modules, unless package.json says so.
  { name: 'Deno', program: file('deno'), args: [...DENO, '--unstable-detect-cjs'] },
];

/** What an app answers to a row of the table, or the error that ends the request. */
async function answerOf(ports, row, origin) {
  const ask = row.app === 'http2' ? sendHttp2 : send;
  const headers = { ...row.headers, Origin: origin };
  try {
    const response = await ask(ports[row.app], row.method, row.path, headers, row.body);
    return { ...signsOf(response, row.signs), cors: inOrder(response.cors) };
  } catch (error) {
    return { error: error.code ?? error.message };
  }
}

const total = { passed: 0, failed: 0 };
const others = [];
async function compare(runtime, platform) {
  const main = join(compiled, 'test/responses/app/main.js');
  const app = await start(runtime, [main, platform, 'nestjs-cors']);
  const complaints = [];
  let passed = 0;
  const rows = LINES.flatMap(([, rows]) => rows).filter((row) => row.platforms.includes(platform));
  for (const row of rows) {
    for (const { origin, cors } of row.expected) {
      const answer = await answerOf(app.ports['nestjs-cors'], row, origin);
      const expected = { ...row.signs, cors: inOrder(cors) };
      if (isDeepStrictEqual(answer, expected)) passed += 1;
      else {
        const [got, wanted] = [answer, expected].map((one) => JSON.stringify(one));
        complaints.push(`${row.name}, ${row.path} from ${origin}: ${got}, not ${wanted}`);
      }
    }
  }
  if (app.printed() !== '') complaints.push(app.printed());
  app.stop();
  console.log(
    `${runtime.name}, ${platform}: ${passed} passed, ${complaints.length} failed, ${rows.length} rows`,
  );
  for (const complaint of complaints) console.error(`  ${complaint}`);
  total.passed += passed;
  total.failed += complaints.length;
}

for (const runtime of runtimes) {
  const version = execFileSync(runtime.program, ['--version'], { encoding: 'utf8' });
  console.log(`${runtime.name}: ${version.trim().split('\n')[0]}`);
  if (runtime.name !== 'Node.js') others.push(`${runtime.name} ${/\d[\w.]+/.exec(version)[0]}`);
  for (const platform of ['express', 'fastify']) await compare(runtime, platform);
}
const seen = process.env.RUNS_ON;
if (seen) writeFileSync(seen, JSON.stringify({ 'other runtimes': others }));
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
