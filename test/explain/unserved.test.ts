import { Controller, Get, Post, Put, VersioningType, type Type } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CorsModule, CorsReport, CorsService } from 'nestjs-cors';
import { findNearest } from '../../lib/explain/nearest-route.js';
import { platforms, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';

@Controller('cats')
class CatsController {
  @Get() list() {}
  @Post() create() {}
  @Put(':id') update() {}
  @Get('stats/weekly') weekly() {}
}

@Controller({ path: 'admin', host: 'admin.example.com' })
class AdminController {
  @Get() read() {}
}

@Controller({ path: 'dogs', version: '2' })
class DogsController {
  @Get() list() {}
}

const imports = [CorsModule.forRoot({ origin: APP, paths: [{ path: '/graphql', policy: {} }] })];

describe.each(platforms)('on %s, what no controller serves is told first:', (platform) => {
  let app: TestApp;
  beforeAll(async () => {
    const controllers = [CatsController, AdminController];
    const configure = (nest: TestApp['nest']) => nest.setGlobalPrefix('api');
    app = await TestApp.start(platform, { imports, controllers }, { configure });
  });
  afterAll(() => app.close());
  const explain = (method: string, path: string, origin = APP) =>
    app.nest.get(CorsService).explain({ origin, method, path });

  it.each([
    [
      'a forgotten prefix',
      'GET',
      '/cats?page=2',
      'no controller serves GET "/cats"; the nearest route is GET "/api/cats" (CatsController.list): the path lacks "/api"',
    ],
    [
      'a method of another path, and those of this one',
      'PUT',
      '/api/cats',
      'no controller serves PUT "/api/cats"; controllers serve GET, HEAD, POST there; the nearest route is PUT "/api/cats/:id" (CatsController.update): the path lacks "/:id"',
    ],
    [
      'a trailing segment',
      'PUT',
      '/api/cats/7/name',
      'no controller serves PUT "/api/cats/7/name"; the nearest route is PUT "/api/cats/:id" (CatsController.update): the path has "/name" besides',
    ],
    [
      'a misspelled segment, and a prefix',
      'GET',
      '/cat/stats/weekly',
      'no controller serves GET "/cat/stats/weekly"; the nearest route is GET "/api/cats/stats/weekly" (CatsController.weekly): the path lacks "/api", and "cat" is "cats" there',
    ],
    [
      'the methods of the path, where no route of the method is near',
      'DELETE',
      '/api/cats/7',
      'no controller serves DELETE "/api/cats/7"; controllers serve PUT there',
    ],
    [
      'another host',
      'GET',
      'https://api.example.com/api/admin',
      'no controller serves GET "/api/admin"; the nearest route is GET "/api/admin" (AdminController.read): it is for the host "admin.example.com"',
    ],
    ['nothing near', 'GET', '/files/\u001b1.png', 'no controller serves GET "/files/%1B1.png"'],
  ])('%s', async (_, method, path, message) => {
    const explained = await explain(method, path);
    expect(explained.unserved?.message).toBe(message);
    expect(String(explained).split('\n', 1)).toEqual([`Look at this first: ${message}`]);
  });

  it('before it is told that the request is granted, or how to grant it', async () => {
    const { unserved, granted } = await explain('GET', '/cats');
    expect({ unserved, granted }).toEqual({
      unserved: {
        message:
          'no controller serves GET "/cats"; the nearest route is GET "/api/cats" (CatsController.list): the path lacks "/api"',
        methods: [],
        nearest: {
          method: 'GET',
          path: '/api/cats',
          name: 'CatsController.list',
          difference: 'the path lacks "/api"',
        },
      },
      granted: true,
    });
    const refused = await explain('PUT', '/api/cats', 'https://evil.example');
    expect(Object.keys(refused)[0]).toBe('unserved');
    expect(refused.unserved?.methods).toEqual(['GET', 'HEAD', 'POST']);
    expect(Object.isFrozen(refused.unserved?.nearest)).toBe(true);
  });

  it('in the form of the report, too', async () => {
    const query = { origin: APP, method: 'GET', path: '/cats' };
    const [, page = ''] = (await app.nest.get(CorsReport).page(query)).split('class="explained"');
    expect(page).toMatch(/<b>Look at this first:<\/b> no controller serves GET &quot;\/cats&quot;/);
    expect(page.indexOf('Look at this first')).toBeLessThan(page.indexOf('Granted'));
  });

  it.each([
    ['a controller', 'GET', '/api/cats'],
    ['an entry of `paths`', 'POST', '/graphql'],
    ['nobody, for no script can send it', 'TRACE', '/cats'],
  ])('but not what is for %s', async (_, method, path) => {
    const explained = await explain(method, path);
    expect(explained.unserved).toBeUndefined();
    expect(String(explained)).toMatch(new RegExp(`^${method} `));
  });
});

describe.each(platforms)('on %s, a version that is missing is told:', (platform) => {
  let app: TestApp;
  afterEach(() => app.close());

  it.each([
    [VersioningType.URI, '/v2/dogs', 'the path lacks "/v2"'],
    [VersioningType.HEADER, '/dogs', 'it is for version "2"'],
  ] as const)('%s', async (type, path, difference) => {
    const controllers: Type[] = [DogsController];
    app = await TestApp.start(
      platform,
      { imports, controllers },
      { configure: (nest) => nest.enableVersioning({ type, header: 'X-Version' }) },
    );
    const { unserved } = await app.nest.get(CorsService).explain({ origin: APP, path: '/dogs' });
    const name = 'DogsController.list';
    expect(unserved?.nearest).toEqual({ method: 'GET', path, name, difference });
  });
});

describe('among 5,000 routes, the nearest', () => {
  const routes = Array.from({ length: 5000 }, (_, at) => ({
    name: `C.m${at}`,
    method: 'GET',
    path: `/api/${'abcdefghij'[at % 10]}/resource-${at}/:id/parts`,
    callback: {},
    policy: undefined,
  }));

  it('is found', () => {
    const nearest = findNearest('GET', '/a/resource-4990/7/parts', routes);
    expect([nearest?.path, nearest?.difference]).toEqual([
      '/api/a/resource-4990/:id/parts',
      'the path lacks "/api"',
    ]);
  });

  it('is not looked for where a path is too long', () => {
    expect(findNearest('GET', '/api'.repeat(4000), routes)).toBeUndefined();
    expect(findNearest('GET', `/api/${'a'.repeat(16_000)}`, routes)).toBeUndefined();
  });
});
