import type { LoggerService } from '@nestjs/common';

/** Counts what it is told, and keeps nothing that grows with the number of requests. */
export class CountingLogger implements LoggerService {
  readonly counts: Record<string, number> = {};

  log(): void {}
  warn(message: unknown): void {
    this.count('warning', message);
  }
  error(message: unknown): void {
    this.count('error', message);
  }

  private count(level: string, message: unknown): void {
    const key = `${level}: ${String(message)}`;
    this.counts[key] = (this.counts[key] ?? 0) + 1;
  }
}
