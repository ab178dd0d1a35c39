import type { CorsOptions } from '../cors-options.js';
import { hostEndings } from '../options/regexp-endings.js';
import { isResolverClass } from '../origin-function.js';
import { isCachedResolver, isOriginList } from '../origin-object.js';
import { ROOT } from '../place.js';

/** An origin as a policy declares it. */
export interface CorsReportOrigin {
  /**
   * `any` is `'*'`, or an expression that can match hosts of any owner; `code` decides when it is asked:
   * a function, or a class that resolves.
   */
  readonly kind: 'any' | 'null' | 'exact' | 'pattern' | 'expression' | 'list' | 'code';
  /** As it is written; of a list and of code, what it is called and where it stands. */
  readonly text: string;
}

/** Tells what `origin` options declare, entry by entry. A list is gone through once. */
export class DeclaredOrigins {
  private readonly lists = new Map<unknown, readonly CorsReportOrigin[]>();

  of(origin: CorsOptions['origin'], place?: string): readonly CorsReportOrigin[] {
    if (!Array.isArray(origin)) return declaredOrigins(origin, place);
    const known = this.lists.get(origin) ?? declaredOrigins(origin, place);
    this.lists.set(origin, known);
    return known;
  }
}

function declaredOrigins(origin: CorsOptions['origin'], place = ROOT): readonly CorsReportOrigin[] {
  if (isOriginList(origin)) return [{ kind: 'list', text: `load() of ${place}` }];
  if (isCachedResolver(origin)) return [{ kind: 'code', text: origin.resolver.name }];
  if (typeof origin === 'function') {
    const text = isResolverClass(origin) ? origin.name : `function of ${place}`;
    return [{ kind: 'code', text }];
  }
  return [origin]
    .flat()
    .filter((entry) => typeof entry === 'string' || entry instanceof RegExp)
    .map(entryOf);
}

function entryOf(entry: string | RegExp): CorsReportOrigin {
  if (typeof entry !== 'string') {
    return { kind: isBroad(entry) ? 'any' : 'expression', text: String(entry) };
  }
  if (entry === '*') return { kind: 'any', text: entry };
  if (entry === 'null') return { kind: 'null', text: entry };
  return { kind: entry.includes('*') ? 'pattern' : 'exact', text: entry };
}

/** Returns whether an expression can match hosts of any owner, as far as it can be read. */
function isBroad(expression: RegExp): boolean {
  return hostEndings(expression)?.open.length !== 0;
}

/** What the kinds are called. */
export const KINDS: Readonly<Record<CorsReportOrigin['kind'], string>> = {
  any: 'any origin',
  null: 'null origin',
  exact: 'exact',
  pattern: 'pattern',
  expression: 'expression',
  list: 'loaded list',
  code: 'decided by code',
};
