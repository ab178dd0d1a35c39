import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CorsDeclaration, CorsOptions } from '../../lib/cors-options.js';
import { resolveDeclaration } from '../../lib/declarations.js';
import { mergeLayers, mergeRoot, type Resolve } from '../../lib/merge.js';
import { runs } from '../support/property-runs.js';

const APP = 'https://app.example.com';
const decide = () => true;

const options: fc.Arbitrary<CorsOptions> = fc.record(
  {
    origin: fc.constantFrom<CorsOptions['origin'][]>(undefined, false, '*', [APP], /^a$/, decide),
    methods: fc.constantFrom(undefined, '*', [], ['GET', 'PUT']),
    allowedHeaders: fc.constantFrom(undefined, 'X-A, X-B', [], ['X-C']),
    credentials: fc.constantFrom(undefined, true, false),
    maxAge: fc.constantFrom(undefined, 0, 600),
  },
  { requiredKeys: [] },
);

const policies = { one: { origin: '*', maxAge: 1 }, two: { credentials: true, methods: 'PUT' } };

/** What a layer says, and the options that it comes to, or off. */
interface Said {
  readonly says: CorsDeclaration;
  readonly means: CorsOptions | false;
}

const layer: fc.Arbitrary<Said> = fc.oneof(
  { weight: 5, arbitrary: options.map((means) => ({ says: means, means })) },
  { weight: 2, arbitrary: options.map((means) => ({ says: () => means, means })) },
  ...(['one', 'two'] as const).map((says) => fc.constant({ says, means: policies[says] })),
  fc.constant({ says: false, means: false } as const),
);

/** Asks, for every option, who says it last: of those since the last name, and since the last `false`. */
function naivelyMerged(root: CorsOptions, layers: readonly Said[]) {
  if (layers.at(-1)?.means === false) return false;
  const first = layers.findLastIndex(({ says }) => typeof says === 'string' || says === false);
  const inside = layers
    .slice(Math.max(0, first))
    .flatMap(({ means }) => (means === false ? [] : means));
  const names = ['origin', 'methods', 'allowedHeaders', 'credentials', 'maxAge'] as const;
  return Object.fromEntries(
    names
      .map((name) => [name, [root, ...inside].findLast((one) => one[name] !== undefined)?.[name]])
      .filter(([, value]) => value !== undefined),
  );
}

it('any stack of layers is merged as a naive twin merges it', () => {
  fc.assert(
    fc.property(options, fc.array(layer, { maxLength: 6 }), (root, layers) => {
      const merged = mergeLayers(
        mergeRoot('root', root),
        layers.map(({ says }) => ({ target: 'a layer', declaration: says })),
        (layer, inherited) => resolveDeclaration(layer, inherited, policies) as ReturnType<Resolve>,
      );
      expect(merged && merged.options).toEqual(naivelyMerged(root, layers));
    }),
    { numRuns: runs(2000) },
  );
});
