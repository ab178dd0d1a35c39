import type { Case } from './case.js';
import { groupOf, groups } from './cases.js';
import type { Engine } from './engines/engine.js';
import { Session } from './session.js';
import type { Verdict } from './verdict.js';

export interface Outcome {
  readonly one: Case;
  readonly verdict: Verdict;
}

/** What an engine has made of the cases. */
export interface Row {
  readonly engine: Engine;
  readonly outcomes: readonly Outcome[];
}

/** Puts every case to an engine. One after another: some are about time. */
export async function rowOf(engine: Engine, cases: readonly Case[]): Promise<Row> {
  const session = new Session(engine);
  const outcomes: Outcome[] = [];
  for (const one of cases) outcomes.push({ one, verdict: await session.run(one) });
  await session.close();
  return { engine, outcomes };
}

/** What is wrong with an outcome. A leak is wrong only where somebody has promised that there is none. */
export function faultsIn({ engine }: Row, { verdict }: Outcome): readonly string[] {
  return [...verdict.faults, ...(engine.isOurs ? (verdict.leaks ?? []) : [])];
}

/** The outcomes with a fault. */
export function failuresOf(row: Row): Outcome[] {
  return row.outcomes.filter((outcome) => faultsIn(row, outcome).length > 0);
}

/** The cells of the scoreboard: a name, how many have passed, how many were asked. */
export function cellsOf({ outcomes }: Row): string[] {
  const asked = outcomes.filter(({ verdict }) => isAsked(verdict));
  const byGroup = Object.keys(groups).map((group) => {
    const mine = asked.filter(({ one }) => groupOf(one) === group);
    return score(mine.filter(({ verdict }) => verdict.result === 'passed').length, mine.length);
  });
  const looked = asked.filter(({ verdict }) => verdict.leaks !== undefined);
  const tight = looked.filter(({ verdict }) => verdict.leaks?.length === 0).length;
  const wordless = outcomes.filter(({ verdict }) => verdict.result === 'cannot be expressed');
  return [...byGroup, score(tight, looked.length), String(wordless.length)];
}

const isAsked = ({ result }: Verdict) => result === 'passed' || result === 'failed';

const score = (passed: number, asked: number) => (asked === 0 ? '–' : `${passed}/${asked}`);

/** The heads of the columns, with the number of cases in each. */
export function headsFor(cases: readonly Case[]): string[] {
  const byGroup = Object.keys(groups).map((group) => {
    return `${group} ${cases.filter((one) => groupOf(one) === group).length}`;
  });
  const strict = cases.filter((one) => one.expect.strict !== undefined).length;
  return [...byGroup, `no leak ${strict}`, 'cannot be expressed'];
}
