import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { LoggerService } from '@nestjs/common';
import type { CorsDecision } from 'nestjs-cors';

/** A logger that keeps what the library says, with its level. */
export class HeardLogger implements LoggerService {
  private readonly lines: string[] = [];
  private readonly keep =
    (level: string) =>
    (message: unknown, context?: unknown): void => {
      if (context === 'CorsModule') this.lines.push(`${level}: ${String(message)}`);
    };
  readonly log = this.keep('log');
  readonly warn = this.keep('warn');
  readonly error = this.keep('error');
  readonly debug = this.keep('debug');
  readonly verbose = this.keep('verbose');

  /** What was said at a level since it was last asked. */
  said(level: string): readonly string[] {
    const lines = this.lines.splice(0);
    return lines.flatMap((line) =>
      line.startsWith(`${level}: `) ? line.slice(level.length + 2) : [],
    );
  }
}

/** Keeps what is published while something is done. */
export async function published(work: () => Promise<unknown>): Promise<readonly CorsDecision[]> {
  const decisions: CorsDecision[] = [];
  const keep = (message: unknown) => void decisions.push(message as CorsDecision);
  subscribe('nestjs-cors:decision', keep);
  try {
    await work();
  } finally {
    unsubscribe('nestjs-cors:decision', keep);
  }
  return decisions;
}
