import type { AbstractHttpAdapter } from '@nestjs/core';
import { counted } from '../counted.js';
import type { HandlerPolicies } from '../handler-policies.js';
import { isBeforeExpress } from '../platforms/express.js';
import { platformOf, runtimeOf, versionIn } from '../platforms/loaded-versions.js';
import { expressRouterOf, hasCorsHookSlot } from '../platforms/nest-internals.js';

/**
 * Says in one line what an app stands on: for reports of faults.
 *
 * @param hook an error made in a hook that Nest has called, whose trace leads to Nest
 */
export function describeEnvironment(
  adapter: AbstractHttpAdapter,
  handlers: HandlerPolicies,
  hook: Error,
): string {
  const nest = `Nest ${versionIn(hook, '@nestjs/core')}`;
  const versions = [platformOf(adapter), nest, runtimeOf(process.versions)].join(', ');
  const replaced = `${counted(handlers.replaced, 'handler')} replaced by another function`;
  return `runs on ${versions}; ${replaced}; ${entranceOf(adapter)}`;
}

function entranceOf(adapter: AbstractHttpAdapter): string {
  if (adapter.getType() === 'express') {
    if (!isBeforeExpress(adapter.getInstance())) return 'CORS runs after a function of others';
    const { length } = expressRouterOf(adapter).stack;
    return `CORS runs first, before ${counted(length, 'layer')} of Express`;
  }
  return hasCorsHookSlot(adapter)
    ? "CORS runs in Nest's first hook of Fastify"
    : "CORS is Nest's first middleware on Fastify";
}
