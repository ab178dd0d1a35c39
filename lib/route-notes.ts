import { Injectable } from '@nestjs/common';
import type { EffectivePolicy, Route } from './platform-routes.js';
import { RouteSources, type WrittenOptions } from './route-sources.js';
import { RouteTables } from './route-table.js';

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
  private notes = new Map<Route, RouteNote>();
  private edition = 0;

  constructor(
    private readonly sources: RouteSources,
    private readonly tables: RouteTables,
  ) {}

  of(route: Route): RouteNote {
    // The policies of an app may be replaced while it runs.
    if (this.edition !== this.tables.current.edition) this.notes = new Map();
    this.edition = this.tables.current.edition;
    const note = this.notes.get(route) ?? this.make(route);
    this.notes.set(route, note);
    return note;
  }

  private make(route: Route): RouteNote {
    const written = this.sources.of(route);
    const { options, sources } = written;
    const place = placeOf(route, written);
    const effective = noteOf(route.policy, place, options.origin, false);
    const reportOnly = this.sources.reportOnlyOf(route);
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
