import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LayersByPath } from '../../lib/platforms/express-layers.js';
import { express } from './express-outside.js';
import { path } from './paths.js';
import { runs } from '../support/property-runs.js';

interface Layer {
  readonly rank: number;
  readonly path: unknown;
  match(path: string): object | false;
}

interface Router {
  readonly stack: readonly { match(path: string): object | false }[];
  get(path: unknown, handle: () => void): void;
  use(handle: () => void): void;
}

const createRouter = (options: object) =>
  (express as unknown as { Router(options: object): Router }).Router(options);
const RUNS = runs(2000);

/** Only Nest gives a wildcard a name. */
const withNames = (path: string) => path.replaceAll(/(?<=^|\/)\*(?=\/|$)/g, '*name');

/** Express's own layers for any paths, of which some are no text, and one is none at all. */
const layers = fc
  .record({
    paths: fc.array(
      fc.oneof(
        { weight: 12, arbitrary: path('express', 3, true).map(withNames) },
        { weight: 1, arbitrary: fc.constantFrom<unknown>(/^\/a/, ['/a', '/:id/b'], undefined) },
      ),
      { maxLength: 12 },
    ),
    strict: fc.boolean(),
    caseSensitive: fc.boolean(),
  })
  .map(({ paths, ...options }) => {
    const router = createRouter(options);
    for (const path of paths) {
      if (path === undefined) router.use(() => undefined);
      else router.get(path, () => undefined);
    }
    return router.stack.map((layer, rank): Layer => ({
      rank,
      path: paths[rank],
      match: (path) => layer.match(path),
    }));
  });

const segments = ['a', 'A', 'b', 'B', 'k', 'K', 'v1', 'é', '%61', 'a.b', '1', '', '', ':id', '~'];
const request = fc
  .array(fc.constantFrom(...segments), { maxLength: 5 })
  .map((list) => `/${list.join('/')}`);

describe('LayersByPath', () => {
  it('leaves out no layer of Express that matches, and keeps their order', () => {
    let matched = 0;
    fc.assert(
      fc.property(layers, fc.array(request, { minLength: 5 }), (layers, paths) => {
        const byPath = new LayersByPath<Layer>();
        for (const layer of layers) byPath.add(layer.path, layer);
        for (const path of paths) {
          const isMatch = (layer: Layer) => layer.match(path) !== false;
          const expected = layers.filter(isMatch);
          matched += expected.length;
          expect([path, byPath.near(path).filter(isMatch)]).toEqual([path, expected]);
        }
      }),
      { numRuns: RUNS },
    );
    expect(matched).toBeGreaterThan(RUNS);
  });

  it('leaves out what begins with other segments, or has more of them', () => {
    const byPath = new LayersByPath<Layer>();
    const paths = ['/cats', '/cats/:id', '/dogs/:id', '/cats/:id/toys', '/:kind', '/cats/*rest'];
    paths.forEach((path, rank) => byPath.add(path, { rank, path, match: () => false }));
    const near = (path: string) => byPath.near(path).map(({ path }) => path);
    expect({
      '/CATS/': near('/CATS/'),
      '/cats/1': near('/cats/1'),
      '/birds': near('/birds'),
      '/birds/1': near('/birds/1'),
    }).toEqual({
      '/CATS/': ['/cats', '/:kind', '/cats/*rest'],
      '/cats/1': ['/cats/:id', '/cats/*rest'],
      '/birds': ['/:kind'],
      '/birds/1': [],
    });
  });
});
