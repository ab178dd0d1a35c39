import { METHODS } from 'node:http';
import { RequestMethod } from '@nestjs/common';
import fc from 'fast-check';
import type { Platform } from '../support/test-app.js';
import { mostly, rarely } from './mostly.js';
import type { OutsideRoute } from './outside-routes.js';
import { paths, path } from './paths.js';
import {
  joined,
  type Hosts,
  type Prefix,
  type RouteSet,
  type Settings,
  type WrittenController,
  type WrittenHandler,
} from './route-set.js';
import { NEUTRAL, type Versioning, type Versions } from './versions.js';

const USUAL = ['GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'ALL', 'ALL'];
/** What this Node.js reads and this Nest routes. */
const UNUSUAL = ['PROPFIND', 'SEARCH', 'QUERY'].filter(
  (name) => METHODS.includes(name) && name in RequestMethod,
);
const method = fc.constantFrom(...USUAL, ...UNUSUAL);

const version = fc.constantFrom('1', '2', NEUTRAL);
const versions: fc.Arbitrary<Versions> = mostly(
  3,
  version,
  fc.uniqueArray(version, { minLength: 1, maxLength: 2 }),
);
const versioning: fc.Arbitrary<Versioning> = fc.record({
  type: fc.constantFrom('uri', 'header', 'media type', 'custom'),
  default: rarely(2, versions),
  prefix: fc.constantFrom<Versioning['prefix'][]>('v', 'v', 'r', false),
});

const host = fc.constantFrom(
  'a.example.com',
  'b.example.com',
  'A.example.com',
  ':tenant.example.com',
  '{www.}a.example.com',
  '*all.com',
  /^(?:a|b)\.example\.com$/,
  /b\./,
);
const hosts: fc.Arbitrary<Hosts> = mostly(3, host, fc.tuple(host, host));
const constraint = fc.constantFrom('a.example.com', 'b.example.com');

function handler(platform: Platform): fc.Arbitrary<WrittenHandler> {
  return fc.record({
    method,
    paths: paths(path(platform, 2, true)),
    versions: rarely(6, versions),
    constraint: platform === 'fastify' ? rarely(11, constraint) : fc.constant(undefined),
  });
}

function controller(platform: Platform): fc.Arbitrary<WrittenController> {
  return fc.record({
    paths: paths(path(platform, 1, false)),
    versions: rarely(2, versions),
    hosts: rarely(3, hosts),
    modulePath: rarely(7, fc.constantFrom('a', '/b', 'm')),
    requestScoped: mostly(5, fc.constant(false), fc.constant(true)),
    handlers: fc.array(handler(platform), { minLength: 1, maxLength: 3 }),
  });
}

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

function outsideRoute(platform: Platform): fc.Arbitrary<OutsideRoute> {
  const method = fc.constantFrom('GET', 'GET', 'PUT', 'OPTIONS', 'ALL');
  const at = path(platform, 2, true).map((path) => joined(path) || '/');
  if (platform === 'fastify') {
    return fc.record({
      platform: fc.constant(platform),
      where: fc.constantFrom('before', 'plugin'),
      method,
      path: at,
      constraint: rarely(3, constraint),
    });
  }
  return fc.record({
    platform: fc.constant(platform),
    where: fc.constantFrom('before', 'after', 'passing', 'mounted', 'middleware'),
    method,
    // Only Nest gives a wildcard a name.
    path: at.map((path) => path.replaceAll(/\/\*(?=\/|$)/g, '/*name')),
  });
}

/** Which of the controllers' paths are outside the prefix. */
interface ExclusionSeed {
  readonly controller: number;
  readonly handler: number;
  readonly withMethod: boolean;
}

const exclusion: fc.Arbitrary<ExclusionSeed> = fc.record({
  controller: fc.nat(2),
  handler: fc.nat(2),
  withMethod: fc.boolean(),
});
const prefix = fc.record({
  path: fc.constantFrom('api', '/a', 'a/b', 'A', ':id'),
  exclude: fc.array(exclusion, { maxLength: 2 }),
});

/** The same routes once more, for other versions and hosts: what a preflight may not tell apart. */
interface Copy {
  readonly of: number;
  readonly versions: Versions | undefined;
  readonly hosts: Hosts | undefined;
}

const copy: fc.Arbitrary<Copy> = fc.record({
  of: fc.nat(2),
  versions: mostly(4, versions, fc.constant(undefined)),
  hosts: rarely(4, hosts),
});

function withCopies(
  { platform, versioning, controllers }: Pick<RouteSet, 'platform' | 'versioning' | 'controllers'>,
  copies: readonly Copy[],
): readonly WrittenController[] {
  // Fastify takes a route twice only if it is for different versions.
  const isVersioned = versioning !== undefined && versioning.type !== 'uri';
  if (platform === 'fastify' && !isVersioned) return controllers;
  const copied = copies.flatMap(({ of, versions, hosts }): readonly WrittenController[] => {
    const original = controllers[of];
    if (original === undefined) return [];
    const handlers = original.handlers.map((handler) => ({ ...handler, versions: undefined }));
    return [{ ...original, versions, hosts, handlers }];
  });
  return [...controllers, ...copied];
}

/** Any routes, of three controllers and their copies at most. Not all of them are routes that a platform takes. */
export function routeSets(platform: Platform): fc.Arbitrary<RouteSet> {
  const outside = fc.array(outsideRoute(platform), { minLength: 1, maxLength: 2 });
  return fc
    .record({
      platform: fc.constant(platform),
      settings: mostly(1, fc.constant<Settings>({}), SETTINGS[platform]),
      prefix: rarely(2, prefix),
      versioning: rarely(1, versioning),
      specificity: mostly(2, fc.constant(false), fc.constant(true)),
      controllers: fc.array(controller(platform), { minLength: 1, maxLength: 3 }),
      copies: fc.array(copy, { maxLength: 2 }),
      outside: mostly(2, fc.constant<OutsideRoute[]>([]), outside),
    })
    .map(({ copies, ...set }) => ({
      ...set,
      prefix: set.prefix && withExclusions(set.prefix, set.controllers),
      controllers: withCopies(set, copies),
    }));
}

function withExclusions(
  { path, exclude }: { readonly path: string; readonly exclude: readonly ExclusionSeed[] },
  controllers: readonly WrittenController[],
): Prefix {
  return {
    path,
    exclude: exclude.flatMap(({ controller, handler, withMethod }) => {
      const { modulePath = '', paths = [], handlers = [] } = controllers[controller] ?? {};
      const excluded = handlers[handler];
      if (excluded === undefined) return [];
      return {
        path: joined(modulePath, paths[0] ?? '', excluded.paths[0] ?? '') || '/',
        method: withMethod ? excluded.method : undefined,
      };
    }),
  };
}
