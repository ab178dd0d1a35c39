import { Module } from '@nestjs/common';
import { CorsModule } from 'nestjs-cors';
import { OrdersController, TenantsController } from './controllers.js';
import { Tenants } from './tenants.js';

@Module({ providers: [Tenants], exports: [Tenants] })
class TenantsModule {}

@Module({
  imports: [
    TenantsModule,
    CorsModule.forRootAsync({
      imports: [TenantsModule],
      inject: [Tenants],
      useFactory: (tenants: Tenants) => ({
        origin: { load: () => tenants.origins(), refresh: 1000 },
        allowedHeaders: ['Content-Type'],
      }),
    }),
  ],
  controllers: [OrdersController, TenantsController],
})
export class AppModule {}
