import { Injectable } from '@nestjs/common';
import type { CorsDeclaration, CorsOptions } from './cors-options.js';
import type { Identity } from './identity.js';
import type { Layer, MergedOptions } from './merge.js';
import type { DeclaredRoute, EffectivePolicy, PathRoute, Route } from './platform-routes.js';
import type { PolicyCompiler } from './policy-compiler.js';
import { bare } from './protocol/options.js';
import type { Compiled } from './protocol/policy.js';

/** What was written for a route, in all of its layers. */
export interface WrittenOptions extends MergedOptions {
  /** Who switches CORS off with `false`, outermost first; the options are what there is without them. */
  readonly off?: readonly string[];
}

interface Layered {
  readonly layers: readonly Layer[];
}

/** What a route declares itself. */
interface Declared {
  readonly own: CorsDeclaration | undefined;
  readonly around: MergedOptions | false;
}

const NOTHING: WrittenOptions = { options: bare({}), sources: new Map(), targets: [] };

/** What every route was made from: for those who ask why it is as it is. Filled at boot, and by every update. */
@Injectable()
export class RouteSources {
  private compiler: PolicyCompiler | undefined;
  private layers: ReadonlyMap<Route, readonly Layer[]> = new Map();
  /** The routes of controllers, in registration order. */
  routes: readonly DeclaredRoute[] = [];
  /** The paths that have a policy where no controller serves them. */
  paths: readonly PathRoute[] = [];
  /** The route of all else. */
  root: Route | undefined;

  set(
    compiler: PolicyCompiler,
    routes: readonly (DeclaredRoute & Layered)[],
    paths: readonly (PathRoute & Layered)[],
    root: Route,
  ): void {
    // Paths are others after each update: what was known of those before is not kept.
    const layers = new Map([...routes, ...paths].map((route) => [route, route.layers]));
    Object.assign(this, { compiler, routes, paths, root, layers });
  }

  /** All routes: those of controllers, then of `paths`, then the one of all else. */
  get all(): readonly Route[] {
    return [...this.routes, ...this.paths, ...(this.root === undefined ? [] : [this.root])];
  }

  /** Says what a route declares itself, and what it would inherit if it declared nothing. */
  declaredAt(route: Route): Declared {
    const layers = this.layers.get(route) ?? [];
    const { name } = route;
    const own = layers.find(({ target }) => target === name)?.declaration;
    const around = layers.filter(({ target }) => target !== name);
    return { own, around: this.compiler?.mergedOf(around) ?? NOTHING };
  }

  /** Says what was written for a route, and where. It is merged when it is asked for, not at boot. */
  of(route: Route): WrittenOptions {
    // Nothing is inherited there.
    if (route.isUpstream) return NOTHING;
    const layers = this.layers.get(route) ?? [];
    const merged = this.compiler?.mergedOf(layers) ?? NOTHING;
    if (merged !== false) return merged;
    const on = layers.findLastIndex(({ declaration }) => declaration !== false) + 1;
    const without = this.compiler?.mergedOf(layers.slice(0, on));
    return { ...(without || NOTHING), off: layers.slice(on).map(({ target }) => target) };
  }

  /** Says what is written for each policy by name, whether a route has it or not. */
  get named(): readonly (readonly [source: string, written: WrittenOptions])[] {
    return [...(this.compiler?.named ?? [])];
  }

  /** Whether any route has a report-only policy. */
  get hasReportOnly(): boolean {
    return this.compiler?.hasReportOnly ?? false;
  }

  /** The policy that is evaluated beside that of a route, if there is one. */
  reportOnlyOf(route: Route): EffectivePolicy {
    if (route.isUpstream) return undefined;
    return this.compiler?.reportOnlyOf(this.layers.get(route) ?? []);
  }

  /** Says whether what `@Cors()` on a method says makes the policy other than that of its class. */
  differs(route: DeclaredRoute, identity: Identity): boolean {
    const layers = this.layers.get(route) ?? [];
    const around = layers.filter(({ target }) => target !== route.name);
    if (around.length === layers.length) return false;
    const [own, outer] = [layers, around].map((some) => identity.of(this.effectiveOf(some)));
    return own !== outer;
  }

  private effectiveOf(layers: readonly Layer[]): CorsOptions | false {
    const merged = this.compiler?.mergedOf(layers) ?? NOTHING;
    return merged !== false && merged.options.origin !== false && merged.options;
  }

  /** Compiles options that nobody has written. */
  compile(options: CorsOptions): Compiled {
    return this.compiler?.compileOptions(options) ?? { issues: [] };
  }
}
