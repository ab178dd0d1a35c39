import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get } from '@nestjs/common';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CorsModule, type CorsOriginList } from 'nestjs-cors';
import { MemoryLogger, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';
const OTHER = 'https://other.example';
const NOBODY = { vary: 'Origin' };

@Controller()
class OrdersController {
  @Get('orders') list() {
    return 'orders';
  }
}

const apps: TestApp[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

const logger = new MemoryLogger();
async function start(origin: CorsOriginList): Promise<TestApp> {
  logger.warnings.length = 0;
  const metadata = { imports: [CorsModule.forRoot({ origin })], controllers: [OrdersController] };
  const app = await TestApp.start('express', metadata, { logger });
  apps.push(app);
  return app;
}
const corsOf = async (app: TestApp, origin: string) => (await app.get('/orders', origin)).cors;
const granted = (origin: string) => ({ 'access-control-allow-origin': origin, ...NOBODY });

/** Waits until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo() && tries < 400; tries++) await sleep(10);
  expect(isSo()).toBe(true);
}

/** Loads as a test says: each load waits for its turn to be answered. */
class Answers {
  running = 0;
  most = 0;
  readonly waiting: ((answer: Promise<readonly string[]>) => void)[] = [];

  readonly load = async (): Promise<readonly string[]> => {
    this.most = Math.max(this.most, ++this.running);
    const answer = await new Promise<readonly string[]>((resolve) => this.waiting.push(resolve));
    this.running--;
    return answer;
  };

  async answer(at: number, ...origins: string[]): Promise<void> {
    await until(() => this.waiting.length > at);
    this.waiting[at]?.(Promise.resolve(origins));
  }
}

describe('a list that is loaded', () => {
  it('is loaded before the app listens', async () => {
    const answers = new Answers();
    const starting = start(answers);
    await until(() => answers.waiting.length === 1);
    const first = await Promise.race([starting, sleep(50, 'not yet')]);
    expect(first).toBe('not yet');
    await answers.answer(0, APP);
    expect(await corsOf(await starting, APP)).toEqual(granted(APP));
  });

  it('is never loaded twice at a time, and the list stays while a load runs', async () => {
    const answers = new Answers();
    const starting = start({ load: answers.load, refresh: 1000 });
    await answers.answer(0, APP);
    const app = await starting;
    await until(() => answers.waiting.length === 2);
    await sleep(1200);
    expect({ most: answers.most, loads: answers.waiting.length }).toEqual({ most: 1, loads: 2 });
    expect(await corsOf(app, APP)).toEqual(granted(APP));
    await answers.answer(1, OTHER);
    await until(() => answers.running === 0);
    expect(await corsOf(app, APP)).toEqual(NOBODY);
    expect(await corsOf(app, OTHER)).toEqual(granted(OTHER));
  });

  it('is given up in time, and what comes of it later is ignored', async () => {
    const answers = new Answers();
    const starting = start({ load: answers.load, refresh: 1000, timeout: 50 });
    await answers.answer(0, APP);
    const app = await starting;
    await until(() => logger.warnings.length > 0);
    expect(logger.warnings).toEqual([
      'CorsModule.forRoot: origin.timeout 50 milliseconds are over, and load() has returned nothing: see why, or set a greater one; the last good list stays',
    ]);
    await answers.answer(1, OTHER);
    await until(() => answers.running === 0);
    expect(await corsOf(app, OTHER)).toEqual(NOBODY);
    await answers.answer(2, OTHER, APP);
    await until(() => answers.running === 0);
    expect(await corsOf(app, OTHER)).toEqual(granted(OTHER));
  });

  it('is loaded once if there is no refresh', async () => {
    let loads = 0;
    const app = await start({ load: () => [`https://load-${++loads}.example`] });
    await sleep(1300);
    expect(loads).toBe(1);
    expect(await corsOf(app, 'https://load-1.example')).toEqual(granted('https://load-1.example'));
  });

  it('is that of an object, which is `this` in it', async () => {
    class Directory {
      readonly refresh = 1000;
      readonly errors: string[] = [];
      private loads = 0;
      load() {
        if (++this.loads > 1) throw new Error('away');
        return [APP];
      }
      onError({ message }: Error) {
        this.errors.push(message);
      }
    }
    const directory = new Directory();
    const app = await start(directory);
    await until(() => directory.errors.length > 0);
    expect(directory.errors).toEqual([
      'CorsModule.forRoot: origin.load has thrown an Error: catch it in load() to see its text, or return a list; the last good list stays',
    ]);
    expect(await corsOf(app, APP)).toEqual(granted(APP));
  });

  it('tells onError each time, with what was thrown, and survives what that does', async () => {
    const away = new Error('away');
    const causes: unknown[] = [];
    let loads = 0;
    const app = await start({
      load() {
        if (++loads > 1) throw away;
        return [APP];
      },
      refresh: 1000,
      async onError({ cause }) {
        causes.push(cause);
        throw new Error('no pager');
      },
    });
    await until(() => causes.length === 2);
    expect(causes).toEqual([away, away]);
    expect(logger.warnings).toContain('origin.onError failed with an Error');
    expect(await corsOf(app, APP)).toEqual(granted(APP));
  });

  it('is warned about anew once the reason is another one, or has been gone', async () => {
    const outcomes = ['', 'down', 'down', 'slow', '', 'slow'];
    let loads = 0;
    await start({
      load() {
        const reason = outcomes[loads++] ?? '';
        if (reason === 'down') throw new TypeError('https://user:password@database.example');
        if (reason === 'slow') throw new RangeError('https://user:password@database.example');
        return [APP];
      },
      refresh: 1000,
    });
    await until(() => loads > 3);
    await until(() => loads > 5);
    await until(() => logger.warnings.length === 3);
    expect(logger.warnings.map((warning) => /has thrown an? (\w+):/.exec(warning)?.[1])).toEqual([
      'TypeError',
      'RangeError',
      'RangeError',
    ]);
  }, 15_000);

  it('does not keep a changed array: what is in effect is what was returned', async () => {
    const list = [APP];
    const app = await start({ load: () => list });
    list[0] = OTHER;
    expect(await corsOf(app, APP)).toEqual(granted(APP));
    expect(await corsOf(app, OTHER)).toEqual(NOBODY);
  });
});

it('an empty list after a full one refuses everybody', async () => {
  let list = [APP];
  let loads = 0;
  const app = await start({
    load() {
      loads++;
      return list;
    },
    refresh: 1000,
  });
  expect(await corsOf(app, APP)).toEqual(granted(APP));
  list = [];
  await until(() => loads === 2);
  expect(await corsOf(app, APP)).toEqual(NOBODY);
  expect(logger.warnings).toEqual([]);
});

it('requests while lists are swapped see one of them whole', async () => {
  const lists = [
    [APP, 'https://a.example'],
    [OTHER, 'https://b.example'],
  ];
  let loads = 0;
  const app = await start({ load: () => lists[loads++ % 2] ?? [], refresh: 1000 });
  const seen = new Set<string>();
  const isDone = () => loads >= 4;
  while (!isDone()) {
    const answers = await Promise.all(
      [APP, 'https://a.example', OTHER, 'https://b.example'].map((origin) => corsOf(app, origin)),
    );
    seen.add(answers.map((cors) => ('access-control-allow-origin' in cors ? 'y' : 'n')).join(''));
  }
  // A batch of requests may straddle a swap; most do not.
  expect([...seen]).toEqual(expect.arrayContaining(['yynn', 'nnyy']));
}, 15_000);
