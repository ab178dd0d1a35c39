import type { IncomingMessage, Server } from 'node:http';
import { RequestMethod, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { TestApp } from '../support/test-app.js';
import { addOutside, express } from './outside-routes.js';
import type { RouteSet } from './route-set.js';
import { rootModule, type SetPolicies } from './set-modules.js';
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

function adapterOf({ platform, settings }: RouteSet): ExpressAdapter | FastifyAdapter {
  if (platform === 'express') {
    const instance = express();
    // The router takes them over when it is made, which is when the adapter first uses it.
    for (const [name, value] of Object.entries(settings)) instance.set(name, value);
    return new ExpressAdapter(instance);
  }
  const { rewriteUrl, trustProxy, ...routerOptions } = settings;
  return new FastifyAdapter<Server>({
    routerOptions,
    trustProxy: trustProxy === true,
    ...(typeof rewriteUrl === 'string' && {
      rewriteUrl: ({ url = '/' }: IncomingMessage) =>
        url.startsWith(`${rewriteUrl}/`) ? url.slice(rewriteUrl.length) : url,
    }),
  });
}

function configure(nest: INestApplication, { prefix, versioning, outside }: RouteSet): void {
  if (versioning !== undefined) nest.enableVersioning(versioningOptions(versioning));
  if (prefix !== undefined) {
    nest.setGlobalPrefix(prefix.path, {
      exclude: prefix.exclude.map(({ path, method = 'ALL' }) => ({
        path,
        method: RequestMethod[method as keyof typeof RequestMethod],
      })),
    });
  }
  for (const route of outside) if (route.where !== 'after') addOutside(nest, route);
}
