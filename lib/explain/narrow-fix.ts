import type { CorsOptions } from '../cors-options.js';
import { isDecorated, ROOT } from '../place.js';
import type { Route } from '../platform-routes.js';
import type { RouteSources, WrittenOptions } from '../route-sources.js';
import type { Compiled } from '../protocol/policy.js';
import { PAGE, withChange, type CorsChange } from './change.js';

/** Knows which routes have an option from which place. */
export class ChangedRoutes {
  private known: readonly Known[] | undefined;

  constructor(private readonly sources: RouteSources) {}

  /** Lists the names of the routes that changes are for, each as often as it is a route. */
  of(changes: readonly CorsChange[]): readonly string[] {
    this.known ??= this.sources.all.map((route) => [route.name, this.sources.of(route)]);
    return changed(this.known, changes).map(([name]) => name);
  }

  /** Finds a policy by name that could not boot any more: each is validated, used or not. */
  broken(
    changes: readonly CorsChange[],
    compile: (options: CorsOptions) => Compiled,
  ): string | undefined {
    return changed(this.sources.named, changes).find(([, written]) => {
      const { options } = changes.reduce(withChange, written);
      return compile(options).policy === undefined;
    })?.[0];
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
    const isAlone =
      this.of(changes).every((name) => name === route.name) &&
      changed(this.sources.named, changes).length === 0;
    if (place === ROOT || isAlone) return undefined;
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

type Known = readonly [name: string, written: WrittenOptions];

function changed(known: readonly Known[], changes: readonly CorsChange[]): readonly Known[] {
  return known.filter(([, written]) => changes.some((change) => isFor(change, written)));
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
