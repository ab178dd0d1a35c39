// One app with the library and one neighbour. Its decorators are applied by hand: it runs as it is.
import 'reflect-metadata';
import { request } from 'node:http';
import { Controller, Get, Module, Req } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Cors, CorsModule } from 'nestjs-cors';

export const ROOT = 'https://root.example';
export const APP = 'https://app.example.com';
export const EVIL = 'https://evil.example';

/** Counts the visits of a session, whoever keeps it. */
class VisitsController {
  visits({ session }) {
    session.visits = (session.visits ?? 0) + 1;
    return { visits: session.visits };
  }
}
const visits = Object.getOwnPropertyDescriptor(VisitsController.prototype, 'visits');
Reflect.decorate([Get(), Cors({ origin: APP })], VisitsController.prototype, 'visits', visits);
Req()(VisitsController.prototype, 'visits', 0);
Controller('visits')(VisitsController);

/** Starts the app with a neighbour; `paths` are what its README would tell users to declare. */
export async function startApp(platform, { mount, paths = [] }) {
  class AppModule {}
  Module({
    imports: [CorsModule.forRoot({ origin: ROOT, credentials: true, paths })],
    controllers: [VisitsController],
  })(AppModule);
  const adapter = platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
  const app = await NestFactory.create(AppModule, adapter, {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  await mount[platform](app);
  await app.listen(0, '127.0.0.1');
  return { app, url: await app.getUrl() };
}

/** Sends a request: its status, every `Access-Control-*` header and `Vary`, its cookie and its text. */
export function send(url, method, headers, body) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, async (response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      const cors = Object.entries(response.headersDistinct)
        .filter(([name]) => name === 'vary' || name.startsWith('access-control-'))
        .map(([name, lines]) => [name, lines.join(' | ')]);
      const [cookie] = response.headers['set-cookie'] ?? [];
      const answer = { status: response.statusCode, cors: Object.fromEntries(cors) };
      resolve({ ...answer, cookie, location: response.headers.location, text });
    });
    sent.on('error', reject).end(body);
  });
}
