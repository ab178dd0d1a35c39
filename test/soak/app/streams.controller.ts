import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, type MessageEvent, Res, Sse, StreamableFile } from '@nestjs/common';
import { Cors } from 'nestjs-cors';
import { interval, map, type Observable, of, take } from 'rxjs';
import { APP } from './origins.js';

const CHUNK = 'x'.repeat(1024);

/** How long what has no end waits for its next bit. */
const PAUSE = 5;

/** Text that comes bit by bit: a few times, or until nobody reads it any longer. */
async function* bits(count: number, pause: number) {
  for (let bit = 0; bit < count; bit++) {
    yield CHUNK;
    await sleep(pause);
  }
}

/** What a handler is given that answers by itself: on Fastify, wrapped. */
type Reply = ServerResponse & { readonly raw?: ServerResponse; hijack?(): void };

@Cors({ origin: [APP], credentials: true })
@Controller('streams')
export class StreamsController {
  @Get('file') file() {
    return new StreamableFile(Readable.from(bits(4, 1), { objectMode: false }));
  }
  @Get('file/endless') endlessFile() {
    return new StreamableFile(Readable.from(bits(Infinity, PAUSE), { objectMode: false }));
  }
  @Sse('events') events(): Observable<MessageEvent> {
    return of({ data: 'one' }, { data: 'two' });
  }
  @Sse('events/endless') endlessEvents(): Observable<MessageEvent> {
    return interval(PAUSE).pipe(map((data) => ({ data: String(data) })));
  }
  @Sse('events/later') laterEvents(): Observable<MessageEvent> {
    return interval(2).pipe(
      take(2),
      map((data) => ({ data: String(data) })),
    );
  }
  @Get('raw') raw(@Res() reply: Reply) {
    const response = takeOver(reply);
    response.writeHead(200, { 'Content-Type': 'text/plain', Vary: 'Accept' });
    response.write(CHUNK);
    setImmediate(() => response.end(CHUNK));
  }
  @Get('raw/endless') endlessRaw(@Res() reply: Reply) {
    const response = takeOver(reply);
    response.write(CHUNK);
    const timer = setInterval(() => response.write(CHUNK), PAUSE);
    response.once('close', () => clearInterval(timer));
  }
}

function takeOver(reply: Reply): ServerResponse {
  reply.hijack?.();
  return reply.raw ?? reply;
}

/** Ends a response before any handler. */
export function endEarly(_: IncomingMessage, response: ServerResponse): void {
  response.end('ended');
}
