import { Controller, Get, Module, Put, VersioningType } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, CorsService, SkipCors } from 'nestjs-cors';
import { platforms, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';

@Cors('partner')
@Controller('widgets')
class WidgetsController {
  @Get() list() {}
  @Cors({ exposedHeaders: ['ETag'] }) @Put(':id') update() {}
  @SkipCors() @Get('usage') usage() {}
}

@Controller({ path: 'admin', host: 'admin.example.com' })
class AdminController {
  @Get() read() {}
}

const imports = [
  CorsModule.forRoot({
    origin: APP,
    maxAge: 600,
    policies: { partner: { origin: 'https://partner.example', methods: ['GET', 'PUT'] } },
    paths: [{ path: '/docs', policy: { origin: '*' } }],
  }),
];

describe.each(platforms)('on %s, CorsService', (platform) => {
  let app: TestApp;
  let cors: CorsService;
  beforeAll(async () => {
    const controllers = [WidgetsController, AdminController];
    app = await TestApp.start(
      platform,
      { imports, controllers },
      { configure: (nest) => nest.setGlobalPrefix('api') },
    );
    cors = app.nest.get(CorsService);
  });
  afterAll(() => app.close());

  it('lists every route, and where each option is written', () => {
    const root = { origin: APP, maxAge: 600 };
    const partner = { origin: 'https://partner.example', maxAge: 600, methods: ['GET', 'PUT'] };
    const fromRoot = { origin: 'CorsModule.forRoot', maxAge: 'CorsModule.forRoot' };
    const fromPartner = {
      origin: 'policies.partner',
      maxAge: 'CorsModule.forRoot',
      methods: 'policies.partner',
    };
    expect(cors.routes()).toEqual([
      {
        method: 'GET',
        path: '/api/widgets',
        name: 'WidgetsController.list',
        cors: 'on',
        options: partner,
        sources: fromPartner,
      },
      {
        method: 'PUT',
        path: '/api/widgets/:id',
        name: 'WidgetsController.update',
        cors: 'on',
        differs: true,
        options: { ...partner, exposedHeaders: ['ETag'] },
        sources: { ...fromPartner, exposedHeaders: 'WidgetsController.update' },
      },
      {
        method: 'GET',
        path: '/api/widgets/usage',
        name: 'WidgetsController.usage',
        cors: 'off',
        differs: true,
        options: partner,
        sources: fromPartner,
      },
      {
        method: 'GET',
        path: '/api/admin',
        name: 'AdminController.read',
        cors: 'on',
        options: root,
        sources: fromRoot,
      },
      {
        method: 'ALL',
        path: '/docs',
        name: 'paths["/docs"]',
        cors: 'on',
        options: { origin: '*', maxAge: 600 },
        sources: { origin: 'paths["/docs"]', maxAge: 'CorsModule.forRoot' },
      },
      {
        method: 'ALL',
        path: '*',
        name: 'CorsModule.forRoot',
        cors: 'on',
        options: root,
        sources: fromRoot,
      },
    ]);
  });

  it('explains a request that is granted', async () => {
    const explained = await cors.explain({
      origin: 'https://partner.example',
      method: 'put',
      path: '/api/widgets/7?draft',
      headers: { 'X-Trace': '1', Cookie: 'a=b', 'Content-Type': 'text/plain' },
    });
    const spec = (id: string) => `https://fetch.spec.whatwg.org/#${id}`;
    const fields = { 'Access-Control-Allow-Origin': 'https://partner.example' };
    expect(explained).toEqual({
      granted: true,
      steps: [
        { step: 'method', spec: spec('methods'), verdict: 'passed', detail: 'put is sent as PUT' },
        {
          step: 'request headers',
          spec: spec('forbidden-request-header'),
          verdict: 'noted',
          detail: 'no script can set Cookie: the browser does',
        },
        {
          step: 'preflight needed',
          spec: spec('concept-http-fetch'),
          verdict: 'noted',
          detail: 'yes: PUT is not a safelisted method; X-Trace is not a safelisted header',
        },
        {
          step: 'preflight: route',
          spec: spec('http-cors-protocol'),
          verdict: 'noted',
          detail: 'WidgetsController.update decides',
        },
        {
          step: 'preflight: origin',
          spec: spec('http-access-control-allow-origin'),
          verdict: 'passed',
          detail: '"https://partner.example" is allowed by policies.partner',
        },
        {
          step: 'preflight: method',
          spec: spec('http-access-control-request-method'),
          verdict: 'passed',
          detail: 'PUT is allowed',
        },
        {
          step: 'preflight: headers',
          spec: spec('http-access-control-request-headers'),
          verdict: 'passed',
          detail: 'X-Trace: allowed',
        },
        {
          step: 'preflight: CORS check',
          spec: spec('concept-cors-check'),
          verdict: 'passed',
          detail: 'the answer is for this origin',
        },
        { step: 'preflight: status', spec: spec('ok-status'), verdict: 'passed', detail: '204' },
        {
          step: 'preflight: method allowed',
          spec: spec('http-access-control-allow-methods'),
          verdict: 'passed',
          detail: 'PUT is allowed',
        },
        {
          step: 'preflight: headers allowed',
          spec: spec('http-access-control-allow-headers'),
          verdict: 'passed',
          detail: 'X-Trace',
        },
        {
          step: 'route',
          spec: spec('http-cors-protocol'),
          verdict: 'noted',
          detail: 'WidgetsController.update decides',
        },
        {
          step: 'origin',
          spec: spec('http-access-control-allow-origin'),
          verdict: 'passed',
          detail: '"https://partner.example" is allowed by policies.partner',
        },
        {
          step: 'CORS check',
          spec: spec('concept-cors-check'),
          verdict: 'passed',
          detail: 'the script may read the response',
        },
        {
          step: 'exposed headers',
          spec: spec('http-access-control-expose-headers'),
          verdict: 'noted',
          detail: 'ETag',
        },
      ],
      preflight: {
        status: 204,
        headers: {
          ...fields,
          'Access-Control-Max-Age': '600',
          'Access-Control-Allow-Methods': 'PUT',
          'Access-Control-Allow-Headers': 'x-trace',
          Vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
        },
      },
      actual: {
        headers: { ...fields, 'Access-Control-Expose-Headers': 'ETag', Vary: 'Origin' },
      },
    });
  });

  it('prints a request that is blocked', async () => {
    const explained = await cors.explain({
      origin: 'http://partner.example',
      method: 'PUT',
      path: '/api/widgets/7',
    });
    expect(String(explained)).toBe(
      `
PUT /api/widgets/7 from http://partner.example: blocked

  + method                 PUT
    preflight needed       yes: PUT is not a safelisted method
    preflight: route       WidgetsController.update decides
  x preflight: origin      "http://partner.example" is not allowed by policies.partner; the policy has "https://partner.example": the scheme differs
  x preflight: CORS check  there is no Access-Control-Allow-Origin

  the preflight is answered with
    403
    Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers

  the response carries
    Vary: Origin

To grant it: set \`origin\` to ["https://partner.example", "http://partner.example"] in \`@Cors\` on WidgetsController.update; or add "http://partner.example" to \`origin\` of policies.partner, which opens 2 routes`.trim(),
    );
  });

  it.each([
    ['a controller of that host', 'http://admin.example.com/api/admin', 'AdminController.read'],
    ['nothing on another host', 'http://example.com/api/admin', 'CorsModule.forRoot'],
    ['nothing without a host', '/api/admin', 'CorsModule.forRoot'],
  ])('finds %s', async (_, path, name) => {
    const { steps } = await cors.explain({ origin: APP, path });
    const route = steps.find(({ step }) => step === 'route');
    expect(route?.detail).toMatch(new RegExp(`${name} decides$`));
  });

  it('says that a page on the same origin needs no CORS', async () => {
    const { granted, steps } = await cors.explain({
      origin: 'https://api.example.com',
      path: 'https://api.example.com/api/widgets/usage',
    });
    expect([granted, steps.map(({ step }) => step)]).toEqual([true, ['same origin']]);
  });

  it.each([
    [{ method: 'TRACE' }, 'fetch throws: no script can send TRACE'],
    [{ method: 'GET PUT' }, 'fetch throws: "GET PUT" is not a method'],
    [{ headers: { 'X Y': '1' } }, 'fetch throws: "X Y" is not a header name'],
    [{ headers: { 'Sec-\u001b': '1' } }, 'fetch throws: "Sec-\\u001b" is not a header name'],
    [{ headers: { 'X-Y': 'a\nb' } }, 'fetch throws: the value of X-Y has a line break in it'],
  ])('says what no script can send: %j', async (request, detail) => {
    const { granted, steps } = await cors.explain({ origin: APP, path: '/', ...request });
    expect([granted, steps.at(-1)?.detail]).toEqual([false, detail]);
  });

  it.each(['widgets', '', 'http://'])('refuses to explain the path %j', async (path) => {
    await expect(cors.explain({ origin: APP, path })).rejects.toThrow(
      `nestjs-cors: ${JSON.stringify(path)} is not a path: write one that begins with "/", or a whole address`,
    );
  });

  it('gives what cannot be changed', async () => {
    const explained = await cors.explain({ origin: 'https://x.example', path: '/api/widgets' });
    const [route] = cors.routes();
    const { steps, actual, fix } = explained;
    const parts = [explained, steps, steps[0], actual, actual.headers, fix, fix?.changes, route];
    expect(parts.map((part) => Object.isFrozen(part))).toEqual(parts.map(() => true));
  });
});

@Cors({ origin: APP })
@Controller({ path: 'cats', version: '1' })
class CatsV1Controller {
  @Put() update() {}
}

@Cors({ origin: APP, allowedHeaders: ['X-Version'], preflightContinue: true })
@Controller({ path: 'cats', version: '2' })
class CatsV2Controller {
  @Put() update() {}
}

describe.each(platforms)('on %s, of versions that a preflight does not tell apart,', (platform) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(
      platform,
      { imports: [CorsModule.forRoot({})], controllers: [CatsV1Controller, CatsV2Controller] },
      {
        configure: (nest) =>
          nest.enableVersioning({ type: VersioningType.HEADER, header: 'X-Version' }),
      },
    );
  });
  afterAll(() => app.close());

  const asked = { origin: APP, method: 'PUT', path: '/cats' };

  it('the one that refuses is named, and is what to change', async () => {
    const headers = { 'X-Version': '1', 'X-Trace': '1' };
    const { granted, steps, fix } = await app.nest.get(CorsService).explain({ ...asked, headers });
    expect({ granted, details: steps.slice(2).map(({ detail }) => detail), fix }).toEqual({
      granted: false,
      details: [
        'CatsV2Controller.update decides',
        '"https://app.example.com" is allowed by `@Cors` on CatsV2Controller',
        'PUT is allowed',
        'x-trace is not allowed: `allowedHeaders` of `@Cors` on CatsV2Controller is ["X-Version"]',
        'there is no Access-Control-Allow-Origin',
      ],
      fix: {
        changes: [{ source: 'CatsV2Controller', option: 'allowedHeaders', add: 'X-Trace' }],
        message: 'add "X-Trace" to `allowedHeaders` of `@Cors` on CatsV2Controller',
      },
    });
  });

  it('the one that the actual request is for decides that', async () => {
    const headers = { 'X-Version': '2' };
    const { granted, preflight, steps } = await app.nest
      .get(CorsService)
      .explain({ ...asked, headers });
    const routes = steps.filter(({ step }) => step.endsWith('route'));
    expect([granted, preflight?.status, ...routes.map(({ detail }) => detail)]).toEqual([
      true,
      204,
      'CatsV1Controller.update decides',
      'CatsV2Controller.update decides',
    ]);
  });
});

