// The library beside monitoring agents, which replace what Nest, Express and Fastify hold.
//
//   node test/agents/run.js FOLDER [AGENT]
//
// FOLDER has the agents installed, and below it nest-11 and nest-12 with the packed library: see .ci/agents.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { agentsIn } from './agents.js';
import { printedCase, visit } from './visit.js';

const folder = resolve(process.argv[2] ?? '.');
const total = { passed: 0, failed: 0 };

/** Runs every app with an agent, a few at a time, and prints what was wrong. */
async function watch(agent) {
  const cases = [11, 12].flatMap((nest) =>
    ['express', 'fastify'].flatMap((platform) =>
      ['*', 'https://app.example'].map((root) => ({ folder, agent, nest, platform, root })),
    ),
  );
  const waiting = [...cases];
  const results = new Map();
  const start = performance.now();
  await Promise.all(
    [1, 2, 3].map(async () => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
        results.set(one, await visit(one));
      }
    }),
  );
  const passed = [...results.values()].reduce((sum, result) => sum + result.passed, 0);
  const failed = cases.flatMap((one) =>
    results.get(one).complaints.map((complaint) => `  ${printedCase(one)}: ${complaint}`),
  );
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(`${agent.name}: ${passed} passed, ${failed.length} failed, in ${seconds}s`);
  for (const complaint of failed) console.error(complaint);
  total.passed += passed;
  total.failed += failed.length;
}

const [, , , asked] = process.argv;
for (const agent of agentsIn(folder)) {
  if (asked === undefined || asked === agent.name) await watch(agent);
}
if (process.env.RUNS_ON && asked === undefined) {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const names = agentsIn(folder)
    .filter(({ packages }) => packages.length > 0)
    .map(({ name, packages }) => `${name} ${dependencies[packages[0]]}`);
  writeFileSync(process.env.RUNS_ON, JSON.stringify({ 'monitoring agents': names }));
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
