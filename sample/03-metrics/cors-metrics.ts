import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { CorsDecision } from 'nestjs-cors';
import { Counter, Registry } from 'prom-client';

const CHANNEL = 'nestjs-cors:decision';

/**
 * Counts decisions about CORS requests. An origin is never a label: anybody can send as many as they
 * like, and each would be one more series to keep.
 */
@Injectable()
export class CorsMetrics implements OnModuleInit, OnModuleDestroy {
  private readonly registry = new Registry();
  private readonly decisions = new Counter({
    name: 'cors_decisions_total',
    help: 'Decisions about CORS requests.',
    labelNames: ['kind', 'outcome', 'reason', 'route'],
    registers: [this.registry],
  });
  private readonly wouldBeRefused = new Counter({
    name: 'cors_report_only_refusals_total',
    help: 'Granted CORS requests that reportOnly would refuse.',
    labelNames: ['kind', 'reason', 'route'],
    registers: [this.registry],
  });

  onModuleInit(): void {
    subscribe(CHANNEL, this.count);
  }

  onModuleDestroy(): void {
    unsubscribe(CHANNEL, this.count);
  }

  /** All counters, as Prometheus reads them. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  private readonly count = (message: unknown): void => {
    const { kind, outcome, reason, route, reportOnly } = message as CorsDecision;
    if (reportOnly) this.wouldBeRefused.inc({ kind, reason, route });
    else this.decisions.inc({ kind, outcome, reason, route });
  };
}
