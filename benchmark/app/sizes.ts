import type { Claim } from '../page/claim.js';
import { figuresOf, ratioOf } from '../page/figures.js';
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
  const [few, many] = [SMALL, large.controllers].map(routes) as [string, string];
  const claims: Claim[] = [];
  const rows = [...new Set(measured.map(({ request }) => request))].map((request) => {
    const roundsOf = (contestant: Contestant, controllers: number) =>
      measured.find(
        ({ spec, request: asked }) =>
          asked === request && spec.contestant === contestant && spec.controllers === controllers,
      )?.rounds ?? [];
    const small = roundsOf('nestjs-cors', SMALL);
    const big = roundsOf('nestjs-cors', large.controllers);
    const smallFloor = roundsOf('no CORS', SMALL);
    const bigFloor = roundsOf('no CORS', large.controllers);

    const figures = ratioOf(big, plus(small, minus(bigFloor, smallFloor)));
    claims.push({
      row: `${large.platform}, ${many}: ${request}, against ${few}`,
      figures,
      limit: LIMIT,
    });
    const costs = [minus(small, smallFloor), minus(big, bigFloor)];
    return [request, ...costs.map((rounds) => cell(figuresOf(rounds), 1)), cell(figures)];
  });
  const about = `What this library adds to a request, in an app of ${few} and in one of ${many}. To a preflight, which
nobody answers without it, that is everything. The ratio is of the whole requests, beyond what the router adds:`;
  return { markdown: `${about}\n\n${table(['', few, many, 'ratio'], rows)}`, claims };
}

const routes = (controllers: number) => `${number(controllers * ROUTES)} routes`;

/** Round by round. What was not measured is nothing. */
const plus = (some: readonly number[], more: readonly number[]) =>
  some.map((cost, round) => cost + (more[round] ?? 0));

const minus = (some: readonly number[], less: readonly number[]) =>
  some.map((cost, round) => cost - (less[round] ?? 0));
