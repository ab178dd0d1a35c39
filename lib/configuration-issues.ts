import type { CorsConfigurationIssue, CorsConfigurationReason } from './configuration-error.js';
import { placeOf } from './place.js';
import { printedValue, shownValue } from './shown-value.js';
import { visible } from './visible.js';

/** What is wrong, before it is known where else it matters. */
export interface FoundIssue {
  readonly option: string;
  /** Absent where nothing of it is to be told. */
  readonly value?: unknown;
  readonly reason: CorsConfigurationReason;
  readonly why: string;
  readonly fix: string;
  /** Where the two options of a conflict come from, if they come from two places. */
  readonly between?: readonly [PlacedOption, PlacedOption];
  /** How many more of the kind there are, which are not listed. */
  readonly more?: number;
  /** How much was known of the other options when the fix was tried: the most counts. */
  readonly tried?: Tried;
}

/** Nothing but the layer itself, what it is merged to, or that with credentials. */
export type Tried = 0 | 1 | 2;

interface PlacedOption {
  readonly option: string;
  readonly source: string;
}

/** Collects what is wrong with a configuration: each fault once, with the routes that it reaches. */
export class ConfigurationIssues {
  private readonly found = new Map<string, FoundIssue & Reach>();
  private readonly kinds = new Map<string, Kind>();

  /** Notes a fault of `target`, and the route where it was met, if it was met on one. */
  report(source: string, issue: FoundIssue, route?: string): void {
    const { option, reason, between = [], more } = issue;
    const sources = between.map(({ source }) => source);
    const key = [
      source,
      option,
      reason,
      typeof issue.value === 'string' ? issue.value : textOf(issue),
      ...sources,
    ].join('\n');
    if (!this.found.has(key) && this.isOneMore(source, issue, key)) return;
    const first = this.found.get(key) ?? { ...issue, source, routes: new Set<string>() };
    const { tried = 0, fix } = issue;
    const known = {
      ...first,
      ...(more !== undefined && { more }),
      ...(tried > (first.tried ?? 0) && { tried, fix }),
    };
    if (route !== undefined && route !== source) known.routes.add(route);
    this.found.set(key, known);
  }

  /**
   * Counts a new fault if a hundred of its kind are listed already: any number of policies and paths may
   * have the same one.
   *
   * @returns whether it is counted only
   */
  private isOneMore(source: string, { reason, more = 0 }: FoundIssue, key: string): boolean {
    const [place] = /^(?:policies\.|paths\[)/.exec(source) ?? [];
    if (place === undefined) return false;
    const name = `${place} ${reason}`;
    const kind = this.kinds.get(name) ?? { listed: 0, last: '', unlisted: new Set(), more: 0 };
    this.kinds.set(name, kind);
    if (kind.listed < MAX_LISTED) {
      kind.listed++;
      kind.last = key;
      return false;
    }
    if (!kind.unlisted.has(key)) kind.more += 1 + more;
    kind.unlisted.add(key);
    return true;
  }

  /** Notes that a route has this option from this target, with whatever is wrong with it. */
  reach(route: string, source: string, option: string): void {
    for (const issue of this.found.values()) {
      if (issue.source === source && optionOf(issue) === option && route !== source) {
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
    const unlisted = new Map([...this.kinds.values()].map(({ last, more }) => [last, more]));
    return [...this.found].map(([key, found]) => {
      const more = (found.more ?? 0) + (unlisted.get(key) ?? 0) || undefined;
      const issue = { ...found, ...(more !== undefined && { more }) };
      const { option, reason, fix } = issue;
      return {
        source: visible(issue.source),
        option: visible(option),
        ...told(issue),
        reason,
        message: visible(sentence(issue)),
        fix: visible(fix),
        routes: [...issue.routes].map(visible),
        ...(more !== undefined && { more }),
      };
    });
  }
}

/** The option that an issue is about: of `origin.refresh` and of `origin[3]`, `origin`. */
export function optionOf({ option }: Pick<FoundIssue, 'option'>): string {
  return option.replace(/[.[].*/s, '');
}

const MAX_LISTED = 100;

/** The faults of all policies, or of all paths, that have the same reason. */
interface Kind {
  listed: number;
  /** The key of the last one that is listed: it has the number of the others. */
  last: string;
  readonly unlisted: Set<string>;
  more: number;
}

interface Reach {
  readonly source: string;
  readonly routes: Set<string>;
}

/** The value, as far as it may be told. */
function told({ option, reason, value }: FoundIssue): { readonly value?: unknown } {
  const shown = shownValue(option, reason, value);
  if (!('value' in shown) || value === undefined) return {};
  return { value: typeof shown.value === 'string' ? visible(shown.value) : shown.value };
}

/** The value in a sentence, or the kind of it; nothing, where it is not to be told. */
function textOf(issue: FoundIssue): string {
  if (!('value' in issue)) return '';
  return printedValue(issue.option, issue.reason, issue.value);
}

/** *Where: option value why: what to do*, and which routes have it from there. */
function sentence(issue: FoundIssue & Reach): string {
  const { source, option, why, fix, between, routes, more } = issue;
  const text = textOf(issue);
  const what =
    between === undefined
      ? [option, text, why].filter((part) => part !== '').join(' ')
      : `${[`\`${option}\``, text].filter(Boolean).join(' ')} from ${placeOf(between[0].source)}, \`${between[1].option}\` from ${placeOf(between[1].source)}: ${[text, why].filter(Boolean).join(' ')}`;
  const others = more === undefined ? '' : `; and ${more} more`;
  return `${source}: ${what}: ${fix}${reached([...routes])}${others}`;
}

function reached(routes: readonly string[]): string {
  if (routes.length === 0) return '';
  const more = routes.length > 3 ? ` and ${routes.length - 3} more` : '';
  return ` (in ${routes.slice(0, 3).join(', ')}${more})`;
}
