import { Controller, Get, type INestMicroservice, Module } from '@nestjs/common';
import { APP_INTERCEPTOR, HttpAdapterHost, NestFactory } from '@nestjs/core';
import {
  type ClientProxy,
  ClientProxyFactory,
  EventPattern,
  MessagePattern,
  type MicroserviceOptions,
  Payload,
  RpcException,
  Transport,
} from '@nestjs/microservices';
import { EventEmitter, once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { firstValueFrom, from, lastValueFrom, toArray } from 'rxjs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule } from 'nestjs-cors';
import { SeenContexts } from '../support/seen-contexts.js';
import { MemoryLogger, platforms, TestApp } from '../support/test-app.js';

const ROOT = 'https://root.example';
const A = 'https://a.example';
const events = new EventEmitter();

@Cors({ origin: A })
@Controller('sums')
class SumsController {
  // For both: as a route it has a policy, as a message handler it has no response.
  @MessagePattern('sum') @Get() sum(@Payload() numbers: number[] = []) {
    return numbers.reduce((sum, number) => sum + number, 0);
  }
  @MessagePattern('each') each(@Payload() numbers: number[]) {
    return from(numbers);
  }
  @MessagePattern('broken') broken() {
    throw new RpcException('no database');
  }
  @EventPattern('summed') summed(@Payload() sum: number) {
    events.emit('summed', sum);
  }
}

const metadata = {
  imports: [CorsModule.forRoot({ origin: ROOT })],
  controllers: [SumsController],
  providers: [{ provide: APP_INTERCEPTOR, useClass: SeenContexts }],
};
// Each takes a port that is free.
const options: MicroserviceOptions = {
  transport: Transport.TCP,
  options: { host: '127.0.0.1', port: 0 },
};

const clients: ClientProxy[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});

function clientOf(microservice: INestMicroservice): ClientProxy {
  const { port } = microservice.unwrap<Server>().address() as AddressInfo;
  const client = ClientProxyFactory.create({
    transport: Transport.TCP,
    options: { host: '127.0.0.1', port },
  });
  clients.push(client);
  return client;
}

/** Asks for everything that the controller serves. */
async function answers(microservice: INestMicroservice) {
  const client = clientOf(microservice);
  const summed = once(events, 'summed');
  const sum = await firstValueFrom(client.send<number>('sum', [1, 2]));
  const each = await lastValueFrom(client.send<number>('each', [3, 4]).pipe(toArray()));
  const broken = await firstValueFrom(client.send('broken', [])).catch((error: unknown) => error);
  await firstValueFrom(client.emit('summed', 5), { defaultValue: undefined });
  return { sum, each, broken, summed: await summed };
}
const ANSWERS = {
  sum: 3,
  each: [3, 4],
  broken: { status: 'error', message: 'no database' },
  summed: [5],
};

describe.each(platforms)('message handlers beside routes, on %s,', (platform) => {
  const logger = new MemoryLogger();
  const microservices: INestMicroservice[] = [];
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(platform, metadata, {
      logger,
      configure: (nest) => {
        for (const inheritAppConfig of [true, false]) {
          microservices.push(nest.connectMicroservice(options, { inheritAppConfig }));
        }
      },
    });
    await app.nest.startAllMicroservices();
  });
  afterAll(() => app.close());

  it.each([
    ['inherits the interceptors of the app', 0, ['rpc', 'rpc', 'rpc', 'rpc']],
    ['has none', 1, []],
  ])('answer in a microservice that %s', async (_, index, contexts) => {
    SeenContexts.types.length = 0;
    const microservice = microservices[index];
    expect(await answers(microservice!)).toMatchObject(ANSWERS);
    expect(SeenContexts.types).toEqual(contexts);
  });

  it('leave the policy of the route', async () => {
    const { status, cors, body } = await app.get('/sums', A);
    expect({ status, cors, body }).toEqual({
      status: 200,
      cors: { 'access-control-allow-origin': A, vary: 'Origin' },
      body: '0',
    });
    expect((await app.get('/sums', ROOT)).cors).toEqual({ vary: 'Origin' });
    expect((await app.preflight('/sums', A, 'GET')).status).toBe(204);
    expect((await app.preflight('/sums', ROOT, 'GET')).status).toBe(403);
  });

  it('make the library say nothing in the log', () => {
    expect(logger).toMatchObject({ warnings: [], errors: [] });
  });
});

describe('a microservice without HTTP', () => {
  it('boots, answers, and has no HTTP adapter that anything could be installed on', async () => {
    const logger = new MemoryLogger();
    @Module(metadata)
    class AppModule {}
    const microservice = await NestFactory.createMicroservice<MicroserviceOptions>(AppModule, {
      ...options,
      logger,
    });
    await microservice.listen();
    try {
      expect(await answers(microservice)).toMatchObject(ANSWERS);
      expect(microservice.get(HttpAdapterHost).httpAdapter ?? undefined).toBeUndefined();
      expect(logger).toMatchObject({ warnings: [], errors: [] });
    } finally {
      await microservice.close();
    }
  });
});
