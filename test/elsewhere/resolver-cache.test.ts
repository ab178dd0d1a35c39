import type { ModuleRef } from '@nestjs/core';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { fromCachedResolver } from '../../lib/cached-resolver.js';
import type { OriginFunction } from '../../lib/protocol/origin-function.js';
import { judgeOrigin } from '../../lib/protocol/origin-verdict.js';
import { compile } from '../protocol/engine.js';
import { runs } from '../support/property-runs.js';

const APP = 'https://app.example.com';
const TTL = 1000;
const TIMEOUT = 100;

interface Question {
  readonly origin: string;
  readonly answer: (value: unknown) => void;
  readonly fail: (error: unknown) => void;
}

/** A resolver that answers when a test says so, behind a cache. */
class Asked {
  readonly questions: Question[] = [];
  answerAtOnce: ((origin: string) => unknown) | undefined;
  private readonly rules;

  constructor(max = 1000) {
    const resolve = (origin: string): unknown =>
      this.answerAtOnce === undefined
        ? new Promise((answer, fail) => this.questions.push({ origin, answer, fail }))
        : this.answerAtOnce(origin);
    class Resolver {
      resolve() {}
    }
    const moduleRef = { get: () => ({ resolve }) } as unknown as ModuleRef;
    const cached = { resolver: Resolver as never, cache: { ttl: TTL, max } };
    const decide: OriginFunction = fromCachedResolver(cached, moduleRef, TIMEOUT);
    this.rules = compile({ origin: decide }).origins;
  }

  async grants(origin: string): Promise<boolean> {
    return (await judgeOrigin(this.rules, origin, {}, TIMEOUT)).granted;
  }

  /** What is answered at once: nothing, where a question has to be waited for. */
  now(origin: string): boolean | undefined {
    const verdict = judgeOrigin(this.rules, origin, {}, TIMEOUT);
    return verdict instanceof Promise ? undefined : verdict.granted;
  }
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('a remembered answer (R59)', () => {
  it('is the one that came in time', async () => {
    const asked = new Asked();
    const first = asked.grants(APP);
    await jest.advanceTimersByTimeAsync(TIMEOUT);
    expect(await first).toBe(false);
    asked.questions[0]?.answer(true);
    await jest.advanceTimersByTimeAsync(0);
    expect(asked.now(APP)).toBe(undefined);
    expect(asked.questions).toHaveLength(2);
  });

  it('is the one that was asked for last, whichever comes last', async () => {
    const asked = new Asked();
    void asked.grants(APP);
    await jest.advanceTimersByTimeAsync(TIMEOUT);
    const second = asked.grants(APP);
    asked.questions[1]?.answer(false);
    expect(await second).toBe(false);
    asked.questions[0]?.answer(true);
    await jest.advanceTimersByTimeAsync(0);
    expect(asked.now(APP)).toBe(false);
  });

  it('is the one at once, if that was asked for last', async () => {
    const asked = new Asked();
    void asked.grants(APP);
    await jest.advanceTimersByTimeAsync(TIMEOUT);
    asked.answerAtOnce = () => false;
    expect(asked.now(APP)).toBe(false);
    asked.questions[0]?.answer(true);
    await jest.advanceTimersByTimeAsync(0);
    expect(asked.now(APP)).toBe(false);
  });

  it.each([true, false])('that is %s is forgotten when its time is over', async (answer) => {
    const asked = new Asked();
    asked.answerAtOnce = () => answer;
    expect(asked.now(APP)).toBe(answer);
    asked.answerAtOnce = () => !answer;
    await jest.advanceTimersByTimeAsync(TTL - 1);
    expect(asked.now(APP)).toBe(answer);
    await jest.advanceTimersByTimeAsync(1);
    expect(asked.now(APP)).toBe(!answer);
  });

  it('that grants is not forgotten for origins that are refused, nor the other way around', async () => {
    const asked = new Asked(10);
    asked.answerAtOnce = (origin) => origin.startsWith('https://good-');
    const good = Array.from({ length: 10 }, (_, at) => `https://good-${at}.example`);
    for (const origin of good) expect(asked.now(origin)).toBe(true);
    for (let at = 0; at < 1100; at++) expect(asked.now(`https://evil-${at}.example`)).toBe(false);
    asked.answerAtOnce = undefined;
    for (const origin of good) expect(asked.now(origin)).toBe(true);
    // Of those that are refused, the last ten.
    expect(asked.now('https://evil-1090.example')).toBe(false);
    expect(asked.now('https://evil-1089.example')).toBe(undefined);
  });
});

describe('a question', () => {
  it('is asked once for fifty requests at once, and answers all of them', async () => {
    const asked = new Asked();
    const requests = Array.from({ length: 50 }, () => asked.grants(APP));
    expect(asked.questions).toHaveLength(1);
    asked.questions[0]?.answer([APP]);
    expect(new Set(await Promise.all(requests))).toEqual(new Set([true]));
  });

  it('is asked for each origin by itself', () => {
    const asked = new Asked();
    void [asked.grants(APP), asked.grants('https://other.example'), asked.grants(APP)];
    expect(asked.questions.map(({ origin }) => origin)).toEqual([APP, 'https://other.example']);
  });

  it('is waited for by each request as long as its own limit', async () => {
    const asked = new Asked();
    const first = asked.grants(APP);
    await jest.advanceTimersByTimeAsync(TIMEOUT - 1);
    const second = asked.grants(APP);
    await jest.advanceTimersByTimeAsync(1);
    expect(await first).toBe(false);
    asked.questions[0]?.answer(true);
    expect(await second).toBe(true);
    // It came too late to be kept.
    expect(asked.now(APP)).toBe(undefined);
  });

  it('that never ends bars no later one', async () => {
    const asked = new Asked();
    for (let turn = 1; turn <= 3; turn++) {
      const request = asked.grants(APP);
      expect(asked.questions).toHaveLength(turn);
      await jest.advanceTimersByTimeAsync(TIMEOUT);
      expect(await request).toBe(false);
    }
  });

  it.each<[string, (question: Question | undefined) => void]>([
    ['fails', (question) => question?.fail(new Error('no database'))],
    ['is answered with nonsense', (question) => question?.answer('*')],
  ])('that %s refuses all who wait, and is asked anew', async (_name, end) => {
    const asked = new Asked();
    const requests = [asked.grants(APP), asked.grants(APP)];
    end(asked.questions[0]);
    expect(await Promise.all(requests)).toEqual([false, false]);
    expect(asked.now(APP)).toBe(undefined);
    expect(asked.questions).toHaveLength(2);
  });

  it('that throws is asked anew', () => {
    const asked = new Asked();
    asked.answerAtOnce = () => {
      throw new Error('no database');
    };
    expect(asked.now(APP)).toBe(false);
    asked.answerAtOnce = () => true;
    expect(asked.now(APP)).toBe(true);
  });
});

/** The rule, told plainly: of all questions about an origin the last one counts. */
class Model {
  private readonly questions: {
    origin: string;
    asked: number;
    answered?: { granted: boolean; at: number };
    isOver: boolean;
  }[] = [];

