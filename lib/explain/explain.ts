import type { AbstractHttpAdapter } from '@nestjs/core';
import { readPaths } from '../path-options.js';
import { ROOT } from '../place.js';
import type { Route } from '../platform-routes.js';
import type { RouteSources } from '../route-sources.js';
import type { RouteLookup } from '../route-table.js';
import { prepare, takeActual, takePreflight, whyPreflight } from './browser.js';
import type { CorsFix } from './change.js';
import { byName, Steps, type CorsExplanation } from './explanation.js';
import { findFix } from './fix.js';
import { ChangedRoutes } from './narrow-fix.js';
import { readQuestion, type PageRequest } from './page-request.js';
import { printExplanation } from './print.js';
import { visible } from '../visible.js';
import type { CorsQuestion } from './question.js';
import { describeUnserved } from './unserved.js';
import {
  answerActual,
  answerPreflight,
  policyOf,
  type AskedRoute,
  type ServerAnswer,
} from './server-answer.js';
import { actualRequest, preflightRequest } from './stand-in-request.js';

/** The app that is asked. */
export interface ExplainedApp {
  readonly adapter: AbstractHttpAdapter;
  readonly table: RouteLookup;
  readonly sources: RouteSources;
}

/** Goes through what browser and server do, as the Fetch standard has it. */
export async function explain(
  { adapter, table, sources }: ExplainedApp,
  question: CorsQuestion,
): Promise<CorsExplanation> {
  const asked = readQuestion(question);
  const steps = new Steps();
  const writtenOf = (route: Route) => sources.of(route);
  const actualAsked = actualRequest(adapter, asked);
  const actual = await answerActual(table, actualAsked);
  const headers = byName(actual.headers);
  const preflightAsked = preflightRequest(adapter, asked);
  const unserved = isUnserved(asked, actual)
    ? describeUnserved(asked, table.target(preflightAsked, asked.method).served(), sources.routes)
    : undefined;
  const finish = (answers: Answers) =>
    finished(asked, steps, { ...(unserved && { unserved }), ...answers });

  if (asked.isSameOrigin) {
    steps.pass('same origin', 'the page and the address have one origin: there is no CORS');
    return finish({ actual: { headers } });
  }
  prepare(asked, steps);
  if (steps.failed) return finish({ actual: { headers } });

  const isPreflighted = whyPreflight(asked) !== undefined;
  const preflight = isPreflighted ? await answerPreflight(table, preflightAsked) : undefined;
  if (preflight !== undefined) takePreflight(preflight, asked, steps, writtenOf);
  if (!steps.failed) takeActual(actual, asked, steps, writtenOf);

  const answers = {
    actual: { headers },
    ...(preflight !== undefined && {
      preflight: {
        ...(preflight.status !== undefined && { status: preflight.status }),
        headers: byName(preflight.headers),
      },
    }),
  };
  if (!steps.failed) return finish(answers);

  const routes = new ChangedRoutes(sources);
  const refusing = [...(preflight?.routes ?? []), ...actual.routes];
  const fixes = await Promise.all(
    onePerPolicy(refusing).map(async ({ route, verdict, resource }) =>
      findFix({
        asked,
        request: isPreflighted ? preflightAsked : actualAsked,
        route,
        written: sources.of(route),
        verdict,
        resource,
        place: placeFor(route, asked),
        compile: (options) => sources.compile(options),
        routes,
      }),
    ),
  );
  return finish({ ...answers, ...together(fixes) });
}

/** Whether a request that can be sent leads to no controller, and to no entry of `paths`. */
function isUnserved({ fault }: PageRequest, { routes }: ServerAnswer): boolean {
  return fault === undefined && routes.every(({ route }) => route.name === ROOT);
}

function onePerPolicy(routes: readonly AskedRoute[]): readonly AskedRoute[] {
  const first = new Map<unknown, AskedRoute>();
  for (const asked of routes) {
    const key = policyOf(asked.route) ?? asked.route.name;
    if (!first.has(key)) first.set(key, asked);
  }
  return [...first.values()];
}

/** Where a policy would be written for a route that has none. */
function placeFor(route: Route, { url }: PageRequest): string {
  if (route.name !== ROOT) return route.name;
  const [pathname = ''] = url.split('?');
  const path = pathname.replace(/\/$/, '');
  const isPath = readPaths([{ path, policy: {} }], () => undefined).length === 1;
  return isPath ? `paths[${JSON.stringify(path)}]` : route.name;
}

/** Several routes may need a change each; advice to one of them is advice to all. */
function together(fixes: readonly (CorsFix | undefined)[]): { readonly fix?: CorsFix } {
  const found = fixes.filter((fix) => fix !== undefined);
  const only = found.find(({ changes }) => changes.length === 0) ?? found[0];
  if (only === undefined || only.changes.length === 0 || found.length === 1) {
    return only === undefined ? {} : { fix: only };
  }
  const messages = [...new Set(found.map(({ message }) => message))];
  const changes = found.flatMap(({ changes }) => changes);
  const distinct = new Map(changes.map((change) => [JSON.stringify(change), change]));
  return { fix: { changes: [...distinct.values()], message: messages.join(', and ') } };
}

type Answers = Pick<CorsExplanation, 'unserved' | 'preflight' | 'actual' | 'fix'>;

function finished(asked: PageRequest, steps: Steps, answers: Answers): CorsExplanation {
  const { unserved, fix, ...answered } = answers;
  const explanation = {
    ...(unserved && { unserved }),
    granted: !steps.failed,
    steps: steps.taken,
    ...answered,
    ...(fix !== undefined && { fix: { ...fix, message: visible(fix.message) } }),
  };
  // Not enumerable, so that the rest is plain data.
  const value = () => printExplanation(asked, explanation);
  return frozen(Object.defineProperty(explanation, 'toString', { value }));
}

/** Freezes plain data, all the way down. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) frozen(member);
  }
  return value;
}
