import { Controller, Get, type ModuleMetadata } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import {
  Cors,
  CorsConfigurationError,
  CorsModule,
  type CorsModuleOptions,
  type CorsOptions,
} from 'nestjs-cors';
import { platforms, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';

describe.each(platforms)('a configuration that cannot work does not boot, on %s:', (platform) => {
  async function refusal(
    root: CorsModuleOptions,
    ...controllers: NonNullable<ModuleMetadata['controllers']>
  ) {
    try {
      const app = await TestApp.start(platform, {
        imports: [CorsModule.forRoot(root)],
        controllers,
      });
      await app.close();
    } catch (error) {
      expect(error).toBeInstanceOf(CorsConfigurationError);
      return (error as CorsConfigurationError).issues.map(({ message }) => message);
    }
    return [];
  }

  it('a bare @Cors() that inherits no origin', async () => {
    @Cors()
    @Controller()
    class CatsController {
      @Get() list() {
        return [];
      }
    }
    expect(await refusal({ credentials: true }, CatsController)).toEqual([
      'CatsController: origin undefined is set at no layer, and nothing becomes "*" unless somebody writes "*": name the origins, here or in CorsModule.forRoot (in CatsController.list)',
    ]);
    expect(await refusal({ origin: APP }, CatsController)).toEqual([]);
    expect(await refusal({ origin: false }, CatsController)).toEqual([]);
  });

  it('a policy that has no such name', async () => {
    @Cors('publik')
    @Controller()
    class CatsController {
      @Get() list() {
        return [];
      }
    }
    expect(await refusal({ policies: { public: { origin: '*' } } }, CatsController)).toEqual([
      'CatsController: @Cors "publik" is not the name of a policy: write "public" (there is "public") (in CatsController.list)',
    ]);
  });

  it('an origin with a slash at its end', async () => {
    // Known to be a string only, as from the environment: the compiler refuses the literal.
    const origin = ['https://example.com', ''].join('/');
    @Controller()
    class WidgetsController {
      @Cors({ origin }) @Get() update() {
        return '';
      }
    }
    expect(await refusal({}, WidgetsController)).toEqual([
      'WidgetsController.update: origin "https://example.com/" is not a serialized origin: remove the trailing slash',
    ]);
  });

  it('"*" of one layer with the credentials of another', async () => {
    @Cors({ origin: '*' })
    @Controller()
    class OpenController {
      @Get() list() {
        return [];
      }
    }
    expect(await refusal({ origin: APP, credentials: true }, OpenController)).toEqual([
      'OpenController: `origin` "*" from `@Cors` on OpenController, `credentials` from CorsModule.forRoot: "*" is any origin, which cannot have credentials: list the origins, or set credentials: false (in OpenController.list)',
    ]);
  });

  it.each<CorsOptions>([
    { origin: true as unknown as string },
    { origin: [] },
    { origin: '' },
    { origin: 'null' },
    { origin: 'http://app.example.com', credentials: true },
    { origin: /example\.com/ },
    { origin: APP, maxAge: 90_000 },
    { origin: APP, methods: 'TRACE' },
    { origin: APP, allowedHeaders: ['x token'] },
    { origin: APP, exposedHeaders: 'Set-Cookie' },
  ])('%j of the root', async (root) => {
    const [issue, ...others] = await refusal(root);
    expect(issue).toMatch(/^CorsModule\.forRoot: /);
    expect(others).toEqual([]);
  });

  it('reports everything at once', async () => {
    @Cors({ maxAge: -2 })
    @Controller()
    class CatsController {
      @Cors({ methods: 'CONNECT' }) @Get() list() {
        return [];
      }
    }
    const root = { origin: 'example.com', policies: { partner: { origin: 'https://*.*.com' } } };
    const messages = await refusal(root, CatsController);
    expect(messages.map((message) => message.split(':')[0])).toEqual([
      'CorsModule.forRoot',
      'policies.partner',
      'CatsController',
      'CatsController.list',
    ]);
  });
});
