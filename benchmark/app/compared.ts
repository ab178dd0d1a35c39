import type { Claim } from '../page/claim.js';
import { type Figures, figuresOf, ratioOf } from '../page/figures.js';
import type { Section } from '../page/section.js';
import { cell, table } from '../page/table.js';
import type { Configuration } from './configurations.js';
import type { Measured } from './rounds.js';
import type { Contestant } from './spec.js';

const CONTESTANTS = ['no CORS', 'enableCors', 'delegate', 'nestjs-cors'] as const;
const PEERS = ['enableCors', 'delegate'] as const;

/** The CPU time of a request beside that of the same request to the same app with other CORS. */
export function compared({ name, specs }: Configuration, measured: readonly Measured[]): Section {
  const [{ platform, controllers } = { platform: '', controllers: 0 }] = specs;
  const here = measured.filter(({ spec }) => spec.controllers === controllers);
  const takesPart = (contestant: Contestant) =>
    specs.some((spec) => spec.contestant === contestant);
  const contestants = CONTESTANTS.filter(takesPart);
  const peers = PEERS.filter(takesPart);
  const claims: Claim[] = [];

  const rows = [...new Set(here.map(({ request }) => request))].map((request) => {
    const roundsOf = (contestant: Contestant) =>
      here.find((one) => one.request === request && one.spec.contestant === contestant)?.rounds;
    const ratios = peers.map((peer): Figures => {
      const figures = ratioOf(roundsOf('nestjs-cors') ?? [], roundsOf(peer) ?? []);
      const row = `${platform}, ${name}: ${request}, against ${peer}`;
      claims.push({ row, figures, limit: 1 });
      return figures;
    });
    const costs = contestants.map((contestant) => {
      const rounds = roundsOf(contestant);
      return cell(rounds && figuresOf(rounds), 1);
    });
    return [request, ...costs, ...ratios.map((ratio) => cell(ratio))];
  });
  const heads = ['', ...contestants, ...peers.map((peer) => `ratio to ${peer}`)];
  return { markdown: `### ${platform}, ${name}\n\n${table(heads, rows)}`, claims };
}
