import type { FoundIssue } from './configuration-issues.js';
import type { CorsOriginList } from './cors-origin.js';
import { described } from './printed.js';
import { FirstIssues } from './protocol/issue.js';
import { asThenable, settled } from './protocol/thenable.js';

/** A list of origins as it was loaded, still to be read; or why there is none. */
export type LoadedList =
  | { readonly origins: readonly string[]; readonly issues?: never }
  | {
      readonly origins?: never;
      readonly issues: readonly FoundIssue[];
      /** What `load()` has thrown. */
      readonly cause?: unknown;
    };

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
    return await Promise.race([load(list), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function load(list: CorsOriginList): Promise<LoadedList> {
  try {
    const answer: unknown = list.load();
    const later = asThenable(answer);
    const [loaded] = later === undefined ? [answer] : await settled(later);
    return readList(loaded);
  } catch (error) {
    return { issues: [failed(error)], cause: error };
  }
}

function readList(loaded: unknown): LoadedList {
  if (!Array.isArray(loaded)) return { issues: [noList(loaded)] };
  if (loaded.length > MAX_ROWS) return { issues: [tooLong(loaded.length)] };
  const origins: string[] = [];
  const faults = new FirstIssues<FoundIssue>();
  // By index: a row may be missing, and an array may iterate in a way of its own.
  for (let at = 0; at < loaded.length; at++) {
    const row: unknown = loaded[at];
    if (row === '*') faults.add(() => any(at));
    else if (typeof row === 'string') origins.push(row);
    else faults.add(() => noText(at));
  }
  const issues = faults.list();
  return issues.length > 0 ? { issues } : { origins };
}

/** More than a process can hold; an array without members may have any length. */
const MAX_ROWS = 10_000_000;

function any(at: number): FoundIssue {
  return {
    option: `origin[${at}]`,
    reason: 'origin-any-in-list',
    why: 'as loaded is "*", any origin',
    fix: 'return the origins, or write origin: "*"',
  };
}

function noText(at: number): FoundIssue {
  return {
    option: `origin[${at}]`,
    reason: 'wrong-type',
    why: 'as loaded is not a string',
    fix: 'return serialized origins and patterns',
  };
}

function noList(value: unknown): FoundIssue {
  return {
    option: 'origin.load',
    reason: 'origin-load',
    why: `has returned ${described(value)} instead of a list`,
    fix: 'return an array of strings',
  };
}

function tooLong(length: number): FoundIssue {
  return {
    option: 'origin.load',
    reason: 'origin-load',
    why: `has returned ${length} rows`,
    fix: `return at most ${MAX_ROWS}`,
  };
}

/** The text of an error may have the address of a database in it, with its password. */
function failed(error: unknown): FoundIssue {
  return {
    option: 'origin.load',
    reason: 'origin-load',
    why: `has thrown ${described(error)}`,
    fix: 'catch it in load() to see its text, or return a list',
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
