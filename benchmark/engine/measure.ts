import { getHeapStatistics } from 'node:v8';
import { measure } from 'mitata';
import type { Effort } from '../page/effort.js';
import type { Exchange } from './engine.js';

/** What an answer has cost an engine, round by round. */
export interface Cost {
  readonly nanoseconds: number[];
  readonly bytes: number[];
}

/** So many responses are made ready at a time; for what is slow, few. */
const BATCH = 128;
const SLOW_BATCH = 2;
const SLOW = 100_000;

/** Measures engines that are compared with each other. They take turns; the first round is for the compiler. */
export async function measureEngines(
  exchanges: readonly Exchange<object>[],
  { rounds, milliseconds }: Effort,
): Promise<readonly Cost[]> {
  const costs = exchanges.map((): Cost => ({ nanoseconds: [], bytes: [] }));
  const batches: number[] = [];
  for (const exchange of exchanges) {
    const { nanoseconds } = await measureOnce(exchange, milliseconds, 1);
    batches.push(nanoseconds > SLOW ? SLOW_BATCH : BATCH);
  }
  for (let round = 0; round < rounds; round++) {
    for (const [index, exchange] of exchanges.entries()) {
      const { nanoseconds, bytes } = await measureOnce(exchange, milliseconds, batches[index] ?? 1);
      costs[index]?.nanoseconds.push(nanoseconds);
      costs[index]?.bytes.push(bytes);
    }
  }
  return costs;
}

async function measureOnce(exchange: Exchange<object>, milliseconds: number, batch: number) {
  const run = function* () {
    // What is called `0` makes the argument, outside of what is measured. It is awaited, and a reply
    // of Fastify's is a promise of its end: it goes in a box.
    yield {
      0: () => ({ response: exchange.fresh() }),
      bench: ({ response }: { response: object }) => exchange.answer(response),
    };
  };
  const { p50, heap } = await measure(run as unknown as () => void, {
    min_cpu_time: milliseconds * 1e6,
    min_samples: 3,
    batch_samples: batch,
    heap: () => getHeapStatistics().used_heap_size,
    // A heap with a million origins would be looked through again and again.
    gc: () => undefined,
  });
  // A collection in between takes something away: what is most is what was allocated.
  return { nanoseconds: p50, bytes: heap?.max ?? Number.NaN };
}
