import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Header,
  HttpCode,
  HttpException,
  Module,
  Param,
  Post,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import { Cors, CorsModule, SkipCors } from 'nestjs-cors';
import { ALLOWED } from './senders.js';

/** What both platforms have: Fastify's reply keeps Node's response as `raw`. */
type Reply = ServerResponse & {
  raw?: ServerResponse;
  header(name: string, value: string): void;
  status(code: number): void;
};

class Refuses implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { params } = context.switchToHttp().getRequest<{ params: { status: string } }>();
    throw new HttpException('refused', Number(params.status));
  }
}

/** Without a decorator: the policy of the root. */
@Controller()
class PlainController {
  @Get('root') root() {
    return 'root';
  }
  @SkipCors() @Get('skipped') skipped() {
    return 'skipped';
  }
  @Cors({ origin: '*', credentials: false }) @Get('any') any() {
    return 'any';
  }
  @Cors({ origin: '*', credentials: false }) @Get('any/:status') anyFailed(
    @Param('status') status: string,
  ) {
    throw new HttpException('failed', Number(status));
  }
}

@Cors({ origin: ALLOWED, credentials: false })
@Controller()
class DecoratedController {
  @Get('listed') listed() {
    return 'listed';
  }
  @Post('listed') add() {
    return 'added';
  }
  @Cors({ credentials: true }) @Get('credentials') credentials() {
    return 'credentials';
  }
  @Cors({ origin: async (origin) => ALLOWED.some((allowed) => allowed === origin) })
  @Get('function')
  asked() {
    return 'function';
  }
  @HttpCode(301) @Header('Location', '/listed') @Get('moved') moved() {
    return '';
  }
  @Get('failed/:status') failed(@Param('status') status: string) {
    throw new HttpException('failed', Number(status));
  }
  @UseGuards(Refuses) @Get('guarded/:status') guarded() {
    return '';
  }
}

@Cors({ origin: ALLOWED, credentials: false })
@Controller()
class CachingController {
  @Header('Vary', 'Accept-Encoding') @Get('vary/decorator') byDecorator() {
    return 'vary';
  }
  @Get('vary/set-header') bySetHeader(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    (reply.raw ?? reply).setHeader('Vary', 'Accept-Language');
    return request.headers['accept-language'];
  }
  @Get('vary/reply') byReply(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    reply.header('Vary', 'Accept-Language');
    return request.headers['accept-language'];
  }
  @Header('ETag', '"1"') @Get('tagged') tagged() {
    return 'tagged';
  }
  /** A cache may keep it, and has to ask again each time: it expired long ago. */
  @Header('X-Accel-Expires', '@1')
  @Header('ETag', '"1"')
  @Get('stale')
  stale(@Req() request: IncomingMessage, @Res({ passthrough: true }) reply: Reply) {
    if (request.headers['if-none-match'] === '"1"') reply.status(304);
    return 'stale';
  }
}

@Module({
  imports: [CorsModule.forRoot({ origin: ALLOWED, credentials: true })],
  controllers: [PlainController, DecoratedController, CachingController],
})
export class AppModule {}
