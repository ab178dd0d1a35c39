import { Controller, Get, type INestApplication, Post } from '@nestjs/common';
import { NestApplication } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule } from 'nestjs-cors';
import { isLowestNest } from '../support/lowest-nest.js';
import { platforms, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';
const GRANTED = { 'access-control-allow-origin': APP, vary: 'Origin' };

@Cors({ origin: APP })
@Controller('cats')
class CatsController {
  @Get() list() {
    return [];
  }
  @Post() create() {
    return 'created';
  }
}

// Nest 11 has no such protection.
const protectsFromForgery = 'enableCsrfProtection' in NestApplication.prototype;

if (protectsFromForgery) {
  describe.each(platforms)('beside enableCsrfProtection, on %s,', (platform) => {
    let app: TestApp;
    beforeAll(async () => {
      const metadata = { imports: [CorsModule.forRoot({})], controllers: [CatsController] };
      const configure = (nest: INestApplication) =>
        (nest as INestApplication & { enableCsrfProtection(): void }).enableCsrfProtection();
      app = await TestApp.start(platform, metadata, { configure });
    });
    afterAll(() => app.close());

    it('its 403 has the headers of the policy', async () => {
      const headers = { Origin: APP, 'Sec-Fetch-Site': 'cross-site' };
      const { status, cors } = await app.send('POST', '/cats', headers);
      expect([status, cors]).toEqual([403, GRANTED]);
      expect((await app.send('GET', '/cats', headers)).cors).toEqual(GRANTED);
    });

    it('a preflight is answered, and not by it', async () => {
      expect((await app.preflight('/cats', APP, 'POST')).status).toBe(204);
      expect((await app.preflight('/cats', 'https://evil.example', 'POST')).status).toBe(403);
    });
  });
}

describe.each(platforms)('on %s, a request target that no route can have', (platform) => {
  it('is answered with the policy of the root, or without reaching the app', async () => {
    const metadata = {
      imports: [CorsModule.forRoot({ origin: APP })],
      controllers: [CatsController],
    };
    const app = await TestApp.start(platform, metadata);
    const { status, cors } = await app.send('GET', '*cats', { Origin: APP });
    await app.close();
    // The first Fastify answers by itself, and runs no hook.
    const isOutOfReach = isLowestNest && platform === 'fastify';
    const answers = isOutOfReach
      ? [
          [400, {}],
          [200, GRANTED],
        ]
      : [[404, GRANTED]];
    expect(answers).toContainEqual([status, cors]);
  });
});
