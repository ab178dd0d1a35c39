import { channel } from 'node:diagnostics_channel';
import { Injectable } from '@nestjs/common';
import type { CorsDecision, CorsDecisionReason } from './cors-decision.js';
import { RefusalLog } from './refusal-log.js';
import type { PolicyNote } from './route-notes.js';
import { RouteSources } from './route-sources.js';

const DECISIONS = channel('nestjs-cors:decision');

/** What was decided about a request, as far as it is told. */
export interface Decided {
  readonly granted: boolean;
  readonly reason: CorsDecisionReason;
  readonly header?: string;
}

/** What was asked; a preflight asks for a method. */
export type Asked = Pick<CorsDecision, 'kind' | 'origin'> & { readonly method?: string };

/** Those who listen to decisions: the subscribers of the channel, and the log at debug level. */
@Injectable()
export class DecisionAudience {
  constructor(
    private readonly sources: RouteSources,
    private readonly log: RefusalLog,
  ) {}

  /** Says whether anybody listens to a decision, or to what else may come of it. */
  listensTo({ granted, reason }: Decided): boolean {
    if (reason === 'no-origin') return false;
    if (DECISIONS.hasSubscribers) return true;
    if (!this.log.isOn) return false;
    return granted ? this.sources.hasReportOnly : this.log.isOpen();
  }

  /** Tells a decision about a route, made by the policy of the note. */
  tell(route: string, note: PolicyNote, asked: Asked, { granted, reason, header }: Decided): void {
    const { kind, origin } = asked;
    if (DECISIONS.hasSubscribers) {
      const decision: CorsDecision = {
        kind,
        outcome: granted ? 'granted' : 'refused',
        reason,
        route,
        source: note.place,
        origin,
        reportOnly: note.isReportOnly,
      };
      DECISIONS.publish(Object.freeze(decision));
    }
    if (!granted && this.log.isOn && this.log.isOpen()) {
      this.log.say(route, note, { ...asked, reason, header });
    }
  }
}
