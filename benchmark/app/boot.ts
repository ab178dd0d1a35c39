import type { Claim } from '../page/claim.js';
import type { Effort } from '../page/effort.js';
import { figuresOf } from '../page/figures.js';
import type { Section } from '../page/section.js';
import { cell, number, table } from '../page/table.js';
import { AppProcess } from './app-process.js';
import { ROUTES } from './controllers.js';
import type { AppSpec, Listening } from './spec.js';

/** A second more, at most. */
const LIMIT = 1000;
const MB = 2 ** 20;
const PLATFORMS = ['express', 'fastify'] as const;

/** Measures how long apps take to listen, and how much heap they have then, with the library and without. */
export async function benchmarkBoot(effort: Effort): Promise<readonly Section[]> {
  const rows: string[][] = [];
  const claims: Claim[] = [];
  for (const platform of PLATFORMS) {
    for (const controllers of new Set([1, effort.controllers / 5, effort.controllers])) {
      // There cannot be more policies than routes.
      for (const policies of [3, 500].filter((count) => count <= controllers * ROUTES)) {
        const name = `${platform}, ${number(controllers * ROUTES)} routes, ${policies} policies`;
        const spec = { platform, controllers, policies };
        const { without, milliseconds, bytes } = await bootsOf(spec, effort.boots);
        const figures = figuresOf(milliseconds);
        claims.push({ row: `boot, ${name}, milliseconds`, figures, limit: LIMIT });
        const others = [figuresOf(without), figures].map((figures) => cell(figures, 0));
        rows.push([name, ...others, cell(figuresOf(bytes.map((bytes) => bytes / MB)), 1)]);
      }
    }
  }
  const heads = ['', 'without, ms', 'more, ms', 'more heap, MB'];
  return [{ markdown: table(heads, rows), claims }];
}

/** What is more with the library than in the start just before, without it. */
async function bootsOf(spec: Omit<AppSpec, 'contestant'>, boots: number) {
  const without: number[] = [];
  const milliseconds: number[] = [];
  const bytes: number[] = [];
  for (let boot = 0; boot < boots; boot++) {
    const before = await bootOnce({ ...spec, contestant: 'no CORS' });
    const after = await bootOnce({ ...spec, contestant: 'nestjs-cors' });
    without.push(before.milliseconds);
    milliseconds.push(after.milliseconds - before.milliseconds);
    bytes.push(after.bytes - before.bytes);
  }
  return { without, milliseconds, bytes };
}

async function bootOnce(spec: AppSpec): Promise<Listening> {
  const app = await AppProcess.start(spec);
  await app.stop();
  return app.listening;
}
