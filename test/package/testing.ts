import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Cors, CorsModule } from 'nestjs-cors';
import { CorsError, corsFetch } from 'nestjs-cors/testing';

@Cors({ origin: 'https://app.example.com' })
@Controller('widgets')
class WidgetsController {
  @Get() list(): string[] {
    return ['clock'];
  }
}

@Module({ imports: [CorsModule.forRoot({})], controllers: [WidgetsController] })
class AppModule {}

async function ask(): Promise<void> {
  const app = await NestFactory.create(AppModule, { logger: false });
  const { status, type } = await corsFetch(app, { origin: 'https://app.example.com' })('/widgets');
  console.log(status, type);
  try {
    await corsFetch(app, { origin: 'https://evil.example' })('/widgets');
  } catch (error) {
    if (error instanceof CorsError) console.log(error.name, error.step, error.reason);
  }
  await app.close();
}

void ask();
