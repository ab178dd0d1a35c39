import { number } from '../page/table.js';
import { compile } from './nestjs-cors.js';
import { policyFor } from './policy.js';
import { exactOrigins } from './scenarios.js';

/** Says what a policy with so many origins takes: to compile, and to keep. */
export function memoryOf(count: number): string {
  // As they come out of a file: each in one piece, which those that were just put together are not.
  const exact = JSON.parse(JSON.stringify(exactOrigins(count))) as string[];
  const policy = policyFor({ exact, domains: [] });
  const before = heap();
  const started = performance.now();
  const compiled = compile(policy);
  const milliseconds = performance.now() - started;
  const bytes = heap() - before;
  // Until here both are in use: what nobody reads any more could have been collected before.
  if (compiled.origins.any || policy.origins === '*')
    throw new Error('a list has become any origin');
  return `A policy with ${number(count)} origins takes ${number(milliseconds)} ms to compile and ${number(bytes / 2 ** 20)} MB to keep, beside the list that it was made from.`;
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
