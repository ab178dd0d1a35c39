import type { IncomingMessage, Server } from 'node:http';
import { RequestMethod, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { withRouterOptions } from '../support/lowest-nest.js';
import { TestApp } from '../support/test-app.js';
import { wrapExpress, wrapFastify } from './agent.js';
import { express } from './express-outside.js';
import { addToFastify, fastify } from './fastify-outside.js';
import { meddle } from './meddler.js';
import { addOutside } from './outside-routes.js';
import type { RouteSet } from './route-set.js';
import { rootModule, type SetPolicies } from './set-modules.js';
import { tenantStrategy } from './tenants.js';
import { versioningOptions } from './versions.js';

/** Collects what the library warns of, and nothing that others do. */
export class CorsWarnings {
  readonly warnings: string[] = [];
  log(): void {}
  error(): void {}
  warn(message: unknown, context?: unknown): void {
    if (context === 'CorsModule') this.warnings.push(String(message));
  }
}

/** Boots the app of a set; nothing if Nest or the platform refuse it, with the library or without. */
export async function startSet(
  set: RouteSet,
  policies: SetPolicies,
  logger: CorsWarnings,
): Promise<TestApp | undefined> {
  try {
    return await start(set, logger, policies);
  } catch (error) {
    const without = await start(set, logger).catch(() => undefined);
    if (without === undefined) return undefined;
    await without.close();
    throw error;
  }
}

async function start(set: RouteSet, logger: CorsWarnings, policies?: SetPolicies) {
  const nest = await NestFactory.create(rootModule(set, policies), adapterOf(set), {
    logger,
    abortOnError: false,
    ...(set.specificity && { routeResolutionStrategy: 'specificity' }),
  });
  try {
    configure(nest, set);
    const after = set.outside.filter(({ where }) => where === 'after');
    if (after.length > 0) await nest.init();
    for (const route of after) addOutside(nest, route);
  } catch (error) {
    await nest.close();
    throw error;
  }
  return TestApp.listen(nest);
}

function adapterOf(set: RouteSet): ExpressAdapter | FastifyAdapter {
  if (set.platform === 'fastify') return fastifyAdapter(set);
  const instance = express();
  // The router takes them over when it is made, which is when the adapter first uses it.
  for (const [name, value] of Object.entries(set.settings)) instance.set(name, value);
  if (set.agent) wrapExpress(instance);
  return new ExpressAdapter(instance);
}

function fastifyAdapter({ settings, strategy, outside, agent }: RouteSet): FastifyAdapter {
  const { rewriteUrl, trustProxy, ...routerOptions } = settings;
  const tenants = strategy && tenantStrategy(strategy);
  const isGiven = strategy !== undefined && !strategy.endsWith('later');
  const options = {
    ...withRouterOptions({
      ...routerOptions,
      ...(isGiven && { constraints: { tenant: tenants } }),
    }),
    trustProxy: trustProxy === true,
    ...(typeof rewriteUrl === 'string' && {
      rewriteUrl: ({ url = '/' }: IncomingMessage) =>
        url.startsWith(`${rewriteUrl}/`) ? url.slice(rewriteUrl.length) : url,
    }),
  };
  const own = outside.filter((route) => route.platform === 'fastify' && route.where === 'own');
  // Only an own instance has routes before Nest; Nest's has the strategy for its versions.
  const adapter =
    own.length > 0
      ? new FastifyAdapter(fastify(options) as never)
      : new FastifyAdapter<Server>(options as object);
  const instance = adapter.getInstance();
  // The adapter of Nest 11.2 passes no strategies on.
  if (tenants !== undefined && !instance.hasConstraintStrategy('tenant')) {
    instance.addConstraintStrategy(tenants);
  }
  for (const route of own) if (route.platform === 'fastify') addToFastify(instance, route);
  if (agent) wrapFastify(instance);
  return adapter;
}

function configure(
  nest: INestApplication,
  { prefix, versioning, outside, meddler }: RouteSet,
): void {
  if (meddler === 'first') nest.use(meddle);
  if (versioning !== undefined) nest.enableVersioning(versioningOptions(versioning));
  if (prefix !== undefined) {
    nest.setGlobalPrefix(prefix.path, {
      exclude: prefix.exclude.map(({ path, method = 'ALL' }) => ({
        path,
        method: RequestMethod[method as keyof typeof RequestMethod],
      })),
    });
  }
  for (const route of outside)
    if (route.where !== 'after' && route.where !== 'own') addOutside(nest, route);
}
