import { Controller, Get, Injectable, Module, Post } from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule } from 'nestjs-cors';
import { MemoryLogger, platforms, TestApp } from '../support/test-app.js';

const ROOT = 'https://root.example';
const A = 'https://a.example';

const cors = CorsModule.forRoot({ origin: ROOT });

@Injectable()
class LateService {
  readonly name = 'late';
}

/** Nest does not register the routes of a controller that comes late. */
@Cors({ origin: A })
@Controller('late')
class LateController {
  @Get() read() {
    return 'late';
  }
}

/** Imports what the app has imported, once more. */
@Module({
  imports: [cors],
  controllers: [LateController],
  providers: [LateService],
  exports: [LateService],
})
class LateModule {}

@Cors({ origin: A })
@Controller('cats')
class CatsController {
  constructor(private readonly loader: LazyModuleLoader) {}

  @Get() list() {
    return 'cats';
  }
  @Post() async load() {
    const late = await this.loader.load(() => LateModule);
    return late.get(LateService).name;
  }
}

describe.each(platforms)('a module that is loaded late, on %s,', (platform) => {
  const logger = new MemoryLogger();
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(
      platform,
      { imports: [cors], controllers: [CatsController] },
      { logger },
    );
  });
  afterAll(() => app.close());

  /** What is answered at a path, to either origin. */
  async function answersAt(path: string) {
    const answers = [];
    for (const origin of [A, ROOT]) {
      for (const response of [
        await app.get(path, origin),
        await app.preflight(path, origin, 'GET', 'x-token'),
        await app.preflight(path, origin, 'POST', 'x-token'),
      ]) {
        answers.push([response.status, response.cors]);
      }
    }
    return answers;
  }

  it('changes no policy and adds no route', async () => {
    const before = [await answersAt('/cats'), await answersAt('/late')];
    expect(before.map((answers) => answers.map(([status]) => status))).toEqual([
      [200, 204, 204, 200, 403, 403],
      [404, 403, 403, 404, 204, 204],
    ]);
    for (let time = 0; time < 2; time++) {
      const { status, cors, body } = await app.send('POST', '/cats', { Origin: A });
      expect({ status, cors, body }).toEqual({
        status: 201,
        cors: { 'access-control-allow-origin': A, vary: 'Origin' },
        body: 'late',
      });
      expect([await answersAt('/cats'), await answersAt('/late')]).toEqual(before);
    }
    expect(logger).toMatchObject({ warnings: [], errors: [] });
  });
});
