import { Controller, Get, type INestApplication } from '@nestjs/common';
import {
  createServer,
  request as send,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Cors,
  CorsModule,
  type CorsModuleOptions,
  CorsReport,
  CorsService,
  SkipCors,
} from 'nestjs-cors';
import { HeardLogger, published } from '../decisions/heard.js';
import { platforms, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';
const PARTNER = 'https://partner.example';

/** A server with a CORS of its own, unlike that of the library in all it says. */
const upstream = createServer((request, response) => {
  const { origin = '' } = request.headers;
  if (request.method === 'OPTIONS') {
    response.writeHead(200, {
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Methods': 'PROPFIND',
      'Access-Control-Allow-Private-Network': 'true',
      Vary: 'X-Upstream',
    });
    return response.end('asked');
  }
  response.writeHead(request.url === '/missing' ? 404 : 200, {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': 'X-Up',
    Vary: 'Accept',
  });
  return response.end(`${request.method} ${request.url}`);
});

/** Hands a request on, and the answer back. */
function proxy(request: IncomingMessage, response: ServerResponse): void {
  const { port } = upstream.address() as AddressInfo;
  const { method, url, headers } = request;
  const handedOn = send({ port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  request.pipe(handedOn);
}

@Cors({ origin: PARTNER, maxAge: 5 })
@Controller('proxy/own')
class OwnController {
  @Get() read() {
    return 'own';
  }
  @SkipCors() @Get('off') off() {
    return 'off';
  }
}

const PREFLIGHT = {
  'access-control-allow-origin': PARTNER,
  'access-control-allow-methods': 'PROPFIND',
  'access-control-allow-private-network': 'true',
  vary: 'X-Upstream',
};
const ACTUAL = {
  'access-control-allow-origin': PARTNER,
  'access-control-expose-headers': 'X-Up',
  vary: 'Accept',
};
const options: CorsModuleOptions = {
  origin: APP,
  credentials: true,
  reportOnly: { origin: PARTNER },
  paths: [
    { path: '/proxy', upstream: true },
    { path: '/proxy/docs', policy: { origin: '*', credentials: false } },
  ],
};

beforeAll(() => new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => upstream.close(resolve)));

describe.each(platforms)('on %s, `upstream: true`', (platform) => {
  let app: TestApp;
  const logger = new HeardLogger();
  afterEach(() => app.close());

  const start = async (configure: (nest: INestApplication) => void, root = options) => {
    app = await TestApp.start(
      platform,
      { imports: [CorsModule.forRoot(root)], controllers: [OwnController] },
      { configure, logger },
    );
  };
  /** A proxy that is mounted at a path. */
  const mounted = (nest: INestApplication) => nest.use('/proxy', proxy);
  /** A proxy that looks at the path itself, and leaves the controller alone. */
  const filtering = (nest: INestApplication) =>
    nest.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
      if (!/^\/proxy(?!\/(?:own|docs))/i.test(request.url ?? '')) return next();
      request.url = request.url?.slice('/proxy'.length) || '/';
      return proxy(request, response);
    });

  it.each([
    ['mounted at its path', mounted],
    ['that looks at the path', filtering],
  ])('leaves what a proxy says as it is, %s', async (_name, configure) => {
    await start(configure);
    for (const path of ['/proxy', '/proxy/', '/proxy/a/b?c=1']) {
      const preflight = await app.preflight(path, PARTNER, 'PROPFIND', 'x-any');
      expect([preflight.status, preflight.body, preflight.cors]).toEqual([200, 'asked', PREFLIGHT]);
      const posted = await app.send('POST', path, { Origin: PARTNER }, 'body');
      expect([posted.status, posted.cors]).toEqual([200, ACTUAL]);
    }
    const missing = await app.get('/proxy/missing', PARTNER);
    expect([missing.status, missing.cors]).toEqual([404, ACTUAL]);
    expect((await app.get('/proxy/x')).cors).toEqual({
      ...ACTUAL,
      'access-control-allow-origin': '',
    });
    // The root says what it says beside it.
    expect((await app.get('/proxyx', PARTNER)).cors).toEqual({ vary: 'Origin' });
    expect((await app.preflight('/other', PARTNER, 'GET')).status).toBe(403);
  });

  it('leaves the routes of controllers below it their policies', async () => {
    await start(filtering);
    const own = {
      'access-control-allow-origin': PARTNER,
      'access-control-allow-credentials': 'true',
    };
    expect((await app.get('/proxy/own', PARTNER)).cors).toEqual({ ...own, vary: 'Origin' });
    expect((await app.get('/proxy/own', APP)).cors).toEqual({ vary: 'Origin' });
    expect((await app.preflight('/proxy/own', PARTNER, 'GET')).cors).toEqual({
      ...own,
      'access-control-allow-methods': 'GET,HEAD',
      'access-control-max-age': '5',
      vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    });
    expect((await app.get('/proxy/own/off', PARTNER)).cors).toEqual({});
    expect((await app.preflight('/proxy/own/off', PARTNER, 'GET')).status).toBe(403);
    // A method that no controller serves there is the upstream's to answer; this one does not.
    const put = await app.preflight('/proxy/own', PARTNER, 'PUT');
    expect([put.status, put.cors]).toEqual([404, {}]);
    expect((await app.get('/proxy/docs/x', PARTNER)).cors).toEqual({
      'access-control-allow-origin': '*',
    });
  });

  it('grants nothing where it is not certain that it answers', async () => {
    await start(mounted);
    // The proxy is mounted in front of the controller.
    const preflight = await app.preflight('/proxy/own', PARTNER, 'GET');
    expect([preflight.status, preflight.cors]).toEqual([403, {}]);
    expect((await app.get('/proxy/own', PARTNER)).cors).toEqual({ vary: 'Accept, Origin' });
    // What stands in front may normalise the path, which then is the root's.
    const outside = await app.preflight('/proxy/..%2fother', APP, 'GET');
    expect([outside.status, outside.cors]).toEqual([403, {}]);
    expect((await app.get('/proxy/..%2fother', APP)).cors).toEqual({ vary: 'Accept, Origin' });
  });

  it('is said in the list of routes, the report, an explanation, events and the log', async () => {
    await start(mounted);
    const cors = app.nest.get(CorsService);
    const ofPath = { method: 'ALL', path: '/proxy', name: 'paths["/proxy"]' };
    expect(cors.routes().find(({ name }) => name === ofPath.name)).toEqual({
      ...ofPath,
      cors: 'upstream',
      options: {},
      sources: {},
    });
    const report = app.nest.get(CorsReport);
    expect(report.data().upstream).toEqual([ofPath]);
    expect(report.markdown()).toContain('## Answered by an upstream');
    expect(report.html()).toContain('<h2 id="upstream-title">Answered by an upstream</h2>');

    const { granted, steps, preflight, actual, fix } = await cors.explain({
      origin: PARTNER,
      path: '/proxy/x',
      method: 'PUT',
    });
    expect([granted, preflight, actual]).toEqual([false, { headers: {} }, { headers: {} }]);
    expect(steps.slice(-2).map(({ step, verdict, detail }) => [step, verdict, detail])).toEqual([
      [
        'preflight: route',
        'noted',
        'no controller serves PUT "/proxy/x": paths["/proxy"] is an upstream: what is mounted there answers, and its headers stay',
      ],
      [
        'preflight: CORS check',
        'failed',
        'what the upstream of paths["/proxy"] grants is not known here',
      ],
    ]);
    expect(fix).toEqual({
      changes: [],
      message:
        'ask the upstream of paths["/proxy"] itself, or give the path a policy in place of upstream: true',
    });

    logger.said('debug');
    const decisions = await published(async () => {
      await app.get('/proxy/x', APP);
      await app.preflight('/proxy/x', APP, 'GET');
      await app.preflight('/proxy/..%2fother', APP, 'GET');
    });
    expect(logger.said('debug')).toEqual([
      `paths["/proxy"]: refused the preflight for "GET" of "${APP}": an upstream, which has a CORS of its own, may answer in place of a controller`,
    ]);
    expect(decisions).toEqual([
      {
        kind: 'preflight',
        outcome: 'refused',
        reason: 'upstream',
        route: 'paths["/proxy"]',
        source: 'paths["/proxy"]',
        origin: APP,
        reportOnly: false,
      },
    ]);
  });

  it('may come and go with an update', async () => {
    await start(mounted, { ...options, paths: [] });
    const cors = app.nest.get(CorsService);
    expect((await app.get('/proxy/x', PARTNER)).cors).toEqual({ vary: 'Accept, Origin' });
    expect(await cors.update({ paths: [{ path: '/proxy', upstream: true }] })).toEqual([]);
    expect((await app.get('/proxy/x', PARTNER)).cors).toEqual(ACTUAL);
    expect(await cors.update({ paths: [] })).toEqual([]);
    expect((await app.get('/proxy/x', PARTNER)).cors).toEqual({ vary: 'Accept, Origin' });
  });
});
