import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter as Adapter } from '@nestjs/platform-express';
import { AppModule } from './app.js';

async function start(): Promise<void> {
  const app = await NestFactory.create(AppModule, new Adapter(), { logger: ['warn', 'error'] });
  await app.listen(0, '127.0.0.1');
  console.log(`listening on ${await app.getUrl()}`);
}

void start();
