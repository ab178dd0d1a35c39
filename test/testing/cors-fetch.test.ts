import { mkdtempSync, rmSync } from 'node:fs';
import { Server as HttpsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  All,
  Body,
  Controller,
  Get,
  Header,
  Headers as RequestHeaders,
  Post,
  Put,
  Redirect,
  type INestApplication,
  type Type,
} from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule } from 'nestjs-cors';
import { CorsError, corsFetch } from 'nestjs-cors/testing';
import { createAdapter, platforms, TestApp } from '../support/test-app.js';
import { certificate } from './certificate.js';

const PAGE = 'https://app.example.com';
const OTHER = 'https://other.example.com';
const API = 'http://127.0.0.1';

@Cors({ origin: PAGE, credentials: true, allowedHeaders: ['X-A'], exposedHeaders: ['X-Seen'] })
@Controller('mine')
class MineController {
  @Header('X-Seen', 'seen') @Header('X-Hidden', 'hidden') @Get() read() {
    return { name: 'Ada' };
  }
  @Put() update(@Body() body: unknown) {
    return body;
  }
  @Header('Set-Cookie', 'name=ada; Path=/mine; HttpOnly') @Post('login') logIn() {
    return 'logged in';
  }
  @Header('Set-Cookie', 'name=; Path=/mine; Max-Age=0') @Post('logout') logOut() {
    return 'logged out';
  }
  @All('headers') headers(@RequestHeaders() headers: Record<string, string>) {
    return headers;
  }
  @Redirect('/mine', 302) @Get('moved') moved() {}
  @Redirect('http://api.example.com/mine', 307) @Get('moved/away') movedAway() {}
  @Redirect('http://user:secret@api.example.com/mine', 307) @Get('moved/user') movedToUser() {}
  @Redirect('ftp://api.example.com', 307) @Get('moved/ftp') movedToFtp() {}
  @Redirect('http://[', 307) @Get('moved/nowhere') movedNowhere() {}
  @Redirect('/mine/moved/round', 307) @Get('moved/round') movedRound() {}
}

@Cors({ origin: '*', allowedHeaders: '*' })
@Controller('any')
class AnyController {
  @Get() read() {
    return 'read';
  }
  @Put() update() {
    return 'updated';
  }
}

@Controller('none')
class NoneController {
  @Get() read() {
    return 'read';
  }
}

/** Answers preflights itself, and not as it should. */
@Controller('odd')
class OddController {
  @Header('Access-Control-Allow-Origin', '*')
  @Header('Access-Control-Allow-Methods', 'PUT;DELETE')
  @All('methods')
  methods() {}

  @Header('Access-Control-Allow-Origin', '*')
  @Header('Access-Control-Allow-Headers', 'x-a x-b')
  @All('headers')
  headers() {}

  @Header('Access-Control-Allow-Origin', '*')
  @Header('Access-Control-Allow-Headers', '*')
  @All('authorization')
  authorization() {}

  @Header('Access-Control-Allow-Origin', '*') @Redirect('/any', 302) @All('redirect') redirect() {}
}

const controllers = [MineController, AnyController, NoneController, OddController];
const metadata = { imports: [CorsModule.forRoot({})], controllers: controllers as Type[] };

