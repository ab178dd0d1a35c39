import type { FoundIssue } from './configuration-issues.js';
import type { CorsOriginList } from './cors-origin.js';

/** A list of origins as it was loaded, still to be read; or why there is none. */
export type LoadedList =
  | { readonly origins: readonly string[]; readonly issues?: never }
  | { readonly origins?: never; readonly issues: readonly FoundIssue[] };

/** Loads a list once, in time. Never rejects. */
export async function loadList(list: CorsOriginList, isBooting: boolean): Promise<LoadedList> {
  const { timeout = 10_000 } = list;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<LoadedList>((resolve) => {
    timer = setTimeout(() => resolve({ issues: [tooLate(timeout)] }), timeout);
    // Where nothing listens yet, it is all that keeps the process from ending without a word.
    if (!isBooting) timer.unref();
  });
  try {
    return await Promise.race([Promise.resolve(list.load()).then(readList), late]);
  } catch (error) {
    return { issues: [failed(error)] };
  } finally {
    clearTimeout(timer);
  }
}

function readList(loaded: unknown): LoadedList {
  if (!Array.isArray(loaded)) return { issues: [noList(loaded)] };
  const origins: readonly unknown[] = [...(loaded as unknown[])];
  const issues = origins.flatMap((entry) =>
    entry === '*' ? ANY : isText(entry) ? [] : noText(entry),
  );
  return issues.length > 0 ? { issues } : { origins: origins.filter(isText) };
}

function isText(entry: unknown): entry is string {
  return typeof entry === 'string';
}

const ANY: FoundIssue = {
  option: 'origin',
  value: '*',
  reason: 'origin-any-in-list',
  why: 'as loaded is any origin',
  fix: 'return the origins, or write origin: "*"',
};

function noText(value: unknown): FoundIssue {
  return {
    option: 'origin',
    value,
    reason: 'wrong-type',
    why: 'as loaded is not a string',
    fix: 'return serialized origins and patterns',
  };
}

function noList(value: unknown): FoundIssue {
  return {
    option: 'origin.load',
    value,
    reason: 'origin-load',
    why: 'was returned, and is no list',
    fix: 'return an array of strings',
  };
}

function failed(value: unknown): FoundIssue {
  return {
    option: 'origin.load',
    value,
    reason: 'origin-load',
    why: 'was thrown instead of a list',
    fix: 'see why, or catch it and return a list',
  };
}

function tooLate(value: number): FoundIssue {
  return {
    option: 'origin.timeout',
    value,
    reason: 'origin-load',
    why: 'milliseconds are over, and load() has returned nothing',
    fix: 'see why, or set a greater one',
  };
}
