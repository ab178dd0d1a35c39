import { METHODS } from 'node:http';
import { RequestMethod } from '@nestjs/common';
import fc from 'fast-check';
import type { Platform } from '../support/test-app.js';
import { mostly, rarely } from './mostly.js';
import { outsideRoutes, settings } from './outside-sets.js';
import { paths, path } from './paths.js';
import { prefix, withExclusions } from './prefixes.js';
import type { Hosts, RouteSet, WrittenController, WrittenHandler } from './route-set.js';
import { TENANTS, type Strategy } from './tenants.js';
import { NEUTRAL, type Versioning, type Versions } from './versions.js';
import { WRAPPINGS } from './wrapped-handlers.js';

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
const tenant = fc.constantFrom<string[]>(...TENANTS);
const strategy = fc.constantFrom<Strategy[]>(
  'given',
  'later',
  'asynchronous',
  'asynchronous, later',
);

function handler(platform: Platform): fc.Arbitrary<WrittenHandler> {
  return fc.record({
    method,
    paths: paths(path(platform, 2, true)),
    versions: rarely(6, versions),
    constraint: platform === 'fastify' ? rarely(11, constraint) : fc.constant(undefined),
    tenant: platform === 'fastify' ? rarely(2, tenant) : fc.constant(undefined),
  });
}

function controller(platform: Platform): fc.Arbitrary<WrittenController> {
  return fc.record({
    paths: paths(path(platform, 1, false)),
    versions: rarely(2, versions),
    hosts: rarely(3, hosts),
    modulePath: rarely(7, fc.constantFrom('a', '/b', 'm')),
    requestScoped: mostly(5, fc.constant(false), fc.constant(true)),
    wrapping: rarely(7, fc.constantFrom(...WRAPPINGS)),
    handlers: fc.array(handler(platform), { minLength: 1, maxLength: 3 }),
  });
}

/** The same routes once more, for other versions and hosts: what a preflight may not tell apart. */
interface Copy {
  readonly of: number;
  readonly versions: Versions | undefined;
  readonly hosts: Hosts | undefined;
  readonly tenant: string;
}

const copy: fc.Arbitrary<Copy> = fc.record({
  of: fc.nat(2),
  versions: mostly(4, versions, fc.constant(undefined)),
  hosts: rarely(4, hosts),
  tenant,
});

function withCopies(
  { platform, versioning, controllers, strategy }: Omit<RouteSet, 'prefix'>,
  copies: readonly Copy[],
): readonly WrittenController[] {
  // Fastify takes a route twice only if it is for different versions.
  const isVersioned = versioning !== undefined && versioning.type !== 'uri';
  if (platform === 'fastify' && !isVersioned && strategy === undefined) return controllers;
  const copied = copies.flatMap(({ of, versions, hosts, tenant }): readonly WrittenController[] => {
    const original = controllers[of];
    if (original === undefined) return [];
    const handlers = original.handlers.map((handler) => ({
      ...handler,
      tenant: strategy && tenant,
      versions: undefined,
    }));
    return [{ ...original, versions, hosts, handlers }];
  });
  return [...controllers, ...copied];
}

/** Any routes, of three controllers and their copies at most. Not all of them are routes that a platform takes. */
export function routeSets(platform: Platform): fc.Arbitrary<RouteSet> {
  return fc
    .record({
      platform: fc.constant(platform),
      settings: settings(platform),
      prefix: rarely(2, prefix),
      versioning: rarely(1, versioning),
      specificity: mostly(2, fc.constant(false), fc.constant(true)),
      controllers: fc.array(controller(platform), { minLength: 1, maxLength: 3 }),
      copies: fc.array(copy, { maxLength: 2 }),
      outside: outsideRoutes(platform),
      agent: mostly(5, fc.constant(false), fc.constant(true)),
      strategy: platform === 'fastify' ? rarely(4, strategy) : fc.constant(undefined),
      meddler: fc.constant(undefined),
    })
    .map(({ copies, ...drawn }) => {
      const set = { ...drawn, controllers: withoutUnknown(drawn) };
      return {
        ...set,
        prefix: set.prefix && withExclusions(set.prefix, set.controllers),
        controllers: withCopies(set, copies),
      };
    });
}

/** Without the tenants, where Fastify does not know how to tell them apart. */
function withoutUnknown({
  strategy,
  controllers,
}: Pick<RouteSet, 'strategy' | 'controllers'>): readonly WrittenController[] {
  if (strategy !== undefined) return controllers;
  return controllers.map((controller) => ({
    ...controller,
    handlers: controller.handlers.map((handler) => ({ ...handler, tenant: undefined })),
  }));
}
