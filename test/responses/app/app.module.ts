import {
  type DynamicModule,
  type MiddlewareConsumer,
  Module,
  type NestModule,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { AnswersController } from './answers.controller.js';
import { importsOf } from './engines.js';
import { AppFilter } from './filters.js';
import { AppGuard } from './guards.js';
import { CacheInterceptor } from './interceptors.js';
import { applyMiddleware, MiddlewareController } from './middleware.js';
import { CatsResolver, neighbours } from './neighbours.js';
import { OddClassController, OddController } from './odd.controllers.js';
import type { Engine } from './policy.js';
import { RawController } from './raw.controller.js';
import { RefusedController } from './refused.controller.js';

/** The app, the same for every engine. */
@Module({
  controllers: [
    AnswersController,
    RawController,
    RefusedController,
    OddController,
    OddClassController,
    MiddlewareController,
  ],
  providers: [
    { provide: APP_GUARD, useClass: AppGuard },
    { provide: APP_INTERCEPTOR, useClass: CacheInterceptor },
    { provide: APP_FILTER, useClass: AppFilter },
    CatsResolver,
  ],
})
export class AppModule implements NestModule {
  static of(engine: Engine): DynamicModule {
    const throttler = ThrottlerModule.forRoot([{ ttl: 60_000, limit: 100 }]);
    return { module: AppModule, imports: [...importsOf(engine), throttler, ...neighbours()] };
  }

  configure(consumer: MiddlewareConsumer): void {
    applyMiddleware(consumer);
  }
}
