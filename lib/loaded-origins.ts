import { Logger } from '@nestjs/common';
import type { CorsConfigurationIssue } from './configuration-error.js';
import { ConfigurationIssues } from './configuration-issues.js';
import type { CorsOriginList } from './cors-origin.js';
import { loadList } from './loaded-list.js';
import type { LoadedPolicy } from './loaded-policy.js';
import { described } from './printed.js';
import { asThenable, settled } from './protocol/thenable.js';

/**
 * A list of origins that lives elsewhere, as it was when it was last loaded well. It is loaded at
 * boot, and again in the background: never for a request, and never twice at a time.
 */
export class LoadedOrigins {
  private readonly logger = new Logger('CorsModule');
  private readonly policies: LoadedPolicy[] = [];
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  /** What is in effect: nobody, before the first load. */
  private origins: readonly string[] = [];
  /** What the log has been told, while it is still so. */
  private said: string | undefined;

  private readonly interval: number;

  constructor(private readonly list: CorsOriginList) {
    this.interval = list.refresh ?? 0;
  }

  /** Takes a policy, which is given what is loaded. */
  addPolicy(policy: LoadedPolicy): void {
    this.policies.push(policy);
  }

  /** Loads the list, and again from then on. Returns what is wrong with the first one. */
  async start(): Promise<readonly CorsConfigurationIssue[]> {
    const { issues } = await this.load(true);
    if (issues.length === 0) this.schedule();
    return issues;
  }

  /** Loads it no more. What is on its way is ignored. */
  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private schedule(): void {
    if (this.interval === 0 || this.isStopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), this.interval).unref();
  }

  private async refresh(): Promise<void> {
    try {
      const { issues, cause } = await this.load(false);
      if (this.isStopped) return;
      if (issues.length === 0) this.said = undefined;
      else void this.tell(issues, cause);
    } finally {
      // Whatever has happened: a list that is not loaded again is stale for ever.
      this.schedule();
    }
  }

  /** Gives every policy a new list, or none of them. Never throws. */
  private async load(isBooting: boolean): Promise<Loaded> {
    const { origins, issues = [], ...failure } = await loadList(this.list, isBooting);
    const found = new ConfigurationIssues();
    for (const issue of issues) this.policies[0]?.report(issue, found);
    if (origins === undefined || this.isStopped) return { issues: found.list(), ...failure };
    // Most loads bring nothing new, and to read 100,000 origins takes a tenth of a second.
    if (isSame(origins, this.origins)) return { issues: [] };
    const compiled = this.policies.map((policy) => policy.compile(origins, found));
    const faults = found.list();
    if (faults.length > 0) return { issues: faults };
    for (const putIntoEffect of compiled) putIntoEffect();
    this.origins = origins;
    return { issues: [] };
  }

  /** Says why a list was not taken: to who asked for it, or else once in the log. */
  private async tell(issues: readonly CorsConfigurationIssue[], cause: unknown): Promise<void> {
    const message = `${sentences(issues)}; the last good list stays`;
    if (this.list.onError === undefined) {
      if (message !== this.said) this.logger.warn(message);
      this.said = message;
      return;
    }
    try {
      const told = asThenable(this.list.onError(new Error(message, { cause })));
      if (told !== undefined) await settled(told);
    } catch (error) {
      this.logger.warn(`origin.onError failed with ${described(error)}`);
    }
  }
}

interface Loaded {
  readonly issues: readonly CorsConfigurationIssue[];
  /** What `load()` has thrown, for `onError` alone. */
  readonly cause?: unknown;
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((origin, at) => origin === other[at]);
}

/** The first few: a list may be long, and wrong all over. */
function sentences(issues: readonly CorsConfigurationIssue[]): string {
  const all = issues.reduce((sum, { more = 0 }) => sum + 1 + more, 0);
  const first = issues.slice(0, 3).map(({ message }) => message);
  const others = all > first.length ? `; and ${all - first.length} more` : '';
  return `${first.join('; ')}${others}`;
}
