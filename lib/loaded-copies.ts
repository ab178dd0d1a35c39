import { HttpAdapterHost } from '@nestjs/core';

/** By version, then by entry point: what each exports. */
type Copies = Map<string, Map<string, object>>;

const COPIES = Symbol.for('nestjs-cors:copies');
const registry = globalThis as { [COPIES]?: WeakMap<object, Copies> };

/**
 * Returns the exports of the copy of this version that was loaded first, which may be the given
 * ones. An app that is loaded partly by `import` and partly by `require` runs both builds of the
 * package: its decorators, its module and its providers are still the same classes. Apps on another
 * copy of Nest have a copy of their own, for Nest's classes are what theirs are injected by.
 */
export function firstCopy<Exports extends object>(
  version: string,
  entry: string,
  own: Exports,
): Exports {
  const entries = copies().get(version) ?? new Map<string, object>();
  const first = entries.get(entry) ?? own;
  copies().set(version, entries.set(entry, first));
  return first as Exports;
}

/** Lists the versions of this library that are loaded beside this copy of Nest. */
export function loadedVersions(): readonly string[] {
  return [...copies().keys()];
}

function copies(): Copies {
  const byNest = (registry[COPIES] ??= new WeakMap());
  const known = byNest.get(HttpAdapterHost) ?? new Map<string, Map<string, object>>();
  byNest.set(HttpAdapterHost, known);
  return known;
}
