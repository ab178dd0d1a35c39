import type { IncomingMessage } from 'node:http';
import type { Type } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import type { FoundIssue } from './configuration-issues.js';
import type {
  CorsOrigin,
  CorsOriginCallback,
  CorsOriginFunction,
  CorsOriginResolver,
} from './cors-origin.js';
import type { OriginAnswer, OriginFunction } from './protocol/origin-function.js';
import { asThenable, settled } from './protocol/thenable.js';
import { Unreadable } from './unreadable.js';

type CallableRequest = Parameters<CorsOriginFunction>[1];

/**
 * Makes one shape of the forms that an origin function can have: a function that returns, Nest's
 * own form that calls back, the class of a provider.
 */
export function toOriginFunction(
  origin: CorsOriginFunction | Type<CorsOriginResolver>,
  moduleRef: ModuleRef,
): OriginFunction {
  if (!isResolverClass(origin)) return fromFunction(origin);
  // Looked up when it is first asked: one that is missing is the boot's to report.
  let known: CorsOriginResolver | undefined;
  return (text, request) => {
    const resolver = (known ??= moduleRef.get<CorsOriginResolver>(origin, { strict: false }));
    return resolver.resolve(text, request as IncomingMessage);
  };
}

/** Says what is wrong with an origin that is a class: it has to be a provider that resolves. */
export function explainOriginFunction(
  origin: CorsOrigin | undefined,
  moduleRef: ModuleRef,
): FoundIssue | undefined {
  if (typeof origin !== 'function') return undefined;
  const issue = (why: string, fix: string): FoundIssue => ({
    option: 'origin',
    value: origin,
    reason: 'origin-provider',
    why,
    fix,
  });
  if (!isResolverClass(origin)) {
    if (!/^class\b/.test(Function.prototype.toString.call(origin))) return undefined;
    return issue('is a class that has no method `resolve`', 'write resolve(origin, request)');
  }
  try {
    moduleRef.get(origin, { strict: false });
    return undefined;
  } catch {
    return issue(
      'is not a provider that lives as long as the app',
      'add it to the `providers` of a module, without a scope',
    );
  }
}

/** Says whether a function is the class of a {@link CorsOriginResolver}. */
export function isResolverClass(value: unknown): value is Type<CorsOriginResolver> {
  if (typeof value !== 'function') return false;
  try {
    const { prototype } = value as { readonly prototype?: Partial<CorsOriginResolver> };
    return typeof prototype?.resolve === 'function';
  } catch {
    return false;
  }
}

/**
 * `(origin, request)` and `(origin, callback)` cannot be told apart before they are called. So the
 * second argument is both: the request, and callable. A function that takes it and returns nothing
 * has the time limit to call it.
 */
function fromFunction(decide: CorsOriginFunction): OriginFunction {
  return (origin, request) => {
    const called = new Callback();
    const answer = decide(origin, callable(request as IncomingMessage, called.function));
    const mayCallBack = called.isCalled || decide.length >= 2;
    if (!mayCallBack || (answer !== undefined && !(answer instanceof Promise))) {
      return answer as OriginAnswer;
    }
    if (answer === undefined) return called.promise;
    return answer.then((value: OriginAnswer | undefined) => value ?? called.promise);
  };
}

/** A callback, and the promise of what it is called with. */
class Callback {
  isCalled = false;
  readonly promise: Promise<OriginAnswer>;
  private settle: CorsOriginCallback = () => undefined;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.settle = (error, answer) => (error ? reject(error) : resolve(settledOnce(answer)));
    });
    // Where the function returns its answer, nobody listens to what it calls back.
    this.promise.catch(() => undefined);
  }

  readonly function: CorsOriginCallback = (error, answer) => {
    this.isCalled = true;
    this.settle(error, answer);
  };
}

/**
 * Keeps a promise from waiting for more than one answer: what resolves to itself would keep it
 * waiting, and the process busy, for ever.
 */
async function settledOnce(answer: unknown): Promise<OriginAnswer> {
  const later = asThenable(answer);
  return later === undefined ? (answer as OriginAnswer) : notThenable((await settled(later))[0]);
}

/** Returns an answer as it is, and for one that is to be waited for a value that is no answer. */
export function notThenable(answer: unknown): OriginAnswer {
  const isAnswer = asThenable(answer) === undefined;
  return (isAnswer ? answer : new Unreadable('a promise of a promise')) as OriginAnswer;
}

function callable(request: IncomingMessage, callback: CorsOriginCallback): CallableRequest {
  return new Proxy(callback as CallableRequest, {
    get: (_, key) => Reflect.get(request, key, request) as unknown,
    set: (_, key, value) => Reflect.set(request, key, value, request),
    has: (_, key) => Reflect.has(request, key),
    getPrototypeOf: () => Reflect.getPrototypeOf(request),
  });
}
