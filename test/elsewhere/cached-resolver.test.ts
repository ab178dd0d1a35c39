import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Injectable } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, type CorsOriginResolver, type OriginAnswer } from 'nestjs-cors';
import { platforms, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';
const EVIL = 'https://evil.example';
const numbered = (number: number) => `https://tenant-${number}.example`;

/** Answers at once or later, as each test has it; and knows what it was asked. */
@Injectable()
class Tenants implements CorsOriginResolver {
  readonly asked: string[] = [];
  answer: (origin: string) => OriginAnswer | Promise<OriginAnswer> = () => true;
  resolve(origin: string) {
    this.asked.push(origin);
    return this.answer(origin);
  }
}

@Controller()
class CachedController {
  @Cors({ origin: { resolver: Tenants, cache: { max: 3, ttl: 86_400_000 } }, originTimeout: 50 })
  @Get('small')
  small() {
    return 'small';
  }
  @Cors({ origin: { resolver: Tenants, cache: {} } }) @Get('patient') patient() {
    return 'patient';
  }
  @Cors({ origin: { resolver: Tenants, cache: { ttl: 200 } } }) @Get('short') short() {
    return 'short';
  }
  @Cors({ origin: { resolver: Tenants } }) @Get('none') none() {
    return 'none';
  }
}

describe.each(platforms)('a resolver that remembers, on %s,', (platform) => {
  let app: TestApp;
  let tenants: Tenants;
  beforeAll(async () => {
    app = await TestApp.start(platform, {
      imports: [CorsModule.forRoot({})],
      controllers: [CachedController],
      providers: [Tenants],
    });
    tenants = app.nest.get(Tenants);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    // Nothing of the test before is remembered.
    for (const answer of [false, true]) {
      tenants.answer = () => answer;
      for (let at = 0; at < 3; at++) await app.get('/small', `https://${answer}-${at}.example`);
    }
    tenants.asked.length = 0;
  });

  const granted = async (path: string, origin: string) =>
    (await app.get(path, origin)).cors['access-control-allow-origin'] === origin;

  it.each<[string, (origin: string) => OriginAnswer | Promise<OriginAnswer>]>([
    ['a boolean', (origin) => origin === APP],
    ['an origin', () => APP],
    ['a list', () => [APP, 'https://b.example']],
    ['a promise', async (origin) => origin === APP],
  ])('is asked once about an origin, if it answers with %s', async (_name, answer) => {
    tenants.answer = answer;
    for (let request = 0; request < 3; request++) {
      expect([await granted('/small', APP), await granted('/small', EVIL)]).toEqual([true, false]);
      expect((await app.preflight('/small', APP, 'GET')).status).toBe(204);
      expect((await app.preflight('/small', EVIL, 'GET')).status).toBe(403);
    }
    expect(tenants.asked).toEqual([APP, EVIL]);
  });

  it('is asked once by fifty requests at once', async () => {
    tenants.answer = async (origin) => {
      await sleep(20);
      return origin === APP;
    };
    const requests = Array.from({ length: 50 }, (_, at) =>
      granted('/patient', at % 2 ? APP : EVIL),
    );
    const answers = await Promise.all(requests);
    expect(answers).toEqual(answers.map((_, at) => at % 2 === 1));
    expect(tenants.asked.toSorted()).toEqual([APP, EVIL]);
  });

  it('is asked each time without a cache', async () => {
    tenants.answer = () => true;
    for (let request = 0; request < 3; request++) expect(await granted('/none', APP)).toBe(true);
    expect(tenants.asked).toEqual([APP, APP, APP]);
  });

  it('is asked again when the answer is too old', async () => {
    tenants.answer = () => true;
    expect([await granted('/short', APP), await granted('/short', APP)]).toEqual([true, true]);
    tenants.answer = () => false;
    await sleep(250);
    expect(await granted('/short', APP)).toBe(false);
    expect(tenants.asked).toEqual([APP, APP]);
  });

  it.each<[string, () => OriginAnswer | Promise<OriginAnswer>]>([
    [
      'throws',
      () => {
        throw new Error('no database');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no database'))],
    ['does not answer in time', () => new Promise<boolean>(() => undefined)],
    ['answers with what is no answer', () => undefined as unknown as boolean],
    ['answers with null', () => null as unknown as boolean],
    ['answers with "*"', () => '*'],
  ])('is asked again if it %s', async (_name, answer) => {
    tenants.answer = answer;
    expect([await granted('/small', APP), await granted('/small', APP)]).toEqual([false, false]);
    tenants.answer = () => true;
    expect(await granted('/small', APP)).toBe(true);
    expect(tenants.asked).toEqual([APP, APP, APP]);
  });

  it('remembers so many and no more: what was asked about longest ago is forgotten', async () => {
    tenants.answer = () => true;
    for (const at of [1, 2, 3]) await granted('/small', numbered(at));
    // The first one again, so that the second is the oldest.
    await granted('/small', numbered(1));
    await granted('/small', numbered(4));
    expect(tenants.asked).toEqual([1, 2, 3, 4].map(numbered));
    tenants.asked.length = 0;
    for (const at of [1, 3, 4]) await granted('/small', numbered(at));
    expect(tenants.asked).toEqual([]);
    await granted('/small', numbered(2));
    expect(tenants.asked).toEqual([numbered(2)]);
  });
});
