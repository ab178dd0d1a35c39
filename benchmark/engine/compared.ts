import type { Claim } from '../page/claim.js';
import { type Figures, figuresOf, ratioOf } from '../page/figures.js';
import { cell, number } from '../page/table.js';
import type { Cost } from './measure.js';
import type { EngineRequest } from './requests.js';
import type { Scenario } from './scenarios.js';

/** What a request has cost the engines, in their order: this library's first, then `cors`; last, Node. */
export interface Row {
  readonly scenario: Scenario;
  readonly request: EngineRequest;
  readonly costs: readonly Cost[];
}

const NOTHING: Cost = { nanoseconds: [], bytes: [] };

const nameOf = ({ scenario, request }: Row) => `${scenario.name}: ${request.name}`;

const ratioToCors = ({ costs: [ours = NOTHING, cors = NOTHING] }: Row): Figures =>
  ratioOf(ours.nanoseconds, cors.nanoseconds);

/** What the two take longer than Node alone does for what this library answers. */
const ratioBeyondNode = ({ costs }: Row): Figures => {
  const [ours = NOTHING, cors = NOTHING] = costs;
  const { nanoseconds: node } = costs.at(-1) ?? NOTHING;
  const beyond = ({ nanoseconds }: Cost) =>
    nanoseconds.map((cost, round) => cost - (node[round] ?? Number.NaN));
  return ratioOf(beyond(ours), beyond(cors));
};

/** The cells of a row: time of all, the ratios of the first two, and what these two allocate. */
export function cellsOf(row: Row): string[] {
  const [ours = NOTHING, cors = NOTHING] = row.costs;
  return [
    nameOf(row),
    ...row.costs.map(({ nanoseconds }) => cell(figuresOf(nanoseconds), 0)),
    cell(ratioToCors(row), 3),
    cell(ratioBeyondNode(row), 3),
    ...[ours, cors].map(({ bytes }) => cell(figuresOf(bytes), 0)),
  ];
}

/** A row has to be ahead of `cors`; where `cors` walks a list, or writes what nobody reads, by far. */
export function claimOf(row: Row): Claim {
  const { scenario, request } = row;
  const isRefused = request.method === 'OPTIONS' && !request.allowed;
  const limit = scenario.origins >= 1600 ? 1 / 10 : isRefused ? 1 / 3 : 1;
  const besides = `${number(ratioBeyondNode(row).median, 2)} beyond Node.js alone`;
  return { row: `engine, ${nameOf(row)}, against cors`, figures: ratioToCors(row), limit, besides };
}

/** With as many origins as there are, a decision takes at most twice as long as with one. */
export function flatnessOf(rows: readonly Row[]): Claim[] {
  const nanoseconds = ({ costs: [ours = NOTHING] }: Row) => ours.nanoseconds;
  return rows.flatMap((row) => {
    const { asOne } = row.scenario;
    const one = rows.find(
      ({ scenario, request }) => scenario.name === asOne && request.name === row.request.name,
    );
    if (asOne === undefined || one === undefined) return [];
    const figures = ratioOf(nanoseconds(row), nanoseconds(one));
    return [{ row: `engine, ${nameOf(row)}, against ${asOne}`, figures, limit: 2 }];
  });
}
