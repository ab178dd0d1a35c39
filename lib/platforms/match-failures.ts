import { Logger } from '@nestjs/common';
import { described } from '../printed.js';

/**
 * Logs, once for each kind, that a route could not be matched. A path that cannot be decoded is the
 * sender's fault and not logged. The text of an error is not printed: it may hold a secret.
 */
export class MatchFailures {
  private readonly logger = new Logger('CorsModule');
  private readonly reported = new Set<string>();

  report(error: unknown): void {
    const kind = described(error);
    if (kind.includes('URIError')) return;
    if (this.reported.size > 10 || this.reported.has(kind)) return;
    this.reported.add(kind);
    this.logger.warn(
      `a request could not be matched to a route: a version extractor or a router threw ${kind}: ` +
        'only what every possible route grants is granted (logged once)',
    );
  }
}
