import { Controller, Get, Header, Put } from '@nestjs/common';
import { Cors, SkipCors } from 'nestjs-cors';
import { CorsMetrics } from './cors-metrics.js';

/** What pages call. */
@Controller('orders')
export class OrdersController {
  @Get()
  list() {
    return [{ id: 7, item: 'Ticket' }];
  }

  @Cors({ allowedHeaders: ['Content-Type'] })
  @Put(':id')
  update() {
    return { updated: true };
  }
}

/** For Prometheus: no page on any origin may read it. */
@SkipCors()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: CorsMetrics) {}

  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @Get()
  text() {
    return this.metrics.text();
  }
}