describe.each(platforms)('corsFetch on %s', (platform) => {
  const open: { close(): Promise<unknown> }[] = [];
  afterEach(() => Promise.all(open.splice(0).map((app) => app.close())));

  async function listening(): Promise<INestApplication> {
    const app = await TestApp.start(platform, metadata);
    open.push(app);
    return app.nest;
  }

  describe('sees', () => {
    it('what the policy exposes, with credentials or without', async () => {
      const fetch = corsFetch(await listening(), { origin: PAGE, baseUrl: API });
      for (const credentials of ['omit', 'same-origin', 'include'] as const) {
        const response = await fetch('/mine', { credentials });
        expect(response).toBeInstanceOf(Response);
        for (const seen of [response.clone(), response]) {
          const { type, url, status, ok, redirected } = seen;
          expect({ type, url, status, ok, redirected }).toEqual({
            type: 'cors',
            url: `${API}/mine`,
            status: 200,
            ok: true,
            redirected: false,
          });
          expect([...seen.headers.keys()]).toEqual(['content-length', 'content-type', 'x-seen']);
          expect(await seen.json()).toEqual({ name: 'Ada' });
        }
      }
    });

    it('everything but cookies within its own origin, without CORS', async () => {
      const fetch = corsFetch(await listening(), { origin: API, baseUrl: API });
      const response = await fetch('/mine/login', { method: 'POST', mode: 'same-origin' });
      expect(response.type).toBe('basic');
      expect(response.headers.get('set-cookie')).toBeNull();
      expect((await fetch('/none')).headers.has('date')).toBe(true);
      expect(await (await fetch('/mine/headers')).json()).toMatchObject({ cookie: 'name=ada' });
    });

    it('nothing with the mode "no-cors"', async () => {
      const fetch = corsFetch(await listening(), { origin: PAGE });
      const response = await fetch('/none', { mode: 'no-cors' });
      const { type, url, status, body } = response;
      expect({ type, url, status, body, headers: [...response.headers] }).toEqual({
        type: 'opaque',
        url: '',
        status: 0,
        body: null,
        headers: [],
      });
    });

    it('where a redirect led, or that there is one', async () => {
      const fetch = corsFetch(await listening(), { origin: PAGE, baseUrl: API });
      const { url, redirected } = await fetch('/mine/moved');
      expect({ url, redirected }).toEqual({ url: `${API}/mine`, redirected: true });
      const { type, status } = await fetch('/mine/moved', { redirect: 'manual' });
      expect({ type, status }).toEqual({ type: 'opaqueredirect', status: 0 });
    });
  });

  it('sends what a browser does, and leaves out what a page cannot set', async () => {
    const fetch = corsFetch(await listening(), {
      origin: PAGE,
      baseUrl: 'https://api.example.com',
    });
    const response = await fetch('/mine/headers', {
      method: 'put',
      headers: {
        'X-A': '1',
        Cookie: 'a=1',
        Host: 'elsewhere',
        Origin: OTHER,
        'Sec-Fetch-Site': 'x',
      },
    });
    expect(await response.json()).toEqual({
      accept: '*/*',
      connection: 'close',
      'content-length': '0',
      host: 'api.example.com',
      origin: PAGE,
      'sec-fetch-dest': 'empty',
      'sec-fetch-mode': 'cors',
      'sec-fetch-site': 'same-site',
      'x-a': '1',
    });
  });

  it('keeps cookies while credentials are included, until they expire', async () => {
    const fetch = corsFetch(await listening(), { origin: PAGE });
    const cookie = async (credentials: Request['credentials']) => {
      const headers = await (await fetch('/mine/headers', { credentials })).json();
      return (headers as { cookie?: string }).cookie;
    };
    await fetch('/mine/login', { method: 'POST' });
    expect(await cookie('include')).toBeUndefined();
    await fetch('/mine/login', { method: 'POST', credentials: 'include' });
    expect(await cookie('include')).toBe('name=ada');
    expect(await cookie('same-origin')).toBeUndefined();
    await fetch('/mine/logout', { method: 'POST', credentials: 'include' });
    expect(await cookie('include')).toBeUndefined();
  });

  const json = { 'Content-Type': 'application/json' };
  const include = { credentials: 'include' } as const;

  it.each<[string, string, RequestInit, Partial<CorsError>]>([
    [
      '/mine',
      OTHER,
      {},
      {
        step: 'CORS check',
        reason: 'origin-missing',
        preflight: false,
        status: 200,
        header: 'Access-Control-Allow-Origin',
        received: undefined,
        expected: OTHER,
        see: 'https://fetch.spec.whatwg.org/#concept-cors-check',
        message: `GET ${API}/mine from ${OTHER}: the response (200) has no Access-Control-Allow-Origin: expected "${OTHER}" or "*" (CORS check: https://fetch.spec.whatwg.org/#concept-cors-check)`,
      },
    ],
    [
      '/mine',
      OTHER,
      { method: 'PUT', headers: json, body: '{}' },
      {
        step: 'CORS check',
        reason: 'origin-missing',
        preflight: true,
        status: 403,
        message: `PUT ${API}/mine from ${OTHER}: the preflight's response (403) has no Access-Control-Allow-Origin: expected "${OTHER}" or "*" (CORS check: https://fetch.spec.whatwg.org/#concept-cors-check)`,
      },
    ],
    ['/any', PAGE, include, { step: 'CORS check', reason: 'origin-wildcard', received: '*' }],
    [
      '/odd/methods',
      PAGE,
      { method: 'PUT' },
      {
        step: 'CORS-preflight fetch',
        reason: 'methods-malformed',
        header: 'Access-Control-Allow-Methods',
        received: 'PUT;DELETE',
        message: `PUT ${API}/odd/methods from ${PAGE}: the preflight's response (200) has Access-Control-Allow-Methods "PUT;DELETE": expected names, separated by commas (CORS-preflight fetch: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0)`,
      },
    ],
    [
      '/odd/headers',
      PAGE,
      { method: 'PUT' },
      { step: 'CORS-preflight fetch', reason: 'headers-malformed', received: 'x-a x-b' },
    ],
    [
      '/odd/authorization',
      PAGE,
      { method: 'PUT' },
      {
        step: 'CORS-preflight fetch',
        reason: 'method-not-allowed',
        message: `PUT ${API}/odd/authorization from ${PAGE}: the preflight's response (200) has no Access-Control-Allow-Methods: expected "PUT" or "*" (CORS-preflight fetch: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0)`,
      },
    ],
    [
      '/odd/authorization',
      PAGE,
      { headers: { Authorization: 'x' } },
      {
        step: 'CORS-preflight fetch',
        reason: 'header-not-in-wildcard',
        expected: 'authorization',
        message: `GET ${API}/odd/authorization from ${PAGE}: the preflight's response (200) has Access-Control-Allow-Headers "*": expected "authorization" by its name, which "*" never covers (CORS-preflight fetch: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0)`,
      },
    ],
    [
      '/odd/redirect',
      PAGE,
      { method: 'PUT' },
      { step: 'CORS-preflight fetch', reason: 'preflight-redirect', status: 302 },
    ],
    [
      '/none',
      PAGE,
      { mode: 'same-origin' },
      {
        step: 'main fetch',
        reason: 'mode-same-origin',
        status: undefined,
        message: `GET ${API}/none from ${PAGE}: the request has the mode "same-origin": expected a URL of ${PAGE} (main fetch: https://fetch.spec.whatwg.org/#concept-main-fetch)`,
      },
    ],
    ['/none', PAGE, { mode: 'no-cors', redirect: 'error' }, { reason: 'mode-no-cors' }],
    ['ftp://api.example.com', PAGE, {}, { step: 'main fetch', reason: 'scheme' }],
    ['/mine/moved', PAGE, { redirect: 'error' }, { step: 'HTTP fetch', reason: 'redirect-mode' }],
    [
      '/mine/moved/away',
      PAGE,
      {},
      {
        step: 'CORS check',
        reason: 'origin-missing',
        expected: 'null',
        message: `GET http://api.example.com/mine from ${PAGE}: the response (200) has no Access-Control-Allow-Origin: expected "null" or "*", for a redirect across origins makes it null (CORS check: https://fetch.spec.whatwg.org/#concept-cors-check)`,
      },
    ],
    ['/mine/moved/user', PAGE, {}, { reason: 'redirect-credentials', status: 307 }],
    ['/mine/moved/ftp', PAGE, {}, { step: 'HTTP-redirect fetch', reason: 'redirect-scheme' }],
    ['/mine/moved/nowhere', PAGE, {}, { reason: 'redirect-location', received: 'http://[' }],
    ['/mine/moved/round', PAGE, {}, { reason: 'redirect-count' }],
  ])('%s from %s, asked for as %j, is refused', async (path, origin, init, expected) => {
    const fetch = corsFetch(await listening(), { origin, baseUrl: API });
    const error = await fetch(path, init).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CorsError);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject(expected);
  });

  it('rejects as fetch does what no page can ask for', async () => {
    const fetch = corsFetch(await listening(), { origin: PAGE });
    for (const init of [
      { method: 'TRACE' },
      { method: 'GET', body: 'text' },
      { method: 'PUT', mode: 'no-cors' },
    ] as const) {
      await expect(fetch('/mine', init)).rejects.toHaveProperty('name', 'TypeError');
    }
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(fetch('/mine', { signal })).rejects.toThrow('enough');
  });

  describe('reaches', () => {
    it('an app of @nestjs/testing that does not listen, asked several times at once', async () => {
      const module = await Test.createTestingModule(metadata).compile();
      const app = module.createNestApplication(createAdapter(platform));
      open.push(app);
      await app.init();
      const pages = [PAGE, PAGE, OTHER].map((origin) => corsFetch(app, { origin }));
      const answers = await Promise.all(pages.map(async (fetch) => (await fetch('/any')).text()));
      expect(answers).toEqual(['read', 'read', 'read']);
    });

    it('an app of @nestjs/testing that has not been initialized', async () => {
      const module = await Test.createTestingModule(metadata).compile();
      const app = module.createNestApplication(createAdapter(platform));
      open.push(app);
      expect((await corsFetch(app, { origin: PAGE })('/mine')).status).toBe(200);
    });

    it('an app that listens on every interface', async () => {
      const module = await Test.createTestingModule(metadata).compile();
      const app = module.createNestApplication(createAdapter(platform));
      open.push(app);
      await app.listen(0, '0.0.0.0');
      expect((await corsFetch(app, { origin: PAGE })('/mine')).status).toBe(200);
    });

    it('not an app that has been closed', async () => {
      const app = await TestApp.start(platform, metadata);
      const fetch = corsFetch(app.nest, { origin: PAGE });
      await fetch('/mine');
      await app.close();
      await expect(fetch('/mine')).rejects.toThrow('corsFetch: the app does not listen any more');
    });
  });
});

it('reaches an app behind TLS, whoever signed its certificate', async () => {
  const module = await Test.createTestingModule(metadata).compile();
  const app = module.createNestApplication(createAdapter('express'), { httpsOptions: certificate });
  try {
    expect(app.getHttpServer()).toBeInstanceOf(HttpsServer);
    const response = await corsFetch(app, { origin: PAGE })('/mine');
    expect(response.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/mine$/);
  } finally {
    await app.close();
  }
});

// The adapter of Fastify takes no path on Nest 11.
it('reaches an app that listens on a Unix socket', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cors-fetch-'));
  const module = await Test.createTestingModule(metadata).compile();
  const app = module.createNestApplication(createAdapter('express'));
  try {
    await app.listen(join(directory, 'socket'));
    const { url } = await corsFetch(app, { origin: PAGE })('/mine');
    expect(url).toBe('http://localhost/mine');
  } finally {
    await app.close();
    rmSync(directory, { recursive: true });
  }
});
