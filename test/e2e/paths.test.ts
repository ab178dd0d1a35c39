import { Controller, Get, type INestApplication } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors';
import { A, B, For, policyAt, ROOT } from '../support/audiences.js';
import { MemoryLogger, platforms, TestApp } from '../support/test-app.js';

const VARY = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

describe.each(platforms)('on %s, `paths`', (platform) => {
  let app: TestApp;
  let logger: MemoryLogger;
  afterEach(async () => {
    await app.close();
    expect(logger.warnings).toEqual([]);
  });

  async function start(root: CorsModuleOptions, configure?: (nest: INestApplication) => void) {
    @Controller('docs')
    class DocsController {
      @For(B) @Get('api') api() {
        return 'controller';
      }
    }
    logger = new MemoryLogger();
    app = await TestApp.start(
      platform,
      { imports: [CorsModule.forRoot(root)], controllers: [DocsController] },
      { logger, ...(configure && { configure }) },
    );
  }

  /** What Nest knows nothing of: static files, a GraphQL server, another router. */
  const files = (nest: INestApplication) => {
    nest.use('/docs', (request: IncomingMessage, response: ServerResponse, next: () => void) => {
      if (request.url?.startsWith('/file')) response.end('file');
      else next();
    });
  };

  it('are the path and all below it, where no controller serves it', async () => {
    await start({ origin: ROOT, paths: [{ path: '/docs', policy: { origin: A } }] }, files);
    for (const path of [
      '/docs',
      '/docs/',
      '/docs/file',
      '/docs/a/b.png',
      '/docs?x=1',
      '/docs/api/x',
    ]) {
      expect([path, await policyAt(app, 'GET', path)]).toEqual([path, A]);
    }
    expect((await app.get('/docs/file', A)).body).toBe('file');
    // A controller serves GET there, behind a function that may answer; no one serves PUT.
    expect(await policyAt(app, 'GET', '/docs/api')).toBe(`preflight , actual ${B}`);
    expect(await policyAt(app, 'PUT', '/docs/file')).toBe(A);
    for (const path of ['/', '/doc', '/docsx', '/x/docs', '/docs.json']) {
      expect([path, await policyAt(app, 'GET', path)]).toEqual([path, ROOT]);
    }
  });

  it('have the methods of a path that no controller serves', async () => {
    await start({ paths: [{ path: '/graphql', policy: { origin: A, maxAge: 60 } }] });
    const { status, cors } = await app.preflight('/graphql', A, 'POST', 'content-type');
    expect([status, cors]).toEqual([
      204,
      {
        'access-control-allow-origin': A,
        'access-control-allow-methods': 'GET,HEAD,PUT,PATCH,POST,DELETE',
        'access-control-allow-headers': 'content-type',
        'access-control-max-age': '60',
        vary: VARY,
      },
    ]);
    const refused = await app.preflight('/graphql', B, 'POST');
    expect([refused.status, refused.cors]).toEqual([403, { vary: VARY }]);
    expect((await app.get('/graphql', B)).cors).toEqual({ vary: 'Origin' });
    // The root says nothing about the rest.
    expect((await app.get('/other', A)).cors).toEqual({});
  });

  it('inherit from the root, and take what a decorator takes', async () => {
    await start({
      origin: A,
      credentials: true,
      policies: { public: { origin: '*', credentials: false } },
      paths: [
        { path: '/inherited', policy: {} },
        { path: '/named', policy: 'public' },
        { path: '/off', policy: false },
        { path: '/made', policy: ({ maxAge = 5 }) => ({ origin: B, maxAge: maxAge * 2 }) },
      ],
    });
    expect((await app.get('/inherited/x', A)).cors).toEqual({
      'access-control-allow-origin': A,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    });
    expect((await app.get('/named', A)).cors).toEqual({ 'access-control-allow-origin': '*' });
    expect((await app.get('/off', A)).cors).toEqual({});
    const off = await app.preflight('/off', A, 'GET');
    expect([off.status, off.cors]).toEqual([403, {}]);
    expect((await app.preflight('/made', B, 'GET')).cors['access-control-max-age']).toBe('10');
  });

  it('are found by the longest of them, in whatever order they are listed', async () => {
    const paths = [
      { path: '/docs', policy: { origin: A } },
      { path: '/docs/internal', policy: { origin: B } },
    ];
    for (const order of [paths, [...paths].reverse()]) {
      await start({ origin: ROOT, paths: order });
      expect(await policyAt(app, 'GET', '/docs/x')).toBe(A);
      expect(await policyAt(app, 'GET', '/docs/internal/x')).toBe(B);
      expect(await policyAt(app, 'GET', '/docs/internals')).toBe(A);
      await app.close();
    }
    await start({});
  });

  it('are served with the global prefix, or without it, as they are written', async () => {
    await start({ origin: ROOT, paths: [{ path: '/api/docs', policy: { origin: A } }] }, (nest) =>
      nest.setGlobalPrefix('api'),
    );
    expect(await policyAt(app, 'GET', '/api/docs/x')).toBe(A);
    expect(await policyAt(app, 'GET', '/docs/x')).toBe(ROOT);
  });

  it(`are compared as ${platform} compares them`, async () => {
    await start({ origin: ROOT, paths: [{ path: '/docs', policy: { origin: A } }] });
    expect(await policyAt(app, 'GET', '/DOCS/x')).toBe(platform === 'express' ? A : ROOT);
    // Express compares paths as they are written; a file server behind it decodes them.
    expect(await policyAt(app, 'GET', '/%64ocs/x')).toBe(platform === 'express' ? '' : A);
  });
});
