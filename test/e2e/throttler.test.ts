import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { platforms, preflight, send } from '../support/test-app.js';

const APP = 'https://app.example.com';

describe.each(platforms)('the throttler of Nest, on %s,', (platform) => {
  const child = fork('test/e2e/fixtures/throttled-app.js', [platform], { execArgv: [] });
  let port: number;
  beforeAll(async () => {
    [port] = (await once(child, 'message')) as [number];
  });
  afterAll(() => void child.kill());

  it('sees no preflight, and its 429 has the headers of the policy', async () => {
    for (let hit = 0; hit < 10; hit++) {
      expect((await preflight(port, '/cats', APP, 'GET', 'x-token')).status).toBe(204);
      expect((await preflight(port, '/cats', 'https://evil.example', 'GET')).status).toBe(403);
    }
    for (let hit = 0; hit < 3; hit++) {
      expect((await send(port, 'GET', '/cats', { Origin: APP })).status).toBe(200);
    }
    const { status, cors } = await send(port, 'GET', '/cats', { Origin: APP });
    expect({ status, cors }).toEqual({
      status: 429,
      cors: { 'access-control-allow-origin': APP, vary: 'Origin' },
    });
  });
});
