import type { IncomingMessage } from 'node:http';
import type { ModuleRef } from '@nestjs/core';
import type { Type } from '@nestjs/common';
import type {
  CorsOrigin,
  CorsOriginCallback,
  CorsOriginFunction,
  CorsOriginResolver,
} from './cors-options.js';
import type { OriginAnswer, OriginFunction, OriginOption } from './protocol/options.js';

/**
 * Makes one shape of the forms that an origin function can have: a function that returns, Nest's
 * own form that calls back, the class of a provider.
 */
export function toOriginOption(origin: CorsOrigin, moduleRef: ModuleRef): OriginOption {
  if (typeof origin !== 'function') return origin;
  if (isResolverClass(origin)) {
    const resolver = moduleRef.get(origin, { strict: false });
    return (text, request) => resolver.resolve(text, request as IncomingMessage);
  }
  return fromFunction(origin as CorsOriginFunction);
}

/** Says whether a function is the class of a {@link CorsOriginResolver}. */
export function isResolverClass(value: unknown): value is Type<CorsOriginResolver> {
  return (
    typeof value === 'function' &&
    typeof (value.prototype as Partial<CorsOriginResolver> | undefined)?.resolve === 'function'
  );
}

/**
 * `(origin, request)` and `(origin, callback)` cannot be told apart before they are called. So the
 * second argument is both: the request, and callable. A function that takes it and returns nothing
 * has the time limit to call it.
 */
function fromFunction(decide: CorsOriginFunction): OriginFunction {
  if (decide.length < 2) return (origin, request) => decide(origin, request as IncomingMessage);
  return (origin, request) => {
    let callback: CorsOriginCallback | undefined;
    const called = new Promise<OriginAnswer>((resolve, reject) => {
      callback = (error, answer) => {
        if (error) reject(error);
        else resolve(answer as OriginAnswer);
      };
    });
    // An answer that was returned is enough: the promise may fail without anybody listening.
    called.catch(() => undefined);
    const answer: unknown = decide(origin, callable(request as IncomingMessage, callback));
    if (answer === undefined) return called;
    if (!(answer instanceof Promise)) return answer as OriginAnswer;
    return answer.then((value: OriginAnswer | undefined) => value ?? called);
  };
}

function callable(request: IncomingMessage, callback: CorsOriginCallback | undefined) {
  return new Proxy((callback ?? (() => undefined)) as unknown as IncomingMessage, {
    get: (_, key) => {
      const value: unknown = Reflect.get(request, key, request);
      return typeof value === 'function' ? (value.bind(request) as unknown) : value;
    },
    set: (_, key, value) => Reflect.set(request, key, value, request),
    has: (_, key) => Reflect.has(request, key),
    getPrototypeOf: () => Reflect.getPrototypeOf(request),
  });
}
