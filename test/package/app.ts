import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Cors, CorsModule } from 'nestjs-cors';

@Cors('public')
@Controller('widgets')
class WidgetsController {
  @Get() list(): string[] {
    return ['clock'];
  }
}

@Controller('account')
class AccountController {
  @Get() show(): object {
    return { owner: 'Ada' };
  }
}

@Module({
  imports: [
    CorsModule.forRoot({
      origin: 'https://app.example.com',
      policies: { public: { origin: '*' } },
    }),
  ],
  controllers: [WidgetsController, AccountController],
})
class AppModule {}

async function start(): Promise<void> {
  const adapter = process.argv[2] === 'fastify' ? new FastifyAdapter() : new ExpressAdapter();
  const app = await NestFactory.create(AppModule, adapter, { logger: ['warn', 'error'] });
  await app.listen(0, '127.0.0.1');
  process.send?.(await app.getUrl());
}

void start();
