import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { CorsModule, parseOrigins } from 'nestjs-cors';
import {
  AccountController,
  InternalController,
  OrdersController,
  WidgetController,
} from './controllers.js';
import { ReportController } from './report.controller.js';

/** The whole CORS configuration: what the app's own pages get, and two named policies. */
export const corsOptions = (config: ConfigService) => ({
  origin: parseOrigins(config.getOrThrow('APP_ORIGINS')),
  credentials: true,
  policies: {
    public: { origin: '*' as const, credentials: false },
    partner: {
      origin: parseOrigins(config.getOrThrow('PARTNER_ORIGINS')),
      credentials: false,
      allowedHeaders: ['X-Api-Key', 'Content-Type'],
      exposedHeaders: ['X-Quota-Remaining'],
    },
  },
});

@Module({
  imports: [
    ConfigModule.forRoot({
      envFilePath: join(import.meta.dirname, '.env'),
      expandVariables: true,
      isGlobal: true,
    }),
    CorsModule.forRootAsync({ inject: [ConfigService], useFactory: corsOptions }),
  ],
  controllers: [
    WidgetController,
    OrdersController,
    AccountController,
    InternalController,
    ...(process.env['NODE_ENV'] === 'production' ? [] : [ReportController]),
  ],
})
export class AppModule {}
