import type { Effort } from '../page/effort.js';
import type { Section } from '../page/section.js';
import { cell, table } from '../page/table.js';
import { checkAnswer } from './answers.js';
import { cellsOf, claimOf, flatnessOf, type Row } from './compared.js';
import { corsEngine } from './cors.js';
import type { Exchange } from './engine.js';
import { fastifyCorsEngine } from './fastify-cors.js';
import { honoEngine } from './hono.js';
import { measureEngines } from './measure.js';
import { memoryOf } from './memory.js';
import { nestjsCors } from './nestjs-cors.js';
import { node } from './node.js';
import { incoming } from './requests.js';
import { type Scenario, scenarios } from './scenarios.js';

const A_MILLION = 1_000_000;
const ENGINES = [nestjsCors, corsEngine, fastifyCorsEngine, honoEngine, node];

/** Measures engines by themselves, without apps. */
export async function benchmarkEngines(effort: Effort): Promise<readonly Section[]> {
  const memory = memoryOf(A_MILLION);
  const rows: Row[] = [];
  for (const scenario of scenarios(effort)) rows.push(...(await rowsOf(scenario, effort)));

  const names = ENGINES.map(({ name }) => name);
  const heads = ['', ...names, 'ratio to cors', 'beyond Node.js', 'bytes', 'bytes of cors'];
  const claims = [...rows.map(claimOf), ...flatnessOf(rows)];
  const flat = flatnessOf(rows).map(({ row, figures }) => [row, cell(figures)]);
  return [
    { markdown: table(heads, rows.map(cellsOf)), claims },
    { markdown: `${memory}\n\n${table(['', 'ratio'], flat)}`, claims: [] },
  ];
}

async function rowsOf(scenario: Scenario, effort: Effort): Promise<Row[]> {
  const prepared = ENGINES.map((engine) => ({ engine, ready: engine.prepare(scenario.policy) }));
  const rows: Row[] = [];
  for (const request of scenario.requests) {
    const exchanges: Exchange<object>[] = [];
    for (const { engine, ready } of prepared) {
      const exchange = await ready.exchange(incoming(request));
      await checkAnswer(engine, exchange, scenario.policy, request);
      exchanges.push(exchange);
    }
    rows.push({ scenario, request, costs: await measureEngines(exchanges, effort) });
  }
  return rows;
}
