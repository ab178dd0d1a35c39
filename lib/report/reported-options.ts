import type { CorsOptions } from '../cors-options.js';
import type { CorsRoute } from '../described-routes.js';
import { printedList, printedOptions } from '../printed.js';
import { OPTION_NAMES } from '../protocol/options.js';
import { few } from './few.js';

/** An option of a policy. */
export interface CorsReportOption {
  readonly name: string;
  /** As it would be written; in words where it is not set, and where it is code. */
  readonly value: string;
  /** The places that say so: one, or several that say the same. None: it is the default. */
  readonly sources: readonly string[];
}

/** What an option grants that nobody has set. */
const DEFAULTS = new Map([
  ['methods', 'those served at the path; elsewhere GET, HEAD, PUT, PATCH, POST, DELETE'],
  ['allowedHeaders', 'any that is asked for'],
  ['exposedHeaders', 'none'],
  ['credentials', 'false'],
]);

const RANKS = new Map<string, number>(OPTION_NAMES.map((name, rank) => [name, rank]));

/** Lists the options of a policy, with all places where its routes have them from. */
export function optionsOf(
  options: CorsOptions,
  routes: readonly CorsRoute[],
): readonly CorsReportOption[] {
  const set = Object.entries(options).map(([name, value]) => ({
    name,
    value: written(value),
    sources: placesOf(name as keyof CorsOptions, routes),
  }));
  const unset = [...DEFAULTS]
    .filter(([name]) => !(name in options))
    .map(([name, value]) => ({ name, value, sources: [] }));
  const rank = ({ name }: CorsReportOption) => RANKS.get(name) ?? RANKS.size;
  return [...set, ...unset].sort((one, other) => rank(one) - rank(other));
}

function placesOf(name: keyof CorsOptions, routes: readonly CorsRoute[]): readonly string[] {
  return [...new Set(routes.flatMap(({ sources }) => sources[name] ?? []))].sort();
}

/** A list of origins can be long, and be inherited by every policy. */
function written(value: unknown): string {
  if (isCopy(value)) return printedOptions(value);
  if (!Array.isArray(value)) return printedList(value);
  const { shown, more } = few<unknown>(value, 20);
  return more === 0 ? printedList(value) : `${printedList(shown)} and ${more} more`;
}

/** Tells whether an object is a copy of options: it holds only values that an option can have. */
function isCopy(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;
}
