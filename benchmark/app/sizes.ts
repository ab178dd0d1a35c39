import type { Claim } from '../page/claim.js';
import { figuresOf } from '../page/figures.js';
import type { Section } from '../page/section.js';
import { cell, number, table } from '../page/table.js';
import { type Configuration, SMALL } from './configurations.js';
import { ROUTES } from './controllers.js';
import type { Measured } from './rounds.js';
import type { Contestant } from './spec.js';

const LIMIT = 1.2;

/**
 * The CPU time of a request to a large app, beside that to a small one. What the platform's router
 * takes longer in the large one, without any CORS, is not held against anybody.
 */
export function sizes({ specs }: Configuration, measured: readonly Measured[]): Section {
  const [large = { platform: '', controllers: 0 }] = specs;
  const [few, many] = [SMALL, large.controllers].map(
    (controllers) => `${number(controllers * ROUTES)} routes`,
  ) as [string, string];
  const claims: Claim[] = [];
  const rows = [...new Set(measured.map(({ request }) => request))].map((request) => {
    const roundsOf = (contestant: Contestant, controllers: number) =>
      measured.find(
        ({ spec, request: asked }) =>
          asked === request && spec.contestant === contestant && spec.controllers === controllers,
      )?.rounds;
    const small = roundsOf('nestjs-cors', SMALL) ?? [];
    const big = roundsOf('nestjs-cors', large.controllers) ?? [];
    // Nobody routes a preflight that nobody answers: there is nothing that the router adds.
    const smallRouter = roundsOf('no CORS', SMALL) ?? small.map(() => 0);
    const largeRouter = roundsOf('no CORS', large.controllers) ?? small.map(() => 0);
    const added = largeRouter.map((cost, round) => cost - (smallRouter[round] ?? 0));
    const figures = figuresOf(
      big.map((cost, round) => cost / ((small[round] ?? 0) + (added[round] ?? 0))),
    );
    const row = `${large.platform}, ${many}: ${request}, against ${few}`;
    claims.push({ row, figures, limit: LIMIT });
    const costs = [small, big, added].map((rounds) => cell(figuresOf(rounds), 1));
    return [request, ...costs, cell(figures)];
  });
  const heads = ['', few, many, 'the router adds', 'ratio'];
  return { markdown: table(heads, rows), claims };
}
