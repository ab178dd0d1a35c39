import fc from 'fast-check';
import type { Platform } from '../support/test-app.js';
import type { Does } from './foreign.js';
import { mostly, rarely } from './mostly.js';
import type { OutsideRoute } from './outside-routes.js';
import { path } from './paths.js';
import { joined, type Settings } from './route-set.js';

/** Each by the name that the platform has for it. */
const SETTINGS: Readonly<Record<Platform, fc.Arbitrary<Settings>>> = {
  express: fc.record(
    {
      'strict routing': fc.constant(true),
      'case sensitive routing': fc.constant(true),
      'trust proxy': fc.constant(true),
    },
    { requiredKeys: [] },
  ),
  fastify: fc.record(
    {
      ignoreTrailingSlash: fc.constant(true),
      caseSensitive: fc.constant(false),
      ignoreDuplicateSlashes: fc.constant(true),
      useSemicolonDelimiter: fc.constant(true),
      maxParamLength: fc.constant(6),
      trustProxy: fc.constant(true),
      /** What is taken off the beginning of every URL. */
      rewriteUrl: fc.constant('/rewritten'),
    },
    { requiredKeys: [] },
  ),
};

const PLACES = [
  'before',
  'after',
  'root router',
  'mounted',
  'sub-app',
  'middleware',
  'function',
] as const;

function outsideRoute(platform: Platform): fc.Arbitrary<OutsideRoute> {
  const method = fc.constantFrom('GET', 'GET', 'PUT', 'OPTIONS', 'ALL');
  const at = path(platform, 2, true).map((path) => joined(path) || '/');
  if (platform === 'fastify') {
    return fc.record({
      platform: fc.constant(platform),
      where: fc.constantFrom('before', 'plugin', 'own'),
      method,
      path: at,
      constraint: rarely(3, fc.constantFrom('a.example.com', 'b.example.com')),
    });
  }
  return fc.record({
    platform: fc.constant(platform),
    where: fc.constantFrom(...PLACES),
    does: fc.constantFrom<Does[]>('answers', 'may answer', 'passes'),
    method,
    // Only Nest gives a wildcard a name.
    path: at.map((path) => path.replaceAll(/\/\*(?=\/|$)/g, '/*name')),
  });
}

/** The settings of a platform, in half of the sets. */
export function settings(platform: Platform): fc.Arbitrary<Settings> {
  return mostly(1, fc.constant<Settings>({}), SETTINGS[platform]);
}

/** What is not Nest's, in a third of the sets. */
export function outsideRoutes(platform: Platform): fc.Arbitrary<readonly OutsideRoute[]> {
  const routes = fc.array(outsideRoute(platform), { minLength: 1, maxLength: 2 });
  return mostly(2, fc.constant<OutsideRoute[]>([]), routes);
}
