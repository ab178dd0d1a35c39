import type { ModuleRef } from '@nestjs/core';
import type { CorsCachedResolver, CorsResolverCache } from './cors-origin.js';
import { isOptions } from './layer-options.js';
import { notThenable, toOriginFunction } from './origin-function.js';
import type { OriginAnswer, OriginFunction } from './protocol/origin-function.js';
import { judgeAnswer } from './protocol/origin-verdict.js';
import { asThenable, settled } from './protocol/thenable.js';

/**
 * Makes an origin function of a resolver, which is asked only about what is not remembered, and
 * about an origin only once at a time: who asks meanwhile waits for the same answer.
 *
 * @param timeout how long a question may take, in milliseconds: a later answer is not remembered,
 * and the next request asks anew
 */
export function fromCachedResolver(
  { resolver, cache }: CorsCachedResolver,
  moduleRef: ModuleRef,
  timeout: number,
): OriginFunction {
  const decide = toOriginFunction(resolver, moduleRef);
  if (!isOptions(cache)) return decide;
  const answers = new RememberedAnswers(cache);
  const questions = new OpenQuestions(timeout);

  const kept = (answer: unknown, origin: string): OriginAnswer => {
    const { granted, reason } = judgeAnswer(answer, origin);
    // What is no answer is refused by who has asked.
    if (reason === 'origin-function-answer') return answer as OriginAnswer;
    answers.set(origin, granted);
    return granted;
  };
  const ask: OriginFunction = (origin, request) => {
    // What is still to come of an older question is not remembered: this one is asked later.
    questions.close(origin);
    const answer = decide(origin, request);
    const later = asThenable(answer);
    if (later === undefined) return kept(answer, origin);
    return questions.open(origin, async (isInTime) => {
      const [value] = await settled(later);
      const given = notThenable(value);
      return isInTime() ? kept(given, origin) : given;
    });
  };
  return (origin, request) => answers.get(origin) ?? questions.of(origin) ?? ask(origin, request);
}

interface Question {
  readonly until: number;
  readonly answer: Promise<OriginAnswer>;
}

/** The questions that wait for an answer, one for each origin, and none for longer than the limit. */
class OpenQuestions {
  private readonly questions = new Map<string, Question>();

  constructor(private readonly timeout: number) {}

  of(origin: string): Promise<OriginAnswer> | undefined {
    const question = this.questions.get(origin);
    return question !== undefined && question.until > performance.now()
      ? question.answer
      : undefined;
  }

  close(origin: string): void {
    this.questions.delete(origin);
  }

  /** Opens a question. Its answer counts while it is the last question about this origin, and in time. */
  open(
    origin: string,
    answered: (isInTime: () => boolean) => Promise<OriginAnswer>,
  ): Promise<OriginAnswer> {
    this.dropLate();
    const until = performance.now() + this.timeout;
    const isLast = () => this.questions.get(origin) === question;
    const answer = answered(() => isLast() && performance.now() < until).finally(() => {
      if (isLast()) this.close(origin);
    });
    const question: Question = { until, answer };
    this.questions.set(origin, question);
    return answer;
  }

  /** Drops the questions that are past their limit: one may never settle. The map has the oldest first. */
  private dropLate(): void {
    for (const [origin, { until }] of this.questions) {
      if (until > performance.now()) return;
      this.close(origin);
    }
  }
}

/**
 * Whether origins are granted, each for so long. Any client can ask about made-up origins, so
 * refusals have a room of their own. No timer: time is looked at.
 */
class RememberedAnswers {
  private readonly ttl: number;
  private readonly granted: ExpiringKeys;
  private readonly refused: ExpiringKeys;

  constructor({ ttl = 60_000, max = 1000 }: CorsResolverCache) {
    this.ttl = ttl;
    this.granted = new ExpiringKeys(max);
    this.refused = new ExpiringKeys(max);
  }

  get(origin: string): boolean | undefined {
    const now = performance.now();
    if (this.granted.has(origin, now)) return true;
    return this.refused.has(origin, now) ? false : undefined;
  }

  set(origin: string, granted: boolean): void {
    const [into, outOf] = granted ? [this.granted, this.refused] : [this.refused, this.granted];
    outOf.delete(origin);
    into.add(origin, performance.now() + this.ttl);
  }
}

/** Keys, each until a time, and so many of them: the one that was looked up longest ago is dropped. */
class ExpiringKeys {
  // A map keeps the order in which it was filled.
  private readonly times = new Map<string, number>();

  constructor(private readonly max: number) {}

  has(key: string, now: number): boolean {
    const until = this.times.get(key);
    if (until === undefined) return false;
    this.times.delete(key);
    if (until <= now) return false;
    this.times.set(key, until);
    return true;
  }

  add(key: string, until: number): void {
    this.times.delete(key);
    this.times.set(key, until);
    if (this.times.size <= this.max) return;
    const [oldest = key] = this.times.keys();
    this.times.delete(oldest);
  }

  delete(key: string): void {
    this.times.delete(key);
  }
}
