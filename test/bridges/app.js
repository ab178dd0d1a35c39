// The app that is bridged. Its decorators are applied by hand: it runs as it is.
import 'reflect-metadata';
import { Controller, Get, Module, Put, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Cors, CorsModule, SkipCors } from 'nestjs-cors';

export const APP = 'https://app.example.com';
const THEIRS = { 'Access-Control-Allow-Origin': 'https://evil.example', 'X-A': '1' };

class Handlers {
  read() {
    return { read: true };
  }
  write() {
    return 'written';
  }
  head(reply) {
    reply.hijack?.();
    const raw = reply.raw ?? reply;
    raw.writeHead(201, { ...THEIRS, Vary: 'Cookie' });
    raw.end('head');
  }
  /** What the library does not touch is not touched. */
  plain(reply) {
    reply.hijack?.();
    const raw = reply.raw ?? reply;
    raw.writeHead(201, { 'X-A': '1' });
    raw.end('plain');
  }
}

function controller(path, ...decorators) {
  class TheController extends Handlers {}
  const { prototype } = TheController;
  const decorate = (name, ...all) => {
    const own = { value: prototype[name], writable: true, configurable: true };
    Object.defineProperty(prototype, name, own);
    Reflect.decorate(all, prototype, name, own);
  };
  decorate('read', Get());
  decorate('write', Put());
  decorate('head', Get('head'));
  decorate('plain', Get('plain'));
  for (const name of ['head', 'plain']) Res()(prototype, name, 0);
  Reflect.decorate([Controller(path), ...decorators], TheController);
  return TheController;
}

/** Creates the app. `prepare` is given its Express app, or Fastify's instance before it is ready. */
export async function createApp(platform, { prepare = () => {} } = {}) {
  class AppModule {}
  Module({
    imports: [CorsModule.forRoot({ exposedHeaders: 'X-Total' })],
    controllers: [
      controller('listed', Cors({ origin: APP, credentials: true })),
      controller('any', Cors({ origin: '*' })),
      controller('off', SkipCors()),
    ],
  })(AppModule);
  const adapter = platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
  const nest = await NestFactory.create(AppModule, adapter, { logger: false, abortOnError: false });
  await nest.init();
  const instance = nest.getHttpAdapter().getInstance();
  const prepared = prepare(instance);
  if (platform === 'fastify') await instance.ready();
  return { nest, instance, prepared };
}
