import 'reflect-metadata';
import type { AddressInfo, Socket } from 'node:net';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { CorsModule } from 'nestjs-cors';
import {
  FailingController,
  FunctionsController,
  ListedController,
  OffController,
  OpenController,
} from './controllers.js';
import { CountingLogger } from './counting-logger.js';
import { measure, mostListeners } from './measure.js';
import { ROOT, TenantOrigins, Tenants } from './origins.js';
import { endEarly, StreamsController } from './streams.controller.js';

const BODY_LIMIT = 4096;

@Module({
  imports: [CorsModule.forRoot({ origin: ROOT })],
  controllers: [
    ListedController,
    OpenController,
    OffController,
    FunctionsController,
    FailingController,
    StreamsController,
  ],
  providers: [Tenants, TenantOrigins],
})
class AppModule {}

const logger = new CountingLogger();
const isFastify = process.argv[2] === 'fastify';
const adapter = isFastify ? new FastifyAdapter({ bodyLimit: BODY_LIMIT }) : new ExpressAdapter();
const app = await NestFactory.create<NestExpressApplication>(AppModule, adapter, { logger });
if (!isFastify) app.useBodyParser('json', { limit: BODY_LIMIT });
app.use('/ended', endEarly);
await app.listen(0, '127.0.0.1');

const server = app.getHttpServer();
// A client that keeps a connection may use it in the moment in which the server gives it up.
server.keepAliveTimeout = 60_000;
const sockets = new Set<Socket>();
server.on('connection', (socket) => {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
});

const answers = {
  sockets: () => mostListeners(sockets),
  log: () => logger.counts,
  rest: () => measure(server),
};
process.once('disconnect', () => process.exit());
process.on('message', (question: keyof typeof answers) => {
  void Promise.resolve(answers[question]()).then((answer) => process.send?.(answer));
});
process.send?.((server.address() as AddressInfo).port);
