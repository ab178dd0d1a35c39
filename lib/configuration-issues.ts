import type { CorsConfigurationIssue, CorsConfigurationReason } from './configuration-error.js';
import { placeOf } from './place.js';
import { printed } from './printed.js';

/** What is wrong, before it is known where else it matters. */
export interface FoundIssue {
  readonly option: string;
  readonly value: unknown;
  readonly reason: CorsConfigurationReason;
  readonly why: string;
  readonly fix: string;
  /** Where the two options of a conflict come from, if they come from two places. */
  readonly between?: readonly [PlacedOption, PlacedOption];
}

interface PlacedOption {
  readonly option: string;
  readonly source: string;
}

/** Collects what is wrong with a configuration: each fault once, with the routes that it reaches. */
export class ConfigurationIssues {
  private readonly found = new Map<string, FoundIssue & Reach>();

  /** Notes a fault of `target`, and the route where it was met, if it was met on one. */
  report(target: string, issue: FoundIssue, route?: string): void {
    const { option, reason, value, between = [] } = issue;
    const sources = between.map(({ source }) => source);
    const key = [
      target,
      option,
      reason,
      typeof value === 'string' ? value : printed(value),
      ...sources,
    ].join('\n');
    const known = this.found.get(key) ?? { ...issue, target, routes: new Set<string>() };
    if (route !== undefined && route !== target) known.routes.add(route);
    this.found.set(key, known);
  }

  /** Notes that a route has this option from this target, with whatever is wrong with it. */
  reach(route: string, target: string, option: string): void {
    for (const issue of this.found.values()) {
      if (issue.target === target && optionOf(issue) === option && route !== target) {
        issue.routes.add(route);
      }
    }
  }

  /** Whether nothing was noted. */
  get isEmpty(): boolean {
    return this.found.size === 0;
  }

  /** Everything that was noted, in the order in which it was met. */
  list(): readonly CorsConfigurationIssue[] {
    return [...this.found.values()].map((issue) => {
      const { target, option, value, reason, fix } = issue;
      const routes = [...issue.routes];
      return { target, option, value, reason, message: sentence(issue), fix, routes };
    });
  }
}

/** The option that an issue is about: of `origin.refresh`, `origin`. */
export function optionOf({ option }: Pick<FoundIssue, 'option'>): string {
  return option.replace(/\..*/s, '');
}

interface Reach {
  readonly target: string;
  readonly routes: Set<string>;
}

/** *Where: option value why: what to do*, and which routes have it from there. */
function sentence({
  target,
  option,
  value,
  why,
  fix,
  between,
  routes,
}: FoundIssue & Reach): string {
  const text = printed(value);
  const what =
    between === undefined
      ? `${option} ${text} ${why}`
      : `\`${option}\` ${text} from ${placeOf(between[0].source)}, \`${between[1].option}\` from ${placeOf(between[1].source)}: ${text} ${why}`;
  return `${target}: ${what}: ${fix}${reached([...routes])}`;
}

function reached(routes: readonly string[]): string {
  if (routes.length === 0) return '';
  const more = routes.length > 3 ? ` and ${routes.length - 3} more` : '';
  return ` (in ${routes.slice(0, 3).join(', ')}${more})`;
}
