import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  CorsConfigurationError,
  CorsService,
  type CorsDeclaration,
  type CorsExplanation,
  type CorsRoute,
} from 'nestjs-cors';
import { platforms, TestApp, type Platform } from '../support/test-app.js';
import { saidOf, seenOf } from './agreement.js';
import { visit } from './page-visit.js';
import { APP } from './refusals.js';
import { applied, moduleOf, type Written } from './written-cats.js';
import { runs } from '../support/property-runs.js';

const RUNS = runs(process.env['CI'] === 'true' ? 200 : 100);

const ORIGINS = [APP, 'http://app.example.com', 'https://a.app.example.com', 'null'];
const entry = fc.constantFrom(
  ...ORIGINS.slice(0, 3),
  'https://*.example.com',
  'http://localhost:*',
  /^https:\/\/other\.example$/,
);
const options = fc.record(
  {
    origin: fc.oneof(
      fc.array(entry, { minLength: 1, maxLength: 2 }),
      fc.constantFrom('*', 'null', false as const),
    ),
    methods: fc.constantFrom('*', 'GET, POST', ['GET'], ['PATCH']),
    allowedHeaders: fc.constantFrom('*', [], ['X-Trace'], 'X-Trace, Content-Type'),
    exposedHeaders: fc.constantFrom('*', 'ETag'),
    credentials: fc.boolean(),
    dangerouslyAllowNullOrigin: fc.constant(true),
    preflightContinue: fc.boolean(),
  },
  { requiredKeys: [] },
);
const declaration = fc.oneof(
  { weight: 4, arbitrary: options },
  { weight: 1, arbitrary: fc.constantFrom<CorsDeclaration[]>('named', false, {}) },
);
const written = fc.record({
  root: fc.tuple(options, options, declaration).map(([root, named, policy]) => ({
    ...root,
    policies: { named },
    paths: [{ path: '/docs', policy }],
  })),
  class: declaration,
  methods: fc.dictionary(fc.constantFrom('list', 'create', 'update'), declaration, { maxKeys: 2 }),
  question: fc.record({
    origin: fc.constantFrom(...ORIGINS, `${APP}/`),
    method: fc.constantFrom('GET', 'POST', 'PUT', 'PUT', 'DELETE', 'PATCH'),
    path: fc.constantFrom('/cats', '/cats/7', '/cats/7', '/docs/a', '/files'),
    headers: fc.subarray(['X-Trace', 'Authorization', 'Content-Type']),
    credentials: fc.boolean(),
  }),
}) as fc.Arbitrary<Written>;

describe.each(platforms)('on %s', (platform) => {
  it('whatever is refused is granted once the changes are made', async () => {
    let fixed = 0;
    await fc.assert(
      fc.asyncProperty(written, async (app) => {
        const refused = await ask(platform, app);
        fc.pre(refused !== undefined);
        if (refused?.explained.granted) return;
        expect(refused?.explained.fix?.message).toMatch(/./);
        const { changes } = refused?.explained.fix ?? { changes: [] };
        if (changes.length === 0) return;
        const mended = await ask(platform, changes.reduce(applied, app));
        expect([changes, openedBeside(refused, mended)]).toEqual([changes, []]);
        // A page that asks otherwise may be told more.
        if (changes.some(({ source: where }) => where === 'the page')) return;
        fixed += 1;
        expect([changes, mended?.explained.granted]).toEqual([changes, true]);
      }),
      { numRuns: RUNS },
    );
    expect(fixed).toBeGreaterThan(RUNS / 10);
  }, 600_000);
});

/** The routes that were not asked for, and have other options now. */
function openedBeside(before: Asked | undefined, after: Asked | undefined): readonly string[] {
  const details = before?.explained.steps.map(({ detail }) => detail) ?? [];
  const isAsked = (name: string) => details.some((detail) => detail.includes(`${name} `));
  const now = new Map(after?.routes.map((route) => [route.path + route.name, route]));
  return (before?.routes ?? []).flatMap((route) => {
    const { name, path, cors, options } = route;
    if (isAsked(name)) return [];
    const changed = now.get(path + name);
    // Where CORS is off, options have no effect.
    if (cors === 'off' && changed?.cors === 'off') return [];
    return isDeepStrictEqual([cors, options], [changed?.cors, changed?.options]) ? [] : [name];
  });
}

interface Asked {
  readonly explained: CorsExplanation;
  readonly routes: readonly CorsRoute[];
}

/** What is explained, which is what happens; nothing, if the app does not boot. */
async function ask(platform: Platform, written: Written): Promise<Asked | undefined> {
  let app: TestApp;
  try {
    app = await TestApp.start(platform, moduleOf(written));
  } catch (error) {
    if (error instanceof CorsConfigurationError) return undefined;
    throw error;
  }
  try {
    const visited = await visit(app, written.question);
    const explained = await app.nest.get(CorsService).explain(written.question);
    const said = saidOf(explained);
    // A preflight that the app answers may be refused by it.
    const isApps = explained.granted && said.preflight?.status === undefined;
    const seen = seenOf(visited, explained);
    expect(said).toEqual(isApps && said.preflight ? { ...seen, granted: true } : seen);
    return { explained, routes: app.nest.get(CorsService).routes() };
  } finally {
    await app.close();
  }
}
