import type { ModuleRef } from '@nestjs/core';
import { fromCachedResolver } from './cached-resolver.js';
import type { FoundIssue } from './configuration-issues.js';
import type { CorsOrigin, CorsOriginList } from './cors-origin.js';
import { explainOriginFunction, toOriginFunction } from './origin-function.js';
import { explainOriginObject, isCachedResolver, isOriginList } from './origin-object.js';
import { DEFAULT_ORIGIN_TIMEOUT } from './protocol/option-reader.js';
import type { OriginOption } from './protocol/options.js';
import type { OriginSource } from './protocol/origin-rules.js';

/** Says whether an origin is there to be read: no function, class or object has to be asked for it. */
export function isWrittenDown(origin: unknown): boolean {
  return typeof origin !== 'function' && !isOriginList(origin) && !isCachedResolver(origin);
}

/** Says what is wrong with an origin that is not written down. */
export function explainOrigin(
  origin: CorsOrigin | undefined,
  moduleRef: ModuleRef,
): readonly FoundIssue[] {
  const issue = explainOriginFunction(origin, moduleRef);
  return issue === undefined ? explainOriginObject(origin, moduleRef) : [issue];
}

/** Makes of every form that an origin can have one that the protocol takes. */
export function toOriginOption(
  origin: CorsOrigin,
  moduleRef: ModuleRef,
  sourceOf: (list: CorsOriginList) => OriginSource,
  timeout = DEFAULT_ORIGIN_TIMEOUT,
): OriginOption {
  if (typeof origin === 'function') return toOriginFunction(origin, moduleRef);
  if (isOriginList(origin)) return sourceOf(origin);
  if (isCachedResolver(origin)) return fromCachedResolver(origin, moduleRef, timeout);
  return origin;
}
