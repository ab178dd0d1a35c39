import type { IncomingMessage } from 'node:http';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { isPrinted } from '../printed-level.js';
import { visible } from '../visible.js';

/** More routes than this are not told about. */
const MAX_HINTS = 1000;

/**
 * Says at debug level, once each, what a server can see of a mistake that the browser blocks without
 * a refusal, or that looks like one.
 */
@Injectable()
export class HintLog implements OnModuleInit {
  private readonly logger = new Logger('CorsModule');
  private readonly said = new Set<string>();
  /** Whether the level is printed. It is asked for at boot: no request is to pay for the question. */
  isOn = false;

  onModuleInit(): void {
    this.isOn = isPrinted('debug');
  }

  /** Hints at an `OPTIONS` of a page that is no preflight. */
  options({ method, headers }: IncomingMessage): void {
    const isAlmost = method === 'OPTIONS' && headers.origin !== undefined;
    if (!isAlmost || headers['access-control-request-method'] !== undefined) return;
    this.say(
      'an OPTIONS request with `Origin` but without `Access-Control-Request-Method` is no preflight, and goes to the app: ' +
        'a browser sends both; whoever tries it by hand, or a proxy in front, has to send both too (said once)',
    );
  }

  /** Hints at a page that asks a route for any origin with cookies: the browser blocks the response. */
  anyOrigin({ headers }: IncomingMessage, routeName: () => string): void {
    const isCrossOrigin = /^(?:cross|same)-site$/.test(String(headers['sec-fetch-site']));
    if (!isCrossOrigin || headers['sec-fetch-mode'] !== 'cors' || !headers.cookie) return;
    if (this.said.size >= MAX_HINTS) return;
    this.say(
      `${routeName()}: a page asked with credentials, and the policy is "*", which has none: the browser blocks the response; ` +
        'list the origins with `credentials: true` here, or ask without credentials in the page (said once)',
    );
  }

  private say(hint: string): void {
    if (this.said.size >= MAX_HINTS || this.said.has(hint)) return;
    this.said.add(hint);
    this.logger.debug(visible(hint));
  }
}