  /** Returns what is remembered; otherwise a question is asked, unless one is open. */
  ask(origin: string, now: number): boolean | undefined {
    const last = this.questions.findLast((question) => question.origin === origin);
    const kept = last?.answered;
    if (last && kept && kept.at < last.asked + TIMEOUT && now < kept.at + TTL) return kept.granted;
    const isOpen = last !== undefined && !last.isOver && now < last.asked + TIMEOUT;
    if (!isOpen) this.questions.push({ origin, asked: now, isOver: false });
    return undefined;
  }

  answer(at: number, value: unknown, now: number): void {
    const question = this.questions[at];
    if (question === undefined || question.isOver) return;
    question.isOver = true;
    if (typeof value === 'boolean') question.answered = { granted: value, at: now };
  }

  get count(): number {
    return this.questions.length;
  }
}

it('whatever is asked and answered in whatever order, the last question counts', async () => {
  const step = fc.oneof(
    fc.record({ ask: fc.constantFrom('https://a.example', 'https://b.example') }),
    fc.record({ answer: fc.nat(8), value: fc.constantFrom<unknown[]>(true, false, 'no', null) }),
    fc.record({ pass: fc.constantFrom(1, TIMEOUT / 2, TIMEOUT - 1, TIMEOUT, TTL) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const asked = new Asked();
      const model = new Model();
      for (const next of steps) {
        const now = performance.now();
        if ('ask' in next) {
          expect(asked.now(next.ask)).toBe(model.ask(next.ask, now));
        } else if ('answer' in next) {
          const question = asked.questions[next.answer];
          if (next.value === null) question?.fail(new Error('no database'));
          else question?.answer(next.value);
          model.answer(next.answer, next.value, now);
          await jest.advanceTimersByTimeAsync(0);
        } else {
          await jest.advanceTimersByTimeAsync(next.pass);
        }
        expect(asked.questions).toHaveLength(model.count);
      }
    }),
    { numRuns: runs(300) },
  );
});
