import { beforeAll, describe, expect, it } from '@jest/globals';
import { forkApp } from '../support/forked-app.js';
import { platforms, preflight, send } from '../support/test-app.js';
import { APP, EVIL, type Ports } from './app/policy.js';

const LIMITED = '/refused/throttled-later';

describe.each(platforms)('a preflight, granted or refused, on %s,', (platform) => {
  let port: number;
  beforeAll(async () => {
    const { ports } = await forkApp<Ports>('test/responses/app', [platform, 'nestjs-cors']);
    port = ports['nestjs-cors']!.plain!;
  }, 120_000);

  it('does not count for a throttler', async () => {
    for (let hit = 0; hit < 10; hit++) {
      expect((await preflight(port, LIMITED, APP, 'GET', 'x-api-key')).status).toBe(204);
      expect((await preflight(port, LIMITED, EVIL, 'GET')).status).toBe(403);
    }
    const statuses: number[] = [];
    for (let hit = 0; hit < 4; hit++) {
      statuses.push((await send(port, 'GET', LIMITED, { Origin: APP })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429]);
  });

  it('reaches no guard, interceptor, middleware or body parser (R17)', async () => {
    const body = '{"malformed":';
    const asked = {
      'Access-Control-Request-Method': 'POST',
      'Content-Type': 'application/json',
      // Node's client does not expect a body with this method.
      'Content-Length': String(body.length),
    };
    for (const [origin, status] of [
      [APP, 204],
      [EVIL, 403],
    ] as const) {
      const headers = { ...asked, Origin: origin };
      const answer = await send(port, 'OPTIONS', '/answers/body', headers, body);
      expect(answer.status).toBe(status);
    }
    // Those who would have seen it see the request that asks them.
    const seen = await send(port, 'GET', '/answers/seen');
    expect([...new Set(JSON.parse(seen.body) as string[])].sort()).toEqual([
      'app-guard: GET',
      'app-interceptor: GET',
      'global-guard: GET',
      'middleware: GET',
      'module-middleware: GET',
    ]);
  });
});
