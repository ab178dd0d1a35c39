import { All, Controller, Get, Injectable, Module, Post, Put } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, CorsReport, SkipCors, type CorsOriginResolver } from 'nestjs-cors';
import type { CorsRoute } from '../../lib/described-routes.js';
import { reportAsMarkdown } from '../../lib/report/markdown.js';
import { reportAsPage } from '../../lib/report/page.js';
import { reportOf } from '../../lib/report/report-data.js';
import { platforms, TestApp } from '../support/test-app.js';

@Injectable()
class TenantOrigins implements CorsOriginResolver {
  resolve() {
    return false;
  }
}

@Cors('public')
@Controller('widgets')
class WidgetsController {
  @Get() list() {}
  @Cors({ exposedHeaders: ['ETag'] }) @Get(':id') one() {}
  @Cors({ credentials: false }) @Post() says_the_same() {}
  @SkipCors() @Put(':id') update() {}
}

@Controller('sessions')
class SessionsController {
  @Get() silent() {}
  @Cors('own') @Post() logIn() {}
  @Cors({ origin: ['null'], dangerouslyAllowNullOrigin: true }) @Put() sandbox() {}
}

@SkipCors()
@Controller('internal')
class InternalController {
  @All('metrics') metrics() {}
  @SkipCors() @Get('cache') cache() {}
}

@Controller('code')
class CodeController {
  @Cors({ origin: (origin) => origin.endsWith('.example') }) @Get('function') function() {}
  @Cors({ origin: TenantOrigins }) @Get('class') class() {}
  @Cors({ origin: { resolver: TenantOrigins } }) @Get('cached') cached() {}
  @Cors({ origin: { load: () => [], refresh: 30_000 } }) @Get('list') list() {}
}

const metadata = {
  imports: [
    CorsModule.forRoot({
      maxAge: 600,
      policies: {
        public: { origin: '*', credentials: false },
        own: {
          origin: [
            'https://app.example.com',
            'https://*.preview.example.com',
            /^https:\/\/(a|b)\.example$/,
          ],
          methods: 'GET, POST',
          credentials: true,
        },
      },
      paths: [{ path: '/docs', policy: 'public' }],
    }),
  ],
  providers: [TenantOrigins],
  controllers: [WidgetsController, SessionsController, InternalController, CodeController],
};

const methods = {
  name: 'methods',
  value: 'those served at the path; elsewhere GET, HEAD, PUT, PATCH, POST, DELETE',
  sources: [],
};
const allowedHeaders = { name: 'allowedHeaders', value: 'any that is asked for', sources: [] };
const exposedHeaders = { name: 'exposedHeaders', value: 'none', sources: [] };
const credentials = { name: 'credentials', value: 'false', sources: [] };
const maxAge = { name: 'maxAge', value: '600', sources: ['CorsModule.forRoot'] };

