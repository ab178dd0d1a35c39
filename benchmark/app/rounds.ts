import { checkAnswer } from './answers.js';
import { AppProcess } from './app-process.js';
import type { Configuration } from './configurations.js';
import { cpuTimePerRequest } from './load.js';
import { isAnsweredBy, requestsFor } from './requests.js';
import type { AppSpec } from './spec.js';

/** What one kind of request has cost one app, round by round, in microseconds of CPU time. */
export interface Measured {
  readonly spec: AppSpec;
  readonly request: string;
  readonly rounds: number[];
}

/** How often the apps are started: no two processes are equally fast, though they run the same. */
const STARTS = 2;

/**
 * Measures apps that are compared with each other. All run at the same time and take turns; before
 * they do, each has to answer as it should, and is warm.
 */
export async function measureApps(
  configuration: Configuration,
  rounds: number,
): Promise<readonly Measured[]> {
  const started: (readonly Measured[])[] = [];
  const starts = Math.min(STARTS, rounds);
  for (let start = 0; start < starts; start++) {
    started.push(await measureOnce(configuration, Math.ceil(rounds / starts)));
  }
  const [first = [], ...others] = started;
  return first.map((measured, index) => ({
    ...measured,
    rounds: [measured, ...others.map((other) => other[index])].flatMap((one) => one?.rounds ?? []),
  }));
}

async function measureOnce(
  { specs, requests, warmUp }: Configuration,
  rounds: number,
): Promise<readonly Measured[]> {
  const apps = await Promise.all(specs.map((spec) => AppProcess.start(spec)));
  try {
    const lanes = apps.flatMap((app) =>
      requestsFor(app.spec)
        .filter((asked) => isAnsweredBy(asked, app.spec))
        .map((asked) => {
          const measured: Measured = { spec: app.spec, request: asked.name, rounds: [] };
          return { app, asked, measured };
        }),
    );
    for (const { app, asked } of lanes) await checkAnswer(app, asked);
    for (const { app, asked } of lanes) await cpuTimePerRequest(app, asked, warmUp);
    // One kind of request after another, so that what is compared is measured in one breath.
    const names = new Set(lanes.map(({ asked }) => asked.name));
    const turns = [...names].flatMap((name) => lanes.filter(({ asked }) => asked.name === name));
    for (let round = 0; round < rounds; round++) {
      // There and back again: nobody always follows the same one.
      for (const { app, asked, measured } of round % 2 === 0 ? turns : turns.toReversed()) {
        measured.rounds.push(await cpuTimePerRequest(app, asked, requests));
      }
    }
    return lanes.map(({ measured }) => measured);
  } finally {
    await Promise.all(apps.map((app) => app.stop()));
  }
}
