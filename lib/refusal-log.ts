import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { isPrinted } from './printed-level.js';
import { RateLimit } from './rate-limit.js';
import { describeRefusal, type Refusal } from './refusal-words.js';
import { visible } from './visible.js';
import type { PolicyNote } from './route-notes.js';

/**
 * Says at debug level what is refused, and why: of each route and reason five a minute. Anybody can
 * send what is refused, so nothing is kept of it.
 */
@Injectable()
export class RefusalLog implements OnModuleInit {
  private readonly logger = new Logger('CorsModule');
  private readonly limit = new RateLimit();
  /** Whether the level is printed. It is asked for at boot: no request is to pay for the question. */
  isOn = false;

  onModuleInit(): void {
    this.isOn = isPrinted('debug');
  }

  /** Says whether one more may be said, before it is known of which route. */
  isOpen(): boolean {
    return this.limit.isOpen();
  }

  /** Says that a request is refused; or, of a report-only policy, that it would be. */
  say(route: string, { isReportOnly, listed }: PolicyNote, refusal: Refusal): void {
    const verb = isReportOnly ? '`reportOnly` would refuse' : 'refused';
    const unsaid = this.limit.admit(`${route} ${verb} ${refusal.reason}`);
    if (unsaid === undefined) return;
    const more = unsaid === 0 ? '' : ` (${unsaid} more before it were not said)`;
    this.logger.debug(visible(`${route}: ${verb} ${describeRefusal(refusal, listed())}${more}`));
  }
}
