import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule } from 'nestjs-cors';
import { MemoryLogger, platforms, TestApp } from '../support/test-app.js';
import { TenantsDatabase } from './tenants-database.js';

const REFRESH = 1000;
const FIRST = 'https://first.example';
const LATER = 'https://later.example';

@Controller()
class OrdersController {
  @Get('orders') list() {
    return 'orders';
  }
  @Cors({ credentials: true }) @Get('basket') basket() {
    return 'basket';
  }
}

describe.each(platforms)('origins from a database, on %s,', (platform) => {
  const database = new TenantsDatabase();
  const logger = new MemoryLogger();
  let app: TestApp;

  @Module({
    providers: [{ provide: TenantsDatabase, useValue: database }],
    exports: [TenantsDatabase],
  })
  class TenantsModule {}

  beforeAll(async () => {
    const cors = CorsModule.forRootAsync({
      imports: [TenantsModule],
      inject: [TenantsDatabase],
      useFactory: (tenants: TenantsDatabase) => ({
        origin: { load: () => tenants.origins(), refresh: REFRESH },
      }),
    });
    app = await TestApp.start(
      platform,
      { imports: [TenantsModule, cors], controllers: [OrdersController] },
      { logger },
    );
  });
  afterAll(async () => {
    await app.close();
    database.delete();
  });

  const granted = async (origin: string, path = '/orders') => {
    const { status, cors } = await app.get(path, origin);
    expect(status).toBe(200);
    return cors['access-control-allow-origin'] === origin;
  };
  /** Asks until the database has been asked again, and what it said is in effect. */
  const refreshed = async () => {
    const before = database.asked;
    for (let tries = 0; database.asked === before && tries < 300; tries++) await sleep(10);
    expect(database.asked).toBe(before + 1);
    await sleep(10);
  };

  it('are nobody, while it has none', async () => {
    expect(database.asked).toBe(1);
    expect((await app.get('/orders', FIRST)).cors).toEqual({ vary: 'Origin' });
    expect((await app.preflight('/orders', FIRST, 'GET')).status).toBe(403);
  });

  it('are granted within the refresh time, and not before; in every policy that has them', async () => {
    await refreshed();
    database.add(FIRST);
    expect(await granted(FIRST)).toBe(false);
    const added = performance.now();
    await refreshed();
    expect(performance.now() - added).toBeLessThan(REFRESH + 500);
    expect((await app.get('/orders', FIRST)).cors).toEqual({
      'access-control-allow-origin': FIRST,
      vary: 'Origin',
    });
    expect((await app.get('/basket', FIRST)).cors).toEqual({
      'access-control-allow-origin': FIRST,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    });
    expect((await app.preflight('/orders', FIRST, 'GET')).status).toBe(204);
    expect(await granted(LATER)).toBe(false);
  });

  it('are refused within the refresh time once they are gone', async () => {
    database.remove(FIRST);
    database.add(LATER);
    expect([await granted(FIRST), await granted(LATER)]).toEqual([true, false]);
    await refreshed();
    expect([await granted(FIRST), await granted(LATER)]).toEqual([false, true]);
  });

  it('are asked for once in a refresh time, however many requests there are', async () => {
    await refreshed();
    const before = { asked: database.asked, at: performance.now() };
    await Promise.all(Array.from({ length: 200 }, () => granted(LATER)));
    const times = Math.ceil((performance.now() - before.at) / REFRESH);
    expect(database.asked - before.asked).toBeLessThanOrEqual(times);
  });

  it('stay while the database is down, with one warning, and come again after it', async () => {
    database.down();
    await refreshed();
    await refreshed();
    expect([await granted(LATER), await granted(FIRST)]).toEqual([true, false]);
    expect((await app.preflight('/basket', LATER, 'GET')).status).toBe(204);
    expect(logger.warnings).toEqual([
      'CorsModule.forRoot: origin.load has thrown a SQLite3Error: catch it in load() to see its text, or return a list; the last good list stays',
    ]);
    database.up();
    database.add(FIRST);
    await refreshed();
    expect([await granted(LATER), await granted(FIRST)]).toEqual([true, true]);
    expect(logger.warnings).toHaveLength(1);
  });

  it('stay while one of them is no origin, for all policies', async () => {
    logger.warnings.length = 0;
    // Of the two policies, only the one with credentials refuses it.
    database.add('http://plain.example');
    database.remove(FIRST);
    await refreshed();
    await refreshed();
    expect([await granted('http://plain.example'), await granted(FIRST)]).toEqual([false, true]);
    expect(logger.warnings).toEqual([
      'OrdersController.basket: `origin[1]` from CorsModule.forRoot, `credentials` from `@Cors` on OrdersController.basket: as loaded is not encrypted: whoever is on the way could use the credentials: correct this row: a list has serialized origins and patterns; the last good list stays',
    ]);
    database.remove('http://plain.example');
    await refreshed();
    expect(await granted(FIRST)).toBe(false);
  });

  it('are not asked for once the app has closed', async () => {
    await app.close();
    const { asked } = database;
    await sleep(REFRESH + 300);
    expect(database.asked).toBe(asked);
  });
});
