import { Controller, Get, type INestApplication, type MiddlewareConsumer } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Cors } from 'nestjs-cors';
import { APP } from './policy.js';
import { see } from './seen.js';

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const ends: Middleware = (_, response) => {
  response.statusCode = 202;
  response.end('ended');
};
const throws: Middleware = () => {
  throw new Error('broken');
};
const sees =
  (who: string): Middleware =>
  (request, _, next) => {
    see(who, request);
    next();
  };

/** Handlers that no request reaches: a middleware answers first. */
@Cors({ origin: APP })
@Controller('middleware')
export class MiddlewareController {
  @Get(['ends', 'throws', 'module-ends', 'module-throws']) never() {}
}

/** Middleware of `main.ts`. */
export function useMiddleware(app: INestApplication): void {
  app.use(sees('middleware'));
  app.use('/middleware/ends', ends);
  app.use('/middleware/throws', throws);
}

/** Middleware of a module. */
export function applyMiddleware(consumer: MiddlewareConsumer): void {
  consumer.apply(sees('module-middleware')).forRoutes('{*path}');
  consumer.apply(ends).forRoutes('middleware/module-ends');
  consumer.apply(throws).forRoutes('middleware/module-throws');
}
