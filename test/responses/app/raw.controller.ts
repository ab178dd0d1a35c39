import { Controller, Get, Res } from '@nestjs/common';
import { Readable } from 'node:stream';
import { Cors } from 'nestjs-cors';
import { APP } from './policy.js';
import { raw, type Reply } from './reply.js';

/** What a handler answers past Nest, and on Fastify past Fastify. */
@Cors({ origin: APP })
@Controller('raw')
export class RawController {
  @Get('stream') stream(@Res() reply: Reply) {
    const stream = Readable.from(['a ', 'stream']);
    if (reply.raw === undefined) stream.pipe(reply);
    else reply.send(stream);
  }
  @Get('end') end(@Res() reply: Reply) {
    raw(reply).end('ended');
  }
  @Get('chunks') chunks(@Res() reply: Reply) {
    raw(reply).write('one,');
    raw(reply).write('two,');
    raw(reply).end('three');
  }
  @Get('write-head') writeHead(@Res() reply: Reply) {
    raw(reply).writeHead(202, { 'X-A': '1' }).end();
  }
  @Get('write-head-list') writeHeadList(@Res() reply: Reply) {
    raw(reply).writeHead(202, ['X-A', '1']).end();
  }
  @Get('write-head-vary') writeHeadVary(@Res() reply: Reply) {
    raw(reply).writeHead(202, { Vary: 'Accept' }).end();
  }
  @Get('write-head-list-vary') writeHeadListVary(@Res() reply: Reply) {
    raw(reply).writeHead(202, ['Vary', 'Accept']).end();
  }
  @Get('hijacked') hijacked(@Res() reply: Reply) {
    reply.hijack?.();
    raw(reply).writeHead(202).end('past Fastify');
  }
}
