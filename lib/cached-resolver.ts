import type { ModuleRef } from '@nestjs/core';
import type { CorsCachedResolver, CorsResolverCache } from './cors-origin.js';
import { isOptions } from './layer-options.js';
import { toOriginFunction } from './origin-function.js';
import type { OriginAnswer, OriginFunction } from './protocol/origin-function.js';
import { isPromiseLike, judgeAnswer } from './protocol/origin-verdict.js';

/** Makes an origin function of a resolver, which is asked only about what is not remembered. */
export function fromCachedResolver(
  { resolver, cache }: CorsCachedResolver,
  moduleRef: ModuleRef,
): OriginFunction {
  const decide = toOriginFunction(resolver, moduleRef);
  if (!isOptions(cache)) return decide;
  const answers = new AnswerCache(cache);
  const kept = (origin: string, answer: OriginAnswer): OriginAnswer => {
    const { granted, reason } = judgeAnswer(answer, origin);
    if (reason !== 'origin-function-answer') answers.set(origin, granted);
    return answer;
  };
  return (origin, request) => {
    const known = answers.get(origin);
    if (known !== undefined) return known;
    const answer = decide(origin, request);
    if (!isPromiseLike(answer)) return kept(origin, answer);
    return Promise.resolve(answer).then((later) => kept(origin, later));
  };
}

/** Whether origins are granted, each for so long, and so many of them. No timer: time is looked at. */
class AnswerCache {
  private readonly answers = new Map<
    string,
    { readonly granted: boolean; readonly until: number }
  >();
  private readonly ttl: number;
  private readonly max: number;

  constructor({ ttl = 60_000, max = 1000 }: CorsResolverCache) {
    this.ttl = ttl;
    this.max = max;
  }

  get(origin: string): boolean | undefined {
    const answer = this.answers.get(origin);
    if (answer === undefined) return undefined;
    // A map keeps the order in which it was filled: what is put back is the last to be forgotten.
    this.answers.delete(origin);
    if (answer.until <= performance.now()) return undefined;
    this.answers.set(origin, answer);
    return answer.granted;
  }

  set(origin: string, granted: boolean): void {
    this.answers.delete(origin);
    this.answers.set(origin, { granted, until: performance.now() + this.ttl });
    if (this.answers.size <= this.max) return;
    const [oldest = origin] = this.answers.keys();
    this.answers.delete(oldest);
  }
}
