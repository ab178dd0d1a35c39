import { Controller, Delete, Get, type INestApplication } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, CorsService, SkipCors } from 'nestjs-cors';
import { platforms, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';
const OVERRIDE = 'X-HTTP-Method-Override';
const PREFLIGHT_VARY = {
  vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
};

@Controller('cats')
class CatsController {
  @Get() list() {
    return 'list';
  }
  @SkipCors() @Delete() remove() {
    return 'removed';
  }
}
@Cors({ allowedHeaders: ['*', OVERRIDE] })
@Controller('dogs')
class DogsController {
  @Get() list() {
    return 'list';
  }
}
@Cors({ allowedHeaders: '*' })
@Controller('birds')
class BirdsController {
  @Get() list() {
    return 'list';
  }
}

interface Overridable {
  method?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Has the method of a request be another one, as method-override does. */
function override(request: Overridable): void {
  const name = request.headers[OVERRIDE.toLowerCase()];
  if (typeof name === 'string') request.method = name;
}

function overrideMethods(nest: INestApplication, platform: string): void {
  if (platform === 'express') {
    nest.use((request: Overridable, _: unknown, next: () => void) => {
      override(request);
      next();
    });
  } else {
    const fastify = nest.getHttpAdapter().getInstance() as FastifyInstance;
    fastify.addHook('onRequest', async ({ raw }) => override(raw));
  }
}

describe.each(platforms)('behind a middleware that overrides methods, on %s (R55),', (platform) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(
      platform,
      {
        imports: [CorsModule.forRoot({ origin: APP })],
        controllers: [CatsController, DogsController, BirdsController],
      },
      { configure: (nest) => overrideMethods(nest, platform) },
    );
  });
  afterAll(() => app.close());

  it.each(['/cats', '/birds', '/nothing'])(
    'no preflight of %s is granted the header that overrides them',
    async (path) => {
      for (const name of ['x-http-method-override', 'x-forwarded-host', 'x-rewrite-url']) {
        const { status, cors } = await app.preflight(path, APP, 'GET', `x-a,${name}`);
        expect({ status, cors }).toEqual({ status: 403, cors: PREFLIGHT_VARY });
      }
      expect((await app.preflight(path, APP, 'GET', 'x-a')).status).toBe(204);
    },
  );

  it('is granted where it is listed', async () => {
    const { status, cors } = await app.preflight('/dogs', APP, 'GET', 'x-a,x-http-method-override');
    expect({ status, cors }).toEqual({
      status: 204,
      cors: {
        'access-control-allow-origin': APP,
        'access-control-allow-methods': 'GET,HEAD',
        'access-control-allow-headers': 'x-a,x-http-method-override',
        ...PREFLIGHT_VARY,
      },
    });
  });

  it.each([
    [
      '/cats',
      `set \`allowedHeaders\` to ["*", "Authorization", "${OVERRIDE}"] in CorsModule.forRoot`,
    ],
    ['/birds', `add "${OVERRIDE}" to \`allowedHeaders\` of \`@Cors\` on BirdsController`],
  ])('explain() has it listed by name: %s', async (path, fix) => {
    const headers = { 'X-A': '1', [OVERRIDE]: 'DELETE' };
    const cors = app.nest.get(CorsService);
    const explanation = await cors.explain({ origin: APP, path, headers });
    expect(explanation.granted).toBe(false);
    expect(String(explanation)).toContain(
      'x-http-method-override is not allowed, for it can change which handler runs and has to be listed by name',
    );
    expect(explanation.fix?.message).toContain(fix);
  });
});
