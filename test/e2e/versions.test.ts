import {
  type CanActivate,
  Controller,
  Get,
  Put,
  UnauthorizedException,
  UseGuards,
  Version,
  VERSION_NEUTRAL,
  type VersioningOptions,
  VersioningType,
} from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, SkipCors, type CorsModuleOptions } from 'nestjs-cors';
import { A, actualAt, B, For, preflightAt, ROOT } from '../support/audiences.js';
import { unlessLowest } from '../support/lowest-nest.js';
import { MemoryLogger, platforms, TestApp } from '../support/test-app.js';

type Headers = Readonly<Record<string, string>>;

/** The ways of asking for a version that no preflight shows. */
const WAYS: readonly (readonly [string, VersioningOptions, (version: string) => Headers])[] = [
  [
    'a header',
    { type: VersioningType.HEADER, header: 'X-Version' },
    (version) => ({ 'X-Version': version }),
  ],
  [
    'the media type',
    { type: VersioningType.MEDIA_TYPE, key: 'v=' },
    (version) => ({ Accept: `application/json;v=${version}` }),
  ],
  [
    'an extractor',
    {
      type: VersioningType.CUSTOM,
      extractor: (request) => {
        const { headers } = request as IncomingMessage;
        return String(headers['x-versions'] ?? '').split(',');
      },
    },
    (version) => ({ 'X-Versions': version }),
  ],
];

class NobodyGuard implements CanActivate {
  canActivate(): boolean {
    throw new UnauthorizedException();
  }
}

const matrix = platforms.flatMap((platform) => WAYS.map((way) => [platform, ...way] as const));

