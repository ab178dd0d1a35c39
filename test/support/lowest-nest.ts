import { createRequire } from 'node:module';
import type { Platform } from './test-app.js';

const { version } = createRequire(import.meta.url)('@nestjs/core/package.json') as {
  readonly version: string;
};

/** Whether this is the first minor version of Nest that the library is for, with the Fastify of its day. */
export const isLowestNest = version.startsWith('11.1.');

/** Whether this Nest passes constraint strategies on to Fastify with its options. */
export const passesStrategiesOn = isLowestNest || !version.startsWith('11.');

/** The options of Fastify's router, where this Fastify takes them: the first ones have no place for them alone. */
export function withRouterOptions(options: object): object {
  return isLowestNest ? options : { routerOptions: options };
}

/** Leaves out what this Nest cannot do on a platform, and prints why. */
export function unlessLowest<T>(
  list: readonly T[],
  left: (one: T) => boolean,
  why: string,
): readonly T[] {
  if (!isLowestNest) return list;
  const rest = list.filter((one) => !left(one));
  if (rest.length < list.length) console.log(`Not on Nest ${version}: ${why}`);
  return rest;
}

/** What a request for another host gets: the first ones cannot pass it on with Fastify. */
export function statusOfOtherHost(platform: Platform): number {
  return isLowestNest && platform === 'fastify' ? 500 : 404;
}
