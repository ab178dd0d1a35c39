import type { CorsOptions } from '../cors-options.js';
import { isDecorated, ROOT } from '../place.js';
import type { Route } from '../platform-routes.js';
import type { RouteSources, WrittenOptions } from '../route-sources.js';
import { PAGE, type CorsChange } from './change.js';

/** Knows which routes have an option from which place. */
export class ChangedRoutes {
  private known: readonly (readonly [name: string, written: WrittenOptions])[] | undefined;

  constructor(private readonly sources: RouteSources) {}

  /** Lists the names of the routes that changes are for, each as often as it is a route. */
  of(changes: readonly CorsChange[]): readonly string[] {
    this.known ??= this.sources.all.map((route) => [route.name, this.sources.of(route)]);
    return this.known
      .filter(([, written]) => changes.some((change) => isFor(change, written)))
      .map(([name]) => name);
  }

  /**
   * Makes the same changes at the place of one route alone, where others would be changed too.
   *
   * @param written what is written for the route once the changes are made
   * @returns nothing, where the changes are for that route alone, or where no place is
   */
  narrow(
    changes: readonly CorsChange[],
    route: Route,
    place: string,
    written: WrittenOptions,
  ): readonly CorsChange[] | undefined {
    if (place === ROOT || this.of(changes).every((name) => name === route.name)) return undefined;
    const ofPage = changes.filter(({ source }) => source === PAGE);
    const made = changes.filter((change) => !ofPage.includes(change));
    const names = new Set(made.map(({ option }) => option).filter(isOption));
    for (const name of this.lostAt(route)) {
      if (written.options[name] === undefined) return undefined;
      names.add(name);
    }
    if (names.size > 0) {
      const set = (option: keyof CorsOptions) => written.options[option];
      const own = [...names].map((option) => ({ source: place, option, set: set(option) }));
      return [...own, ...ofPage];
    }
    return isDecorated(place)
      ? [{ source: place, option: '@Cors', set: {} }, ...ofPage]
      : undefined;
  }

  /** What a route declares itself. */
  ownOf(route: Route): unknown {
    return this.sources.declaredAt(route).own;
  }

  /** The options that a route has not got any more where options take the place of its name, or of a `false`. */
  private lostAt(route: Route): readonly (keyof CorsOptions)[] {
    const { own, around } = this.sources.declaredAt(route);
    const { off, sources } = this.sources.of(route);
    if (off === undefined && typeof own !== 'string') return [];
    const inherited = around === false ? [] : [...around.sources];
    const others = [...sources, ...inherited].filter(([, source]) => source !== ROOT);
    return [...new Set(others.map(([name]) => name))];
  }
}

function isFor({ source, option, remove }: CorsChange, written: WrittenOptions): boolean {
  const { off = [], sources, targets } = written;
  if (remove) return off.includes(source);
  const at = targets.indexOf(source);
  if (off.length > 0 || at < 0) return false;
  // A place further inside may say otherwise.
  const from = isOption(option) ? sources.get(option) : undefined;
  return from === undefined || targets.indexOf(from) <= at;
}

function isOption(option: string): option is keyof CorsOptions {
  return option !== '@Cors' && option !== 'policy';
}
