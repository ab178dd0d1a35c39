import {
  type ArgumentsHost,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  UseFilters,
} from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { WsAdapter } from '@nestjs/platform-ws';
import {
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  WsException,
  type WsResponse,
} from '@nestjs/websockets';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { from, map, type Observable } from 'rxjs';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule } from 'nestjs-cors';
import { SeenContexts } from '../support/seen-contexts.js';
import { MemoryLogger, platforms, TestApp } from '../support/test-app.js';

const ROOT = 'https://root.example';
const A = 'https://a.example';

/** Nest 11 gives no gateway the interceptors of the app. */
const { version } = createRequire(import.meta.url)('@nestjs/core/package.json') as {
  readonly version: string;
};
const INTERCEPTED = Number.parseInt(version, 10) === 11 ? [] : ['ws'];

/** Nest 11 emits an exception to the client's object in the server, and sends nothing. */
@Catch(WsException)
class WsExceptionFilter implements ExceptionFilter {
  catch({ message }: WsException, host: ArgumentsHost): void {
    host
      .switchToWs()
      .getClient<WebSocket>()
      .send(JSON.stringify({ event: 'exception', message }));
  }
}

@WebSocketGateway({ path: '/chat' })
class ChatGateway {
  @SubscribeMessage('echo') echo(@MessageBody() data: unknown): WsResponse {
    return { event: 'echoed', data };
  }
  @SubscribeMessage('count') count(@MessageBody() numbers: number[]): Observable<WsResponse> {
    return from(numbers).pipe(map((data) => ({ event: 'counted', data })));
  }
  @UseFilters(WsExceptionFilter) @SubscribeMessage('broken') broken() {
    throw new WsException('no database');
  }
}

/** One method, for both: as a handler it has a policy, as a subscriber it has no response. */
@Cors({ origin: A })
@Controller('both')
@WebSocketGateway({ path: '/both' })
class BothController {
  @SubscribeMessage('both') @Get() read() {
    return { event: 'both', data: 'read' };
  }
}

describe.each(platforms)('a WebSocket gateway beside decorated controllers, on %s,', (platform) => {
  const logger = new MemoryLogger();
  const sockets: WebSocket[] = [];
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(
      platform,
      {
        imports: [CorsModule.forRoot({ origin: ROOT })],
        controllers: [BothController],
        providers: [
          ChatGateway,
          BothController,
          { provide: APP_INTERCEPTOR, useClass: SeenContexts },
        ],
      },
      { logger, configure: (nest) => nest.useWebSocketAdapter(new WsAdapter(nest)) },
    );
  });
  afterAll(async () => {
    for (const socket of sockets) socket.terminate();
    await app.close();
  });

  /** Connects, sends a message, and waits for as many as are expected. */
  async function talk(path: string, event: string, data: unknown, count = 1): Promise<unknown[]> {
    const socket = new WebSocket(`ws://127.0.0.1:${app.port}${path}`);
    sockets.push(socket);
    const received: unknown[] = [];
    const done = new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('message', (message: Buffer) => {
        received.push(JSON.parse(message.toString()));
        if (received.length === count) resolve();
      });
    });
    await Promise.race([once(socket, 'open'), done]);
    socket.send(JSON.stringify({ event, data }));
    await done;
    return received;
  }

  it.each([
    [
      'a message',
      '/chat',
      'echo',
      { cats: ['Tom'] },
      [{ event: 'echoed', data: { cats: ['Tom'] } }],
    ],
    [
      'a message, several times,',
      '/chat',
      'count',
      [1, 2],
      [
        { event: 'counted', data: 1 },
        { event: 'counted', data: 2 },
      ],
    ],
    [
      'a message to a method that is a handler too',
      '/both',
      'both',
      null,
      [{ event: 'both', data: 'read' }],
    ],
  ])('answers %s with what the subscriber returns', async (_, path, event, data, answers) => {
    SeenContexts.types.length = 0;
    expect(await talk(path, event, data, answers.length)).toEqual(answers);
    expect(SeenContexts.types).toEqual(INTERCEPTED);
  });

  it('says what a subscriber threw', async () => {
    expect(await talk('/chat', 'broken', null)).toEqual([
      { event: 'exception', message: 'no database' },
    ]);
  });

  // https://websockets.spec.whatwg.org/ has no CORS: who may connect is the gateway's to say.
  it.each([A, ROOT, 'https://evil.example'])('is reached from %s', async (origin) => {
    const socket = new WebSocket(`ws://127.0.0.1:${app.port}/chat`, { origin });
    sockets.push(socket);
    const [{ statusCode, headers }] = (await once(socket, 'upgrade')) as [IncomingMessage];
    expect(statusCode).toBe(101);
    expect(Object.keys(headers).filter((name) => /^(vary|access-control-)/.test(name))).toEqual([]);
  });

  it('leaves the policies of what HTTP asks for', async () => {
    const granted = (origin: string) => ({ 'access-control-allow-origin': origin, vary: 'Origin' });
    for (const [path, origin, status, cors] of [
      ['/both', A, 200, granted(A)],
      ['/both', ROOT, 200, { vary: 'Origin' }],
      ['/chat', ROOT, 404, granted(ROOT)],
      ['/chat', A, 404, { vary: 'Origin' }],
    ] as const) {
      const response = await app.get(path, origin);
      expect({ status: response.status, cors: response.cors }).toEqual({ status, cors });
    }
    expect((await app.preflight('/both', A, 'GET')).status).toBe(204);
    expect((await app.preflight('/both', ROOT, 'GET')).status).toBe(403);
  });

  it('makes the library say nothing in the log', () => {
    expect(logger).toMatchObject({ warnings: [], errors: [] });
  });
});