describe.each(platforms)('on %s, CorsReport', (platform) => {
  let app: TestApp;
  let report: CorsReport;
  beforeAll(async () => {
    app = await TestApp.start(platform, metadata);
    report = app.nest.get(CorsReport);
  });
  afterAll(() => app.close());

  it('groups routes by what is granted on them', () => {
    const fromPublic = [
      { name: 'origin', value: '"*"', sources: ['policies.public'] },
      methods,
      allowedHeaders,
    ];
    const code = (method: string) => `CodeController.${method}`;
    const decided = (method: string, text: string, value: string) => ({
      name: code(method),
      origins: [{ kind: 'code', text }],
      marks: ['decided by code'],
      options: [
        { name: 'origin', value, sources: [code(method)] },
        methods,
        allowedHeaders,
        exposedHeaders,
        credentials,
        maxAge,
      ],
      routes: [{ method: 'GET', path: `/code/${method}`, name: code(method), differs: true }],
    });
    expect(report.data()).toEqual({
      policies: [
        decided('cached', 'TenantOrigins', '{ resolver: function TenantOrigins }'),
        decided('class', 'TenantOrigins', 'function TenantOrigins'),
        decided('function', 'function of CodeController.function', 'function origin'),
        {
          ...decided('list', '', '{ load: function load, refresh: 30000 }'),
          origins: [{ kind: 'list', text: 'load() of CodeController.list' }],
          marks: ['loaded list'],
        },
        {
          name: 'SessionsController.sandbox',
          origins: [{ kind: 'null', text: 'null' }],
          marks: ['null origin', 'dangerouslyAllowNullOrigin'],
          options: [
            { name: 'origin', value: '["null"]', sources: ['SessionsController.sandbox'] },
            methods,
            allowedHeaders,
            exposedHeaders,
            credentials,
            maxAge,
            {
              name: 'dangerouslyAllowNullOrigin',
              value: 'true',
              sources: ['SessionsController.sandbox'],
            },
          ],
          routes: [
            { method: 'PUT', path: '/sessions', name: 'SessionsController.sandbox', differs: true },
          ],
        },
        {
          name: 'policies.own',
          origins: [
            { kind: 'exact', text: 'https://app.example.com' },
            { kind: 'pattern', text: 'https://*.preview.example.com' },
            { kind: 'expression', text: '/^https:\\/\\/(a|b)\\.example$/' },
          ],
          marks: ['credentials'],
          options: [
            {
              name: 'origin',
              value:
                '["https://app.example.com", "https://*.preview.example.com", /^https:\\/\\/(a|b)\\.example$/]',
              sources: ['policies.own'],
            },
            { name: 'methods', value: '"GET, POST"', sources: ['policies.own'] },
            allowedHeaders,
            exposedHeaders,
            { name: 'credentials', value: 'true', sources: ['policies.own'] },
            maxAge,
          ],
          routes: [
            { method: 'POST', path: '/sessions', name: 'SessionsController.logIn', differs: true },
          ],
        },
        {
          name: 'policies.public',
          origins: [{ kind: 'any', text: '*' }],
          marks: ['any origin'],
          options: [
            ...fromPublic,
            exposedHeaders,
            {
              name: 'credentials',
              value: 'false',
              sources: ['WidgetsController.says_the_same', 'policies.public'],
            },
            maxAge,
          ],
          routes: [
            { method: 'ALL', path: '/docs', name: 'paths["/docs"]' },
            { method: 'GET', path: '/widgets', name: 'WidgetsController.list' },
            { method: 'POST', path: '/widgets', name: 'WidgetsController.says_the_same' },
          ],
        },
        {
          name: 'policies.public + WidgetsController.one',
          origins: [{ kind: 'any', text: '*' }],
          marks: ['any origin'],
          options: [
            ...fromPublic,
            { name: 'exposedHeaders', value: '["ETag"]', sources: ['WidgetsController.one'] },
            { name: 'credentials', value: 'false', sources: ['policies.public'] },
            maxAge,
          ],
          routes: [
            { method: 'GET', path: '/widgets/:id', name: 'WidgetsController.one', differs: true },
          ],
        },
      ],
      off: [
        { method: 'GET', path: '/internal/cache', name: 'InternalController.cache' },
        { method: 'ALL', path: '/internal/metrics', name: 'InternalController.metrics' },
        {
          method: 'PUT',
          path: '/widgets/:id',
          name: 'WidgetsController.update',
          differs: true,
        },
      ],
      unsaid: [
        { method: 'GET', path: '/sessions', name: 'SessionsController.silent' },
        { method: 'ALL', path: '*', name: 'CorsModule.forRoot' },
      ],
    });
  });

  it('is data that JSON holds whole', () => {
    const data = report.data();
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
  });

  it('is Markdown', () => {
    const [head, ...sections] = report.markdown().split(/^(?=## )/m);
    expect(head).toBe('# CORS report\n\n');
    expect(sections.map((section) => section.split('\n')[0])).toEqual([
      '## Origins',
      '## Policy `CodeController.cached`',
      '## Policy `CodeController.class`',
      '## Policy `CodeController.function`',
      '## Policy `CodeController.list`',
      '## Policy `SessionsController.sandbox`',
      '## Policy `policies.own`',
      '## Policy `policies.public`',
      '## Policy `policies.public + WidgetsController.one`',
      '## Switched off',
      '## Nothing said',
    ]);
    expect([sections[0], sections[7], sections[9]]).toEqual([ORIGINS, PUBLIC, OFF]);
  });

  it('is made anew each time, and the same each time', () => {
    expect(report.data()).not.toBe(report.data());
    expect([report.markdown(), report.html()]).toEqual([report.markdown(), report.html()]);
  });
});

const OWN = '`policies.own` with credentials';

const ORIGINS = String.raw`## Origins

| Origin | Kind | Policies |
| --- | --- | --- |
| ${'`*`'} | any origin | ${'`policies.public`, `policies.public + WidgetsController.one`'} |
| ${'`null`'} | null origin | ${'`SessionsController.sandbox`'} |
| <code>/&#94;https:&#92;/&#92;/(a&#124;b)&#92;.example&#36;/</code> | expression | ${OWN} |
| ${'`TenantOrigins`'} | decided by code | ${'`CodeController.cached`, `CodeController.class`'} |
| ${'`function of CodeController.function`'} | decided by code | ${'`CodeController.function`'} |
| ${'`https://*.preview.example.com`'} | pattern | ${OWN} |
| ${'`https://app.example.com`'} | exact | ${OWN} |
| ${'`load() of CodeController.list`'} | loaded list | ${'`CodeController.list`'} |

`;

const PUBLIC = `## Policy \`policies.public\`

**any origin**

| Option | Value | From |
| --- | --- | --- |
| \`origin\` | \`"*"\` | \`policies.public\` |
| \`methods\` | those served at the path; elsewhere GET, HEAD, PUT, PATCH, POST, DELETE | default |
| \`allowedHeaders\` | any that is asked for | default |
| \`exposedHeaders\` | none | default |
| \`credentials\` | \`false\` | \`WidgetsController.says_the_same\`, \`policies.public\` |
| \`maxAge\` | \`600\` | \`CorsModule.forRoot\` |

| Route | Handler | Note |
| --- | --- | --- |
| \`ALL /docs\` | \`paths["/docs"]\` |  |
| \`GET /widgets\` | \`WidgetsController.list\` |  |
| \`POST /widgets\` | \`WidgetsController.says_the_same\` |  |

`;

const OFF = `## Switched off

| Route | Handler | Note |
| --- | --- | --- |
| \`GET /internal/cache\` | \`InternalController.cache\` |  |
| \`ALL /internal/metrics\` | \`InternalController.metrics\` |  |
| \`PUT /widgets/:id\` | \`WidgetsController.update\` | differs from its class |

`;

it('a policy is shown by its name, wherever its origin is written', async () => {
  @Cors('partner')
  @Controller('orders')
  class OrdersController {
    @Get() list() {}
    @Cors('public') @Get('open') open() {}
    @Cors('same') @Get('same') same() {}
    @Cors({ maxAge: 5 }) @Get('more') more() {}
    @Cors({ origin: 'https://b.example' }) @Get('other') other() {}
  }
  const root = CorsModule.forRoot({
    origin: 'https://app.example.com',
    policies: {
      partner: { allowedHeaders: ['X-Api-Key'] },
      public: { origin: '*' },
      same: {},
    },
  });
  const app = await TestApp.start('express', { imports: [root], controllers: [OrdersController] });
  const { policies } = app.nest.get(CorsReport).data();
  await app.close();
  expect(policies.map(({ name, routes }) => [name, routes.map(({ name }) => name)])).toEqual([
    ['OrdersController.other + policies.partner', ['OrdersController.other']],
    ['policies.partner', ['OrdersController.list']],
    ['policies.partner + OrdersController.more', ['OrdersController.more']],
    ['policies.public', ['OrdersController.open']],
    ['policies.same', ['OrdersController.same', 'CorsModule.forRoot']],
  ]);
});

it('nothing is reported before the app is initialised', async () => {
  @Module(metadata)
  class AppModule {}
  const nest = await NestFactory.create(AppModule, { logger: false });
  const report = nest.get(CorsReport);
  const message = 'nestjs-cors: the app is not initialised: call app.init() or app.listen()';
  expect(() => report.data()).toThrow(message);
  expect(() => report.markdown()).toThrow(message);
  expect(() => report.html()).toThrow(message);
  await expect(report.page()).rejects.toThrow(message);
  await nest.close();
});

it('an option that the report does not know is shown as it is', () => {
  const options = { origin: '*', shadow: { origin: ['https://app.example.com'] } } as const;
  const route = { method: 'GET', path: '/', name: 'Cats.list', cors: 'on', options } as const;
  const sources = { origin: 'Cats', shadow: 'Cats.list' } as const;
  const { policies } = reportOf([{ ...route, sources }]);
  expect(policies.map(({ name, options }) => [name, options.at(-1)])).toEqual([
    ['Cats + Cats.list', { name: 'shadow', value: 'an object', sources: ['Cats.list'] }],
  ]);
});

it('an app without a policy has a report that says so', async () => {
  const imports = [CorsModule.forRoot({})];
  const app = await TestApp.start('express', { imports });
  const report = app.nest.get(CorsReport);
  const all = { method: 'ALL', path: '*', name: 'CorsModule.forRoot' };
  expect(report.data()).toEqual({ policies: [], off: [], unsaid: [all] });
  expect(report.markdown()).toBe(`# CORS report

## Nothing said

| Route | Handler | Note |
| --- | --- | --- |
| \`ALL *\` | \`CorsModule.forRoot\` |  |
`);
  expect(report.html()).toContain('No origin is granted anything.');
  await app.close();
});

it('an expression that can match hosts of anybody is any origin', () => {
  const expressions = [
    /^https:\/\/.+$/,
    /^https:\/\/pr-\d+\.vercel\.app$/,
    /^https:\/\/.*example\.com$/,
    /^moz-extension:\/\/[0-9a-f-]{36}$/,
    /^https:\/\/.*\.example\.com$/,
    /^https:\/\/my-app\.vercel\.app$/,
  ];
  const route = (origin: RegExp): CorsRoute => ({
    method: 'GET',
    path: '/',
    name: 'A.a',
    cors: 'on',
    options: { origin },
    sources: { origin: `A${expressions.indexOf(origin)}` },
  });
  const data = reportOf(expressions.map(route));
  expect(data.policies.map(({ origins, marks }) => [origins, marks])).toEqual(
    expressions.map((expression, at) => {
      const kind = at < 4 ? 'any' : 'expression';
      return [[{ kind, text: String(expression) }], at < 4 ? ['any origin'] : []];
    }),
  );
  expect(reportAsMarkdown(data).match(/ any origin \|/g)).toHaveLength(4);
  expect(reportAsPage(data)).toContain('any origin');
});
