import { Agent } from 'node:http';
import { Controller, Get, Put } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, CorsService, type CorsModuleOptions } from 'nestjs-cors';
import { platforms, send, TestApp, type Response } from '../support/test-app.js';

const REQUESTS = Number(process.env['LOAD_REQUESTS'] ?? 5000);
const UPDATES = REQUESTS / 50;
const CONNECTIONS = 16;

const PAGE = 'https://app.example.com';

@Controller()
class CatsController {
  @Get('cats') list() {
    return 'cats';
  }
  @Cors('partner') @Put('cats') update() {
    return 'updated';
  }
  @Cors('asked') @Get('asked') ask() {
    return 'asked';
  }
}

const isAllowed = async (): Promise<boolean> =>
  new Promise((resolve) => setImmediate(resolve, true));
/** Two configurations that differ in every header that there is. */
const FIRST = {
  origin: PAGE,
  credentials: true,
  exposedHeaders: ['X-First'],
  policies: {
    partner: { methods: ['PUT'], allowedHeaders: ['X-First'], maxAge: 1 },
    asked: { origin: isAllowed },
  },
  paths: [{ path: '/docs', policy: { credentials: false } }],
} satisfies CorsModuleOptions;
const SECOND = {
  origin: '*',
  credentials: false,
  exposedHeaders: ['X-Second'],
  policies: {
    partner: { methods: ['PUT', 'DELETE'], allowedHeaders: ['X-First', 'X-Second'], maxAge: 2 },
    asked: { origin: isAllowed },
  },
  paths: [{ path: '/docs', policy: { exposedHeaders: ['X-Docs'] } }],
} satisfies CorsModuleOptions;

const KINDS: readonly ((port: number, agent: Agent) => Promise<Response>)[] = [
  (port, agent) => send(port, 'GET', '/cats', { Origin: PAGE }, undefined, agent),
  (port, agent) => send(port, 'GET', '/asked', { Origin: PAGE }, undefined, agent),
  (port, agent) => send(port, 'GET', '/docs/1', { Origin: PAGE }, undefined, agent),
  (port, agent) => send(port, 'PUT', '/cats', { Origin: PAGE }, undefined, agent),
  (port, agent) =>
    send(
      port,
      'OPTIONS',
      '/cats',
      {
        Origin: PAGE,
        'Access-Control-Request-Method': 'PUT',
        'Access-Control-Request-Headers': 'x-first',
      },
      undefined,
      agent,
    ),
];

/** The CORS headers, in whatever order they were written. */
function told({ cors }: Response): string {
  return Object.entries(cors)
    .map(([name, value]) => `${name}: ${value}`)
    .toSorted()
    .join('\n');
}

describe.each(platforms)('on %s', (platform) => {
  it('every response is of one configuration or the other, while they take turns', async () => {
    const app = await TestApp.start(platform, {
      imports: [CorsModule.forRoot(FIRST)],
      controllers: [CatsController],
    });
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    const cors = app.nest.get(CorsService);
    const corsOfKinds = async (): Promise<readonly string[]> =>
      Promise.all(KINDS.map(async (ask) => told(await ask(app.port, agent))));

    const first = await corsOfKinds();
    expect(await cors.update(SECOND)).toEqual([]);
    const second = await corsOfKinds();
    expect(first.filter((one, at) => one === second[at])).toEqual([]);

    const seen = KINDS.map(() => new Set<string>());
    let sent = 0;
    let updates = 0;
    const updating: Promise<unknown>[] = [];
    const askOn = async (): Promise<void> => {
      while (sent < REQUESTS) {
        const at = sent++ % KINDS.length;
        if (sent % 50 === 0) {
          updating.push(cors.update(updates++ % 2 === 0 ? FIRST : SECOND));
        }
        const response = await KINDS[at]?.(app.port, agent);
        if (response !== undefined) seen[at]?.add(told(response));
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, askOn));
    expect((await Promise.all(updating)).flat()).toEqual([]);
    expect(updates).toBe(UPDATES);
    expect(seen).toEqual(KINDS.map((_, at) => new Set([first[at], second[at]])));
    agent.destroy();
    await app.close();
  }, 300_000);
});