describe.each(matrix)('on %s, a version in %s', (platform, _way, versioning, asking) => {
  let app: TestApp;
  let logger: MemoryLogger;
  afterEach(() => app.close());

  async function start(root: CorsModuleOptions, ...controllers: readonly (new () => object)[]) {
    logger = new MemoryLogger();
    app = await TestApp.start(
      platform,
      { imports: [CorsModule.forRoot(root)], controllers: [...controllers] },
      { logger, configure: (nest) => nest.enableVersioning(versioning) },
    );
  }

  @For(A)
  @Controller({ path: 'cats', version: '1' })
  class FirstController {
    @Get() list() {
      return 'first';
    }
    @UseGuards(NobodyGuard) @Get('guarded') guarded() {
      return '';
    }
  }

  @For(B)
  @Controller({ path: 'cats', version: ['2', '3'] })
  class SecondController {
    @Get() list() {
      return 'second';
    }
    @UseGuards(NobodyGuard) @Get('guarded') guarded() {
      return '';
    }
    @Put() put() {
      return 'put';
    }
  }

  it('tells actual requests apart, also those that a guard stops', async () => {
    await start({ origin: ROOT }, FirstController, SecondController);
    for (const [version, origin, body] of [
      ['1', A, 'first'],
      ['2', B, 'second'],
      ['3', B, 'second'],
    ] as const) {
      expect(await actualAt(app, 'GET', '/cats', asking(version))).toBe(origin);
      expect((await app.send('GET', '/cats', asking(version))).body).toBe(body);
      const guarded = await app.send('GET', '/cats/guarded', {
        ...asking(version),
        Origin: origin,
      });
      expect([guarded.status, guarded.cors]).toEqual([
        401,
        { 'access-control-allow-origin': origin, vary: 'Origin' },
      ]);
    }
    // Nobody serves this version: the answer is a 404, and has the policy of the root.
    expect((await app.send('GET', '/cats', asking('9'))).status).toBe(404);
    expect(await actualAt(app, 'GET', '/cats', asking('9'))).toBe(ROOT);
  });

  it('is not on a preflight, which is granted what all versions grant', async () => {
    await start({ origin: ROOT }, FirstController, SecondController);
    expect(await preflightAt(app, 'GET', '/cats')).toBe('');
    // Only one version has a PUT.
    expect(await preflightAt(app, 'PUT', '/cats')).toBe(B);
  });

  it('is announced at boot, with the routes and what they differ in', async () => {
    await start({ origin: ROOT }, FirstController, SecondController);
    expect(logger.warnings).toEqual(
      ['/cats', '/cats/guarded'].map(
        (path, index) =>
          `GET ${path}: a preflight does not say for which version it is, and the policies of ` +
          `FirstController.${['list', 'guarded'][index]}, SecondController.${['list', 'guarded'][index]} ` +
          'differ in `origin`: it is granted only what all of them grant',
      ),
    );
  });

  it('does not matter to a preflight, where all versions have one policy', async () => {
    @For(A)
    @Controller({ path: 'dogs', version: '1' })
    class OldController {
      @Get() list() {
        return 'old';
      }
    }
    @For(A)
    @Controller({ path: 'dogs', version: '2' })
    class NewController {
      @Get() list() {
        return 'new';
      }
    }
    await start({}, OldController, NewController);
    const { status, cors } = await app.preflight('/dogs', A, 'GET');
    expect([status, cors]).toEqual([
      204,
      {
        'access-control-allow-origin': A,
        'access-control-allow-methods': 'GET,HEAD',
        vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
      },
    ]);
    expect(await actualAt(app, 'GET', '/dogs', asking('2'))).toBe(A);
    expect(logger.warnings).toEqual([]);
  });

  it('grants the exact intersection, header by header', async () => {
    @Cors({
      credentials: true,
      maxAge: 600,
      allowedHeaders: ['X-A', 'X-B'],
      methods: ['GET', 'PUT'],
    })
    @Controller({ path: 'dogs', version: '1' })
    class OldController {
      @Get() list() {
        return 'old';
      }
    }
    @Cors({ maxAge: 60, allowedHeaders: ['X-B', 'X-C'] })
    @Controller({ path: 'dogs', version: '2' })
    class NewController {
      @Get() list() {
        return 'new';
      }
    }
    await start({ origin: [A, B] }, OldController, NewController);
    const { status, cors } = await app.preflight('/dogs', A, 'GET', 'x-b');
    expect([status, cors]).toEqual([
      204,
      {
        'access-control-allow-origin': A,
        'access-control-allow-methods': 'GET',
        'access-control-allow-headers': 'x-b',
        'access-control-max-age': '60',
        vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
      },
    ]);
    expect((await app.preflight('/dogs', A, 'GET', 'x-a')).status).toBe(403);
    expect(logger.warnings.join()).toContain(
      'differ in `methods`, `allowedHeaders`, `credentials`, `maxAge`:',
    );
  });

  it('refuses every preflight, where one of the versions is without CORS', async () => {
    @SkipCors()
    @Controller({ path: 'cats', version: '4' })
    class SkippedController {
      @Get() list() {
        return 'skipped';
      }
    }
    await start({}, FirstController, SkippedController);
    const { status, cors } = await app.preflight('/cats', A, 'GET');
    expect([status, cors]).toEqual([403, {}]);
    expect(await actualAt(app, 'GET', '/cats', asking('1'))).toBe(A);
    expect((await app.send('GET', '/cats', { ...asking('4'), Origin: A })).cors).toEqual({});
    expect(logger.warnings.join()).toContain('differ in whether there is CORS');
  });

  it('may be that of a method, and a neutral route serves every version', async () => {
    @Controller('dogs')
    class DogsController {
      @For(A) @Version('1') @Get() first() {
        return 'first';
      }
      @For(B) @Version(VERSION_NEUTRAL) @Get() other() {
        return 'other';
      }
      @For(B) @Version(VERSION_NEUTRAL) @Get('neutral') neutral() {
        return 'neutral';
      }
    }
    await start({}, DogsController);
    expect(await actualAt(app, 'GET', '/dogs', asking('1'))).toBe(A);
    expect(await actualAt(app, 'GET', '/dogs', asking('7'))).toBe(B);
    expect(await actualAt(app, 'GET', '/dogs')).toBe(B);
    expect(await preflightAt(app, 'GET', '/dogs')).toBe('');
    expect(await preflightAt(app, 'GET', '/dogs/neutral')).toBe(B);
  });

  it('that nobody can ask for, because an earlier route has it, does not count', async () => {
    @For(A)
    @Controller({ path: 'cats', version: ['1', '2'] })
    class EarlierController {
      @Get(':id') one() {
        return 'one';
      }
    }
    @For(B)
    @Controller({ path: 'dogs', version: '1' })
    class UnrelatedController {
      @Get(':id') one() {
        return 'one';
      }
    }
    await start({}, EarlierController, UnrelatedController);
    expect(await preflightAt(app, 'GET', '/cats/1')).toBe(A);
    expect(await preflightAt(app, 'GET', '/dogs/1')).toBe(B);
  });
});

const throwing = unlessLowest(
  platforms,
  (platform) => platform === 'fastify',
  'an extractor that throws ends the process with Fastify',
);
describe.each(throwing)('on %s, an extractor that throws', (platform) => {
  @For(A)
  @Controller({ path: 'cats', version: '1' })
  class CatsController {
    @Get() list() {
      return [];
    }
  }
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(
      platform,
      { imports: [CorsModule.forRoot({ origin: ROOT })], controllers: [CatsController] },
      {
        configure: (nest) =>
          nest.enableVersioning({
            type: VersioningType.CUSTOM,
            extractor: () => {
              throw new Error('no version');
            },
          }),
      },
    );
  });
  afterAll(() => app.close());

  it('leaves open which handler it is for: no more is granted than all of them and the root grant', async () => {
    expect((await app.get('/cats', A)).status).toBe(500);
    expect(await actualAt(app, 'GET', '/cats')).toBe('');
  });

  it('is not asked on a preflight', async () => {
    expect((await app.preflight('/cats', A, 'GET')).status).toBe(204);
  });
});
