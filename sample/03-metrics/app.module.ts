import { Module } from '@nestjs/common';
import { CorsModule } from 'nestjs-cors';
import { MetricsController, OrdersController } from './controllers.js';
import { CorsMetrics } from './cors-metrics.js';

@Module({
  imports: [
    CorsModule.forRoot({
      origin: ['https://app.example.com', 'https://old.example.com'],
      // Who would miss it? The counter says so, before anybody does.
      reportOnly: { origin: 'https://app.example.com' },
    }),
  ],
  providers: [CorsMetrics],
  controllers: [OrdersController, MetricsController],
})
export class AppModule {}
