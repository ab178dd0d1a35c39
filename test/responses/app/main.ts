import 'reflect-metadata';
import fastifyCompress from '@fastify/compress';
import fastifyHelmet from '@fastify/helmet';
import type { INestApplication, LoggerService } from '@nestjs/common';
import { NestApplication, NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import compression from 'compression';
import ejs from 'ejs';
import helmet from 'helmet';
import type { AddressInfo } from 'node:net';
import { AppModule } from './app.module.js';
import { enable } from './engines.js';
import { GlobalFilter } from './filters.js';
import { GlobalGuard } from './guards.js';
import { useMiddleware } from './middleware.js';
import { setUpSwagger } from './neighbours.js';
import type { AppName, Engine, Ports } from './policy.js';

type Configure = (app: INestApplication) => unknown;
type Express = NestExpressApplication;
type Fastify = NestFastifyApplication;

const [platform, ...engines] = process.argv.slice(2) as ['express' | 'fastify', ...Engine[]];
const views = 'test/responses/app/views';

/** Errors that the app is made to have. Nest 11 logs those of Express's body parser too. */
const expected = /broken|PayloadTooLargeError|UnsupportedMediaTypeError/;

const logger: LoggerService = {
  log: () => undefined,
  warn: (...message: unknown[]) => console.error(...message),
  error: (...message: unknown[]) => {
    if (!expected.test(String(message[0]))) console.error(...message);
  },
};

const apps: Partial<Record<AppName, Configure>> =
  platform === 'express'
    ? {
        plain: (app) => (app as Express).setBaseViewsDir(views).setViewEngine('ejs'),
        compressed: (app) => app.use(compression()),
        helmet: (app) => app.use(helmet()),
      }
    : {
        plain: (app) => (app as Fastify).setViewEngine({ engine: { ejs }, templates: views }),
        compressed: (app) => (app as Fastify).register(fastifyCompress),
        helmet: (app) => (app as Fastify).register(fastifyHelmet),
        http2: () => undefined,
      };
if ('useSecurityHeaders' in NestApplication.prototype) {
  // The types of Nest 11 do not know it.
  apps.securityHeaders = (app) =>
    (app as INestApplication & { useSecurityHeaders(): void }).useSecurityHeaders();
}

async function listen(engine: Engine, name: string, configure: Configure): Promise<number> {
  const adapter =
    platform === 'express'
      ? new ExpressAdapter()
      : new FastifyAdapter(name === 'http2' ? { http2: true } : {});
  const app = await NestFactory.create(AppModule.of(engine), adapter, { logger });
  enable(engine, app);
  await configure(app);
  useMiddleware(app);
  app.useGlobalGuards(new GlobalGuard());
  app.useGlobalFilters(new GlobalFilter());
  setUpSwagger(app);
  await app.listen(0, '127.0.0.1');
  return (app.getHttpServer().address() as AddressInfo).port;
}

const ports: Record<string, Record<string, number>> = {};
for (const engine of engines) {
  ports[engine] = {};
  for (const [name, configure] of Object.entries(apps)) {
    ports[engine][name] = await listen(engine, name, configure);
  }
}
process.send?.(ports satisfies Ports);
