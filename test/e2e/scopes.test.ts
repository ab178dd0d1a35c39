import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Inject,
  Injectable,
  Put,
  Scope,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import {
  type ContextId,
  ContextIdFactory,
  type ContextIdStrategy,
  type HostComponentInfo,
  REQUEST,
} from '@nestjs/core';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule } from 'nestjs-cors';
import { MemoryLogger, platforms, TestApp } from '../support/test-app.js';

const ROOT = 'https://root.example';
const APP = 'https://app.example.com';
const EVIL = 'https://evil.example';
const VARY_PREFLIGHT = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

const constructed: string[] = [];

/** Itself made anew for each request, as a guard that looks up a session is. */
@Injectable({ scope: Scope.REQUEST })
class SessionGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<IncomingMessage>();
    if (headers.authorization === undefined) throw new UnauthorizedException();
    return true;
  }
}

abstract class CatsController {
  @Get() list() {
    return 'cats';
  }
  @UseGuards(SessionGuard) @Get('guarded') guarded() {
    return 'guarded';
  }
  @Get('broken') broken() {
    throw new Error('broken');
  }
  @Cors({ origin: ROOT }) @Put() replace() {
    return 'replaced';
  }
}

@Cors({ origin: APP, exposedHeaders: 'ETag' })
@Controller({ path: 'request', scope: Scope.REQUEST })
class RequestController extends CatsController {
  constructor() {
    super();
    constructed.push('request');
  }
}

@Injectable({ scope: Scope.REQUEST })
class RequestProvider {}

/** Has no scope of its own: what it injects has one. */
@Cors({ origin: APP, exposedHeaders: 'ETag' })
@Controller('injecting')
class InjectingController extends CatsController {
  constructor(readonly provider: RequestProvider) {
    super();
    constructed.push('injecting');
  }
}

@Cors({ origin: APP, exposedHeaders: 'ETag' })
@Controller({ path: 'durable', scope: Scope.REQUEST, durable: true })
class DurableController extends CatsController {
  constructor(@Inject(REQUEST) readonly payload: { readonly tenant: string }) {
    super();
    constructed.push(payload.tenant);
  }
}

/** What is durable lives as long as its tenant. */
class ByTenant implements ContextIdStrategy {
  private readonly tenants = new Map<string, ContextId>();

  attach(contextId: ContextId, { headers }: IncomingMessage) {
    const tenant = String(headers['x-tenant']);
    const shared = this.tenants.get(tenant) ?? ContextIdFactory.create();
    this.tenants.set(tenant, shared);
    return {
      resolve: ({ isTreeDurable }: HostComponentInfo) => (isTreeDurable ? shared : contextId),
      payload: { tenant },
    };
  }
}

describe.each(platforms)(
  'a controller that does not live as long as the app, on %s,',
  (platform) => {
    const logger = new MemoryLogger();
    let app: TestApp;
    beforeAll(async () => {
      ContextIdFactory.apply(new ByTenant());
      app = await TestApp.start(
        platform,
        {
          imports: [CorsModule.forRoot({ origin: ROOT })],
          controllers: [RequestController, InjectingController, DurableController],
          providers: [RequestProvider],
        },
        { logger },
      );
    });
    afterAll(() => app.close());
    beforeEach(() => {
      constructed.length = 0;
    });

    describe.each(['/request', '/injecting', '/durable'])('%s', (path) => {
      it.each([
        ['200', 200, ''],
        ['401 of a guard', 401, '/guarded'],
        ['500 of a handler', 500, '/broken'],
        ['404 below it', 404, '/nowhere'],
      ])('answers %s with its policy', async (_, status, below) => {
        // What no handler serves has the policy of the root.
        const own = { 'access-control-expose-headers': 'ETag' };
        const [origin, exposed] = status === 404 ? [ROOT, {}] : [APP, own];
        for (const [asking, cors] of [
          [origin, { 'access-control-allow-origin': origin, ...exposed, vary: 'Origin' }],
          [EVIL, { vary: 'Origin' }],
          [undefined, { vary: 'Origin' }],
        ] as const) {
          const response = await app.get(`${path}${below}`, asking);
          expect({ status: response.status, cors: response.cors }).toEqual({ status, cors });
        }
      });

      it('answers what its guard lets in', async () => {
        const headers = { Origin: APP, Authorization: 'Bearer token' };
        const { status, cors } = await app.send('GET', `${path}/guarded`, headers);
        expect({ status, cors }).toEqual({
          status: 200,
          cors: {
            'access-control-allow-origin': APP,
            'access-control-expose-headers': 'ETag',
            vary: 'Origin',
          },
        });
      });

      it.each([
        ['of the class', APP, 'GET', 'GET,HEAD'],
        ['of the method', ROOT, 'PUT', 'PUT'],
      ])(
        'is not constructed for a preflight with the policy %s',
        async (_, origin, method, all) => {
          const granted = await app.preflight(path, origin, method, 'x-token');
          expect({ status: granted.status, cors: granted.cors }).toEqual({
            status: 204,
            cors: {
              'access-control-allow-origin': origin,
              'access-control-allow-methods': all,
              'access-control-allow-headers': 'x-token',
              vary: VARY_PREFLIGHT,
            },
          });
          const { status, cors } = await app.preflight(path, EVIL, method, 'x-token');
          expect({ status, cors }).toEqual({ status: 403, cors: { vary: VARY_PREFLIGHT } });
          expect(constructed).toEqual([]);
        },
      );
    });

    it('is constructed for each request, or for each tenant', async () => {
      const tenants = [`one ${platform}`, `two ${platform}`];
      for (const tenant of [...tenants, ...tenants]) {
        for (const path of ['/request', '/injecting', '/durable']) {
          const headers = { Origin: APP, 'X-Tenant': tenant };
          expect((await app.send('GET', path, headers)).cors['access-control-allow-origin']).toBe(
            APP,
          );
        }
      }
      const requests = ['request', 'injecting'];
      expect(constructed).toEqual([
        ...tenants.flatMap((tenant) => [...requests, tenant]),
        ...requests,
        ...requests,
      ]);
    });

    it('makes the library say nothing in the log', () => {
      expect(logger.warnings).toEqual([]);
    });
  },
);
