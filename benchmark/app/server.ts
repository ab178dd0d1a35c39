import 'reflect-metadata';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { additions } from './contestants.js';
import { resourceController } from './controllers.js';
import { type AppSpec, type Listening, pathOf } from './spec.js';

// The app, in a process of its own: CPU time and heap are the app's alone.
const spec = JSON.parse(process.argv[2] ?? '') as AppSpec;

const started = performance.now();
const { imports, decorate, configure } = additions[spec.contestant](spec);
const controllers = Array.from({ length: spec.controllers }, (_, controller) =>
  resourceController(pathOf(controller), decorate(controller)),
);

@Module({ imports, controllers })
class AppModule {}

const adapter = spec.platform === 'fastify' ? new FastifyAdapter() : new ExpressAdapter();
const app = await NestFactory.create(AppModule, adapter, { logger: false });
configure(app);
await app.listen(0, '127.0.0.1');
const milliseconds = performance.now() - started;

globalThis.gc?.();
const server = app.getHttpServer() as Server;
server.keepAliveTimeout = 60_000;
const { port } = server.address() as AddressInfo;
const listening: Listening = { port, milliseconds, bytes: process.memoryUsage().heapUsed };

process.once('disconnect', () => process.exit());
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.send?.(listening);