describe.each(platforms)('on %s, what would grant a request', (platform) => {
  it('is for its handler alone, and says what would open others too', async () => {
    @Cors('partner')
    @Controller('orders')
    class OrdersController {
      @Get() list() {}
      @Cors('partner') @Get('all') all() {}
    }
    const partner = 'https://partner.example';
    const root = { policies: { partner: { origin: partner, exposedHeaders: 'ETag' } } };
    const imports = [CorsModule.forRoot(root)];
    const app = await TestApp.start(platform, { imports, controllers: [OrdersController] });
    const { fix } = await app.nest.get(CorsService).explain({ origin: APP, path: '/orders/all' });
    await app.close();
    const added = { source: 'policies.partner', option: 'origin', add: APP };
    expect(fix).toEqual({
      changes: [
        { source: 'OrdersController.all', option: 'origin', set: [partner, APP] },
        { source: 'OrdersController.all', option: 'exposedHeaders', set: 'ETag' },
      ],
      message:
        'write `@Cors({ origin: ["https://partner.example", "https://app.example.com"], exposedHeaders: "ETag" })` on OrdersController.all in place of "partner"; ' +
        'or add "https://app.example.com" to `origin` of policies.partner, which opens 2 routes',
      shared: {
        changes: [added],
        message: 'add "https://app.example.com" to `origin` of policies.partner',
        routes: 2,
      },
    });
  });
});

describe.each(platforms)('on %s, a preflight that the app answers', (platform) => {
  it('has no status, and is granted if the app answers with a good one', async () => {
    const root = { origin: APP, preflightContinue: true };
    const imports = [CorsModule.forRoot(root)];
    const app = await TestApp.start(platform, { imports });
    const { granted, preflight, steps } = await app.nest
      .get(CorsService)
      .explain({ origin: APP, method: 'DELETE', path: '/nothing' });
    await app.close();
    const status = steps.find(({ step }) => step === 'preflight: status');
    expect([granted, preflight?.status, status?.detail]).toEqual([
      true,
      undefined,
      'the app answers: its status has to be 200 to 299',
    ]);
  });
});

it('nothing is explained before the app is initialised', async () => {
  @Module({ imports })
  class AppModule {}
  const nest = await NestFactory.create(AppModule, { logger: false });
  const cors = nest.get(CorsService);
  expect(cors.routes()).toEqual([]);
  await expect(cors.explain({ origin: APP, path: '/' })).rejects.toThrow(
    'nestjs-cors: the app is not initialised: call app.init() or app.listen()',
  );
  await nest.close();
});
