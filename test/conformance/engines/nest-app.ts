import {
  Controller,
  Delete,
  Get,
  Header,
  type INestApplication,
  Options,
  Patch,
  Post,
  Put,
  Res,
  Sse,
  UnauthorizedException,
  UseGuards,
  type ModuleMetadata,
} from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { of } from 'rxjs';
import { type Platform, TestApp } from '../../support/test-app.js';

/** Express's response, or Fastify's reply. */
type Reply = ServerResponse & { raw?: ServerResponse; hijack?(): void };

const Handler = Header('X-Handler', '1');

/** Starts a Nest app with the routes that cases send to. `on` decorates a route by its name. */
export function startNest(
  platform: Platform,
  imports: ModuleMetadata['imports'] & object,
  on: (route: string) => MethodDecorator = () => () => undefined,
  configure?: (nest: INestApplication) => void,
): Promise<TestApp> {
  @Controller('t')
  class PlainController {
    @Handler @Get() get() {}
    @Handler @Post() post() {}
    @Handler @Put() put() {}
    @Handler @Patch() patch() {}
    @Handler @Delete() delete() {}
    @Handler @Options() options() {}
  }

  @Controller()
  class OtherController {
    @on('GET /x') @Handler @Get('x') getX() {}
    @on('PUT /x') @Handler @Put('x') putX() {}
    @on('GET /off') @Handler @Get('off') getOff() {}
    @on('PUT /off') @Handler @Put('off') putOff() {}

    @Handler @Header('Vary', 'Accept-Encoding') @Get('vary') vary() {}
    @Handler @Header('Vary', 'Origin') @Get('vary-origin') varyOrigin() {}
    @Handler @Header('Vary', '*') @Get('vary-any') varyAny() {}
    @Handler @Header('Access-Control-Allow-Origin', 'https://handler.example') @Get('own') own() {}

    @UseGuards({
      canActivate() {
        throw new UnauthorizedException();
      },
    })
    @Handler
    @Get('401')
    locked() {}
    @Handler @Get('500') broken() {
      throw new Error('broken');
    }

    @Sse('sse') sse() {
      return of({ data: 'one' });
    }
    @Get('raw') raw(@Res() reply: Reply) {
      reply.hijack?.();
      (reply.raw ?? reply).writeHead(200).end('raw');
    }
  }

  return TestApp.start(
    platform,
    { imports, controllers: [PlainController, OtherController] },
    configure && { configure },
  );
}
