import type { IncomingMessage } from 'node:http';
import type { Type } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import type {
  CorsOrigin,
  CorsOriginCallback,
  CorsOriginFunction,
  CorsOriginResolver,
} from './cors-options.js';
import type { OriginAnswer, OriginFunction, OriginOption } from './protocol/options.js';

type CallableRequest = Parameters<CorsOriginFunction>[1];

/**
 * Makes one shape of the forms that an origin function can have: a function that returns, Nest's
 * own form that calls back, the class of a provider.
 */
export function toOriginOption(origin: CorsOrigin, moduleRef: ModuleRef): OriginOption {
  if (typeof origin !== 'function') return origin;
  if (!isResolverClass(origin)) return fromFunction(origin);
  const resolver = moduleRef.get(origin, { strict: false });
  return (text, request) => resolver.resolve(text, request as IncomingMessage);
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
  return (origin, request) => {
    const { promise: called, callback } = awaitCallback();
    const answer = decide(origin, callable(request as IncomingMessage, callback));
    if (decide.length < 2) return answer as OriginAnswer;
    if (answer === undefined) return called;
    if (!(answer instanceof Promise)) return answer;
    return answer.then((value: OriginAnswer | undefined) => value ?? called);
  };
}

function awaitCallback() {
  let callback: CorsOriginCallback = () => undefined;
  const promise = new Promise<OriginAnswer>((resolve, reject) => {
    callback = (error, answer) => {
      if (error) reject(error);
      else resolve(answer as OriginAnswer);
    };
  });
  // Where the function returns its answer, nobody listens to what it calls back.
  promise.catch(() => undefined);
  return { promise, callback };
}

function callable(request: IncomingMessage, callback: CorsOriginCallback): CallableRequest {
  return new Proxy(callback as CallableRequest, {
    get: (_, key) => {
      const value: unknown = Reflect.get(request, key, request);
      return typeof value === 'function' ? (value.bind(request) as unknown) : value;
    },
    set: (_, key, value) => Reflect.set(request, key, value, request),
    has: (_, key) => Reflect.has(request, key),
    getPrototypeOf: () => Reflect.getPrototypeOf(request),
  });
}
