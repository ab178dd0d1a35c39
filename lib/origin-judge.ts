import type { IncomingMessage } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import type { Route } from './platform-routes.js';
import { described } from './printed.js';
import { judgeOrigin, type OriginVerdict } from './protocol/origin-verdict.js';
import { visible } from './visible.js';
import type { CorsPolicy } from './protocol/policy.js';

/** Judges the origin of a request, and says in the log, once per route, how an origin function failed. */
@Injectable()
export class OriginJudge {
  private readonly logger = new Logger('CorsModule');
  private readonly reported = new Set<string>();

  /** Never throws, never rejects. A promise only if the policy's origin function makes one. */
  judge(
    route: Route,
    policy: CorsPolicy,
    request: IncomingMessage,
  ): OriginVerdict | Promise<OriginVerdict> {
    const { origin } = request.headers;
    const verdict = judgeOrigin(policy.origins, origin, request, policy.originTimeout);
    if (!(verdict instanceof Promise)) return this.report(route, verdict);
    return verdict.then((judged) => this.report(route, judged));
  }

  private report(route: Route, verdict: OriginVerdict): OriginVerdict {
    const failure = describeFailure(verdict);
    if (failure !== undefined) this.sayOnce(route, verdict.reason, failure);
    return verdict;
  }

  private sayOnce({ name }: Route, reason: string, failure: string): void {
    const key = `${name} ${reason}`;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    const said = `${name}: the origin function ${failure}: the origin is refused (said once)`;
    this.logger.warn(visible(said));
  }
}

function describeFailure({ reason, cause }: OriginVerdict): string | undefined {
  switch (reason) {
    case 'origin-function-failed':
      return `failed with ${described(cause)}`;
    case 'origin-function-timeout':
      return `did not answer within ${described(cause)} ms`;
    case 'origin-function-answer':
      return `answered ${described(cause)}, which is neither a boolean nor an origin`;
    default:
      return undefined;
  }
}
