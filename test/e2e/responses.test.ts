import {
  Body,
  type CanActivate,
  Controller,
  Get,
  HttpException,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  ParseIntPipe,
  Post,
  Query,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule } from 'nestjs-cors';
import { platforms, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';
const GRANTED = {
  'access-control-allow-origin': APP,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'X-Request-Id',
  vary: 'Origin',
};

/** Lets nobody in who does not bring a token, as a JWT guard does. */
@Injectable()
class TokenGuard implements CanActivate {
  static asked: string[] = [];
  canActivate(context: { switchToHttp(): { getRequest(): IncomingMessage } }): boolean {
    const request = context.switchToHttp().getRequest();
    TokenGuard.asked.push(request.method ?? '');
    if (request.headers.authorization === undefined) throw new UnauthorizedException();
    return true;
  }
}

@Injectable()
class NobodyGuard implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

@Cors({ origin: APP, credentials: true, exposedHeaders: 'X-Request-Id' })
@Controller('cats')
class CatsController {
  @Get() list() {
    return [];
  }
  @UseGuards(NobodyGuard) @Get('forbidden') forbidden() {
    return '';
  }
  @Get('number') number(@Query('n', ParseIntPipe) n: number) {
    return n;
  }
  @Get('throws') throws() {
    throw new Error('broken');
  }
  @Get('teapot') teapot() {
    throw new HttpException('short and stout', 418);
  }
  @Post() create(@Body() body: unknown) {
    return body;
  }
  @Get('ended') ended() {
    return '';
  }
  @Get('consumed') consumed() {
    return '';
  }
  @Post('broken') broken() {
    return '';
  }
}

@Module({
  imports: [CorsModule.forRoot({ origin: 'https://root.example' })],
  controllers: [CatsController],
  providers: [{ provide: APP_GUARD, useClass: TokenGuard }],
})
class CatsModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply((_: unknown, response: ServerResponse) => {
        response.writeHead(202);
        response.end('consumed');
      })
      .forRoutes('cats/consumed');
  }
}

describe.each(platforms)('the headers of the policy, on %s,', (platform) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(
      platform,
      { imports: [CatsModule] },
      {
        configure: (nest) => {
          nest.use('/cats/ended', (_: unknown, response: ServerResponse) => response.end('ended'));
          nest.use('/cats/broken', () => {
            throw new Error('broken middleware');
          });
        },
      },
    );
  });
  afterAll(() => app.close());

  const token = { Authorization: 'Bearer token' };

  it.each([
    ['200', 200, 'GET', '/cats', token, undefined],
    ['401 of a global guard', 401, 'GET', '/cats', {}, undefined],
    ['403 of a guard', 403, 'GET', '/cats/forbidden', token, undefined],
    ['400 of a pipe', 400, 'GET', '/cats/number?n=x', token, undefined],
    ['500 of a handler', 500, 'GET', '/cats/throws', token, undefined],
    ['418 of a handler', 418, 'GET', '/cats/teapot', token, undefined],
    [
      '400 of malformed JSON',
      400,
      'POST',
      '/cats',
      { ...token, 'Content-Type': 'application/json' },
      '{"cat":',
    ],
    [
      '413 of a body that is too large',
      413,
      'POST',
      '/cats',
      { ...token, 'Content-Type': 'application/json' },
      JSON.stringify('x'.repeat(2_000_000)),
    ],
    ['what a middleware of main.ts ends', 200, 'GET', '/cats/ended', {}, undefined],
    ['what a middleware of a module ends', 202, 'GET', '/cats/consumed', {}, undefined],
    ['500 of a middleware that throws', 500, 'POST', '/cats/broken', {}, undefined],
  ])('are on %s', async (_, status, method, path, headers, body) => {
    const granted = await app.send(method, path, { ...headers, Origin: APP }, body);
    expect({ status: granted.status, cors: granted.cors }).toEqual({ status, cors: GRANTED });
    const refused = await app.send(
      method,
      path,
      { ...headers, Origin: 'https://evil.example' },
      body,
    );
    expect({ status: refused.status, cors: refused.cors }).toEqual({
      status,
      cors: { vary: 'Origin' },
    });
  });

  it('are those of the root on 404', async () => {
    const { status, cors } = await app.get('/nowhere', 'https://root.example');
    expect({ status, cors }).toEqual({
      status: 404,
      cors: { 'access-control-allow-origin': 'https://root.example', vary: 'Origin' },
    });
    expect((await app.get('/nowhere', APP)).cors).toEqual({ vary: 'Origin' });
  });

  it('need no token on a preflight: no guard sees one', async () => {
    TokenGuard.asked = [];
    for (let hit = 0; hit < 10; hit++) {
      const { status } = await app.preflight('/cats', APP, 'POST', 'authorization,content-type');
      expect(status).toBe(204);
      expect((await app.preflight('/cats', 'https://evil.example', 'POST')).status).toBe(403);
    }
    expect(TokenGuard.asked).toEqual([]);
  });
});
