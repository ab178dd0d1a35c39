import type { Case, Config } from './case.js';
import { CannotExpress, type Engine, type RunningApp } from './engines/engine.js';
import { bootVerdict, type Verdict, verdictOf } from './verdict.js';
import { ask } from './wire.js';

/** A machine that is busy is no fault: an answer that is late is asked for again. */
const ATTEMPTS = 8;

/** An engine, and an app of it for every configuration that has been asked for. */
export class Session {
  readonly #apps = new Map<string, Promise<RunningApp>>();

  constructor(private readonly engine: Engine) {}

  /** Puts a case to the engine. */
  async run(one: Case): Promise<Verdict> {
    const { isOurs } = this.engine;
    if (one.level === 'CONTRACT' && !isOurs) return { result: 'not asked', faults: [] };
    let app: RunningApp;
    try {
      app = await this.#appFor(one.config);
    } catch (error) {
      if (error instanceof CannotExpress) return { result: 'cannot be expressed', faults: [] };
      return bootVerdict(one, error);
    }
    if (one.expect.outcome === 'config-error') return { result: 'failed', faults: ['it boots'] };
    return await this.#ask(app.port, one);
  }

  async close(): Promise<void> {
    for (const app of await Promise.allSettled(this.#apps.values())) {
      if (app.status === 'fulfilled') await app.value.close();
    }
  }

  async #ask(port: number, one: Case): Promise<Verdict> {
    try {
      for (let time = 1; ; time++) {
        const answer = await ask(port, one);
        const verdict = verdictOf(one, this.engine.isOurs, answer);
        const isLate = answer.ms > (one.expect.maxMs ?? Infinity);
        if (time >= (isLate ? ATTEMPTS : (one.times ?? 1))) return verdict;
        if (!isLate && verdict.result === 'failed') return verdict;
      }
    } catch (error) {
      return { result: 'failed', faults: [String(error)] };
    }
  }

  #appFor(config: Config | null): Promise<RunningApp> {
    const key = JSON.stringify(config);
    let app = this.#apps.get(key);
    if (app === undefined) {
      app = boot(this.engine, config);
      this.#apps.set(key, app);
    }
    return app;
  }
}

async function boot(engine: Engine, config: Config | null): Promise<RunningApp> {
  // A copy: what an engine is given may be changed below.
  const prepared = engine.prepare(structuredClone(config));
  if (config?.frozen === true) eachPart(prepared.options, Object.freeze);
  const app = await prepared.start();
  const later = config?.pushedLater;
  if (later !== undefined) {
    eachPart(prepared.options, (part) => Array.isArray(part) && part.push(later));
  }
  return app;
}

/** Every list and every plain object in the options. What else is in there has a state of its own. */
function eachPart(part: unknown, visit: (part: object) => unknown): void {
  const isPlain = Object.prototype.toString.call(part) === '[object Object]';
  if (!isPlain && !Array.isArray(part)) return;
  for (const inner of Object.values(part as object)) eachPart(inner, visit);
  visit(part as object);
}
