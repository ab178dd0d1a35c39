import { Controller, Get, type INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Cors, CorsConfigurationError, CorsModule, SkipCors } from 'nestjs-cors';
import { createAdapter, platforms, TestApp } from '../support/test-app.js';

const EVIL = 'https://evil.example';

@Controller('cats')
class CatsController {
  @Cors({ origin: '*' }) @Get('public') open() {
    return 'public';
  }
  @SkipCors() @Get('private') off() {
    return 'private';
  }
}

const metadata = {
  imports: [CorsModule.forRoot({ origin: 'https://root.example' })],
  controllers: [CatsController],
};

const apps: TestApp[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

async function listening(nest: INestApplication): Promise<TestApp> {
  const app = await TestApp.listen(nest);
  apps.push(app);
  return app;
}

async function granted(app: TestApp) {
  const origins = [];
  for (const path of ['/cats/public', '/cats/private']) {
    const answers = [await app.preflight(path, EVIL, 'GET'), await app.get(path, EVIL)];
    origins.push(answers.map(({ cors }) => cors['access-control-allow-origin']));
  }
  return origins;
}

const RIGHT = [
  ['*', '*'],
  [undefined, undefined],
];

describe.each(platforms)('on %s, apps one after the other', (platform) => {
  it('of one compiled module each have CORS', async () => {
    const module = await Test.createTestingModule(metadata).compile();
    for (let time = 0; time < 2; time++) {
      const app = await listening(module.createNestApplication(createAdapter(platform)));
      expect(await granted(app)).toEqual(RIGHT);
    }
    // The first one has been replaced, and is served as before.
    for (const app of apps) expect(await granted(app)).toEqual(RIGHT);
  });

  it('of one builder that is compiled twice each have CORS', async () => {
    const builder = Test.createTestingModule(metadata);
    for (let time = 0; time < 2; time++) {
      const module = await builder.compile();
      const app = await listening(module.createNestApplication(createAdapter(platform)));
      expect(await granted(app)).toEqual(RIGHT);
      await apps.pop()?.close();
    }
  });

  it('that are initialised in another order than they are made do not boot without CORS', async () => {
    const module = await Test.createTestingModule(metadata).compile();
    const first = module.createNestApplication(createAdapter(platform));
    const second = module.createNestApplication(createAdapter(platform));
    await expect(first.init()).rejects.toBeInstanceOf(CorsConfigurationError);
    await second.close();
  });
});
