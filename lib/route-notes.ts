import { Injectable } from '@nestjs/common';
import type { EffectivePolicy, Route } from './platform-routes.js';
import { RouteSources, type WrittenOptions } from './route-sources.js';

/** What is to be known of a policy to speak of it. */
export interface PolicyNote {
  readonly policy: EffectivePolicy;
  /** Where its origin is written, or where CORS is switched off; or where `reportOnly` is. */
  readonly place: string;
  readonly isReportOnly: boolean;
  /** The origins and patterns that are written down, or have been loaded. */
  readonly listed: () => Iterable<string>;
}

/** What is to be known of a route to speak of its decisions. */
export interface RouteNote {
  readonly effective: PolicyNote;
  /** Absent where there is none. */
  readonly reportOnly?: PolicyNote & { readonly hasOwnOrigin: boolean };
}

/** Notes of routes, made when a route is first spoken of: while nobody listens there are none. */
@Injectable()
export class RouteNotes {
  private readonly notes = new WeakMap<Route, RouteNote>();

  constructor(private readonly sources: RouteSources) {}

  of(route: Route): RouteNote {
    const known = this.notes.get(route);
    // The policies of an app may be replaced while it runs.
    if (known !== undefined && known.effective.policy === route.policy) return known;
    const note = this.make(route);
    this.notes.set(route, note);
    return note;
  }

  private make(route: Route): RouteNote {
    const declared = this.declared(route);
    const written = this.sources.of(declared);
    const { options, sources } = written;
    const place = placeOf(route, written);
    const effective = noteOf(route.policy, place, options.origin, false);
    const reportOnly = this.sources.reportOnlyOf(declared);
    if (!options.reportOnly || reportOnly === undefined) return { effective };
    const { origin } = options.reportOnly;
    const beside = sources.get('reportOnly') ?? place;
    return {
      effective,
      reportOnly: {
        ...noteOf(reportOnly, beside, origin ?? options.origin, true),
        hasOwnOrigin: origin !== undefined,
      },
    };
  }

  /** The route as it was declared: for the guard a handler has one route, however many paths it has. */
  private declared(route: Route): Route {
    const { routes, paths, root } = this.sources;
    if (route === root) return route;
    const all: readonly Route[] = [...routes, ...paths];
    const isSame = ({ name, policy }: Route) => name === route.name && policy === route.policy;
    return all.includes(route) ? route : (all.find(isSame) ?? route);
  }
}

function placeOf({ name, policy }: Route, { off, sources }: WrittenOptions): string {
  const origin = sources.get('origin') ?? name;
  return policy === false ? (off?.at(-1) ?? origin) : origin;
}

function noteOf(
  policy: EffectivePolicy,
  place: string,
  origin: unknown,
  isReportOnly: boolean,
): PolicyNote {
  const written = [origin].flat().filter((entry) => typeof entry === 'string');
  const source = policy ? policy.origins.source : undefined;
  return { policy, place, isReportOnly, listed: () => source?.current?.exact ?? written };
}
