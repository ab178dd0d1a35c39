import type { ModuleRef } from '@nestjs/core';
import type { FoundIssue } from './configuration-issues.js';
import type { CorsCachedResolver, CorsOriginList } from './cors-origin.js';
import { isOptions } from './layer-options.js';
import { explainOriginFunction, isResolverClass } from './origin-function.js';
import { FirstIssues } from './protocol/issue.js';
import { readInteger, type Range } from './protocol/option-reader.js';

type Report = (issue: FoundIssue) => void;
type Given<Form> = Readonly<Record<keyof Form, unknown>>;

/** Says whether an origin is meant to be a {@link CorsOriginList}. */
export function isOriginList(origin: unknown): origin is CorsOriginList {
  return isOptions(origin) && 'load' in origin;
}

/** Says whether an origin is meant to be a {@link CorsCachedResolver}. */
export function isCachedResolver(origin: unknown): origin is CorsCachedResolver {
  return isOptions(origin) && 'resolver' in origin && !isOriginList(origin);
}

/** Says what is wrong with an origin that is an object, before it is asked for anything. */
export function explainOriginObject(origin: unknown, moduleRef: ModuleRef): readonly FoundIssue[] {
  const issues: FoundIssue[] = [];
  const report = (issue: FoundIssue) => void issues.push(issue);
  if (isOriginList(origin)) explainList(origin as Given<CorsOriginList>, report);
  else if (isCachedResolver(origin)) {
    explainResolver(origin as Given<CorsCachedResolver>, moduleRef, report);
  }
  return issues;
}

function explainList(list: Given<CorsOriginList>, report: Report): void {
  explainNames('origin', list, ['load', 'refresh', 'timeout', 'onError'], report);
  const { load, refresh, timeout, onError } = list;
  if (typeof load !== 'function') {
    report(wrong('origin.load', load, 'is not a function', 'write load: () => […], also async'));
  }
  if (refresh !== 0) readInteger(refresh, report, REFRESH);
  readInteger(timeout, report, TIMEOUT);
  if (onError !== undefined && typeof onError !== 'function') {
    report(wrong('origin.onError', onError, 'is not a function', 'write onError: (error) => …'));
  }
}

function explainResolver(
  given: Given<CorsCachedResolver>,
  moduleRef: ModuleRef,
  report: Report,
): void {
  explainNames('origin', given, ['resolver', 'cache'], report);
  const { resolver, cache = {} } = given;
  const fault = isResolverClass(resolver)
    ? explainOriginFunction(resolver, moduleRef)
    : wrong('', resolver, 'is not the class of a resolver', 'name a class that has `resolve`');
  if (fault !== undefined) report({ ...fault, option: 'origin.resolver' });
  if (!isOptions(cache)) {
    report(wrong('origin.cache', cache, 'is not an object', 'write cache: { ttl: 60_000 }'));
    return;
  }
  explainNames('origin.cache', cache, ['ttl', 'max'], report);
  readInteger(cache['ttl'], report, TTL);
  readInteger(cache['max'], report, MAX);
}

function explainNames(
  option: string,
  given: object,
  known: readonly string[],
  report: Report,
): void {
  const unknown = new FirstIssues<FoundIssue>();
  for (const name of Object.keys(given).filter((name) => !known.includes(name))) {
    unknown.add(() => ({
      option: `${option}.${name}`,
      reason: 'option-unknown',
      why: 'is set, but there is no such option',
      fix: `remove it: there is ${known.join(', ')}`,
    }));
  }
  unknown.list().forEach(report);
}

function wrong(option: string, value: unknown, why: string, fix: string): FoundIssue {
  return { option, value, reason: 'wrong-type', why, fix };
}

const DAY = 86_400_000;

// Less than a second is a number of seconds, more often than not.
const REFRESH: Range<'refresh-out-of-range'> = {
  option: 'origin.refresh',
  least: 1000,
  most: DAY,
  unit: 'milliseconds',
  reason: 'refresh-out-of-range',
};
const TIMEOUT: Range<'timeout-out-of-range'> = {
  option: 'origin.timeout',
  least: 1,
  most: 60_000,
  unit: 'milliseconds',
  reason: 'timeout-out-of-range',
};
const TTL: Range<'cache-out-of-range'> = {
  option: 'origin.cache.ttl',
  least: 1,
  most: DAY,
  unit: 'milliseconds',
  reason: 'cache-out-of-range',
};
const MAX: Range<'cache-out-of-range'> = {
  option: 'origin.cache.max',
  least: 1,
  most: 100_000,
  unit: 'origins',
  reason: 'cache-out-of-range',
};
