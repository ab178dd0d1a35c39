import { number } from '../page/table.js';
import { compile } from './nestjs-cors.js';
import { policyFor } from './policy.js';
import { exactOrigins } from './scenarios.js';

/** Says what a policy with so many origins takes: to compile, and to keep. */
export function memoryOf(count: number): string {
  const policy = policyFor({ exact: exactOrigins(count), domains: [] });
  const before = heap();
  const started = performance.now();
  const compiled = compile(policy);
  const milliseconds = performance.now() - started;
  const bytes = heap() - before;
  // What nobody reads afterwards could have been collected.
  if (compiled.origins.any) throw new Error('a list of origins has become any origin');
  return `A policy with ${number(count)} origins takes ${number(milliseconds)} ms to compile and ${number(bytes / 2 ** 20)} MB to keep, beside the list that it was made from.`;
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
