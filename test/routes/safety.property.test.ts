import { describe, expect, it } from '@jest/globals';
import type { CorsModuleOptions } from 'nestjs-cors';
import { seed } from '../support/property-runs.js';
import { platforms, type Platform } from '../support/test-app.js';
import { forAnySet, RUNS, TIME, type Seen } from './for-any-set.js';
import type { RouteSet } from './route-set.js';
import { safetyCases, type SafetyCase } from './safety-cases.js';
import { SafetyVisit } from './safety.js';
import { WRAPPINGS } from './wrapped-handlers.js';

/** Twice as many sets as for the other properties. */
const SETS = Number(process.env['SAFETY_SETS'] ?? 2 * RUNS);

describe.each(platforms)('on %s', (platform) => {
  it(
    'no response grants more than the handler that Nest resolved, or than the nearest that is known before',
    async () => {
      const seen = await forAnySet(
        safetyCases(platform),
        (one) => ({ root: rootOf(one), of: (handler) => one.says.get(handler) }),
        async (app, one, seen) => {
          seen.count(...kindsOf(one));
          for (const asked of one.requests) await new SafetyVisit(app, one, asked, seen).check();
        },
        { warnings: true, refusals: true, sets: SETS },
      );
      console.log(printed(platform, seen));
      expect(seen.of('set refused by the library') / seen.of('set')).toBeLessThan(0.02);
      const kinds = [...KINDS, ...WRAPPINGS, ...OF_PLATFORM[platform]];
      // Few sets do not reach everything.
      if (SETS >= 400) expect(kinds.filter((kind) => seen.of(kind) === 0)).toEqual([]);
    },
    TIME,
  );
});

function rootOf({ root, paths }: SafetyCase): CorsModuleOptions {
  const own = root === false ? { origin: false } : root;
  return { ...own, ...(paths.length > 0 && { paths: [...paths] }) } as CorsModuleOptions;
}

/** What a set has. */
function kindsOf({ set, root, paths }: SafetyCase): readonly string[] {
  const { agent, strategy, meddler, controllers, outside } = set;
  const wrappings = controllers.flatMap(({ wrapping }) => wrapping ?? []);
  const own = [
    ...outside.map(kindOfOutside),
    ...wrappings,
    ...(agent ? ['agent'] : []),
    ...(strategy === undefined ? [] : [`tenants ${strategy}`]),
    ...(meddler === undefined ? [] : [`meddler ${meddler}`]),
    ...(paths.length > 0 ? ['paths'] : []),
    root
      ? `root ${root.origin === '*' ? 'wide' : 'narrow'}`
      : `root ${root === false ? 'off' : 'silent'}`,
  ];
  return [...new Set(own)];
}

function kindOfOutside(route: RouteSet['outside'][number]): string {
  return 'does' in route ? `${route.where} that ${route.does}` : route.where;
}

const PLACES = ['before', 'root router', 'mounted', 'sub-app', 'middleware', 'function'];
const DOES = ['answers', 'may answer', 'passes'];
const STRATEGIES = ['given', 'later', 'asynchronous', 'asynchronous, later'];
/** What has to come up in a run, to be sure that it is worth something. */
const KINDS: readonly string[] = [
  'agent, paths, meddler first, meddler consumer, root wide, root narrow, root off, root silent',
  'handler, no handler, guard 403, guard 500, broken body, x-rewrite, x-method, odd target',
  'foreign answers, middleware below 400, middleware from 400, odd target for another handler',
  'preflight granted, preflight refused, preflight with a grant, actual request with a grant',
].flatMap((kinds) => kinds.split(', '));
const OF_PLATFORM: Readonly<Record<Platform, readonly string[]>> = {
  express: [
    'foreign passes',
    ...PLACES.flatMap((place) => DOES.map((does) => `${place} that ${does}`)),
  ],
  fastify: ['before', 'plugin', 'own', ...STRATEGIES.map((name) => `tenants ${name}`)],
};

function printed(platform: Platform, seen: Seen): string {
  const counts = [...seen.counts].map(([kind, times]) => `${kind}: ${times}`).sort();
  return `Safety on ${platform}, PROPERTY_SEED=${seed}\n${counts.join('; ')}`;
}
