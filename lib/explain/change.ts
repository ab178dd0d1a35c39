import type { CorsOptions } from '../cors-options.js';
import { isDecorated, placeOf } from '../place.js';
import { printedList } from '../printed.js';
import { bare } from '../protocol/options.js';
import type { WrittenOptions } from '../route-sources.js';

/** What to change, and where, so that a request is granted. */
export interface CorsFix {
  /** Each as data; empty where only a person can do it. They are for as few routes as possible. */
  readonly changes: readonly CorsChange[];
  /** The whole of it, as an instruction. */
  readonly message: string;
  /** The changes at the place that other routes have their options from, if there is one. */
  readonly shared?: CorsSharedFix;
}

/** What would grant the request, and open other routes as well. */
export interface CorsSharedFix {
  readonly changes: readonly CorsChange[];
  readonly message: string;
  /** How many routes it opens, as `CorsService.routes()` lists them. */
  readonly routes: number;
}

/** One change, of one option at one place. It has one of `add`, `set` and `remove`. */
export interface CorsChange {
  /**
   * Where it is written: `CorsModule.forRoot`, `policies.partner`, `paths["/graphql"]`, `CatsController`,
   * `CatsController.create`; or `the page`, where the request itself is to be changed.
   */
  readonly source: string;
  /**
   * The option; `@Cors` is the decorator itself, `policy` what `paths` says. Of a page: a member of
   * the question.
   */
  readonly option: string;
  /** A member to add to the list that there is. */
  readonly add?: unknown;
  /** The value to write in the place of what there is; of `@Cors` itself, its options. */
  readonly set?: unknown;
  readonly remove?: true;
}

/** Where the request itself is to be changed. */
export const PAGE = 'the page';

/** Makes the change to what is written. */
export function withChange(written: WrittenOptions, change: CorsChange): WrittenOptions {
  const { source, option, add, set, remove } = change;
  const { off: _, ...on } = written;
  if (remove) return on;
  const name = option as keyof CorsOptions;
  const present = written.options[name];
  const value = add === undefined ? set : [...asList(present), add];
  return {
    options: bare({ ...written.options, [name]: value }),
    sources: new Map([...written.sources, [name, source]]),
    targets: written.targets.includes(source) ? written.targets : [...written.targets, source],
  };
}

/** The members of an option that is a list, or one member, or a text with commas. */
function asList(present: unknown): readonly unknown[] {
  if (present === undefined || present === false) return [];
  if (typeof present === 'string') return present.split(',').map((member) => member.trim());
  return Array.isArray(present) ? present : [present];
}

/** Says changes as one instruction. `targets` are the places where something is written already. */
export function describeChanges(
  changes: readonly CorsChange[],
  targets: readonly string[],
): string {
  const groups = new Map<string, CorsChange[]>();
  for (const change of changes) {
    const kind = change.add === undefined ? (change.remove ?? 'set') : `add to ${change.option}`;
    const key = `${kind} ${change.source}`;
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  const sentences = [...groups.values()].map((group) => describe(group, new Set(targets)));
  return sentences.join(', and ');
}

/** Says changes of one kind at one place. */
function describe(changes: readonly CorsChange[], targets: ReadonlySet<string>): string {
  const [{ source, option, remove } = { source: '', option: '' }] = changes;
  const values = changes.map(({ add, set }) => printedFew(add ?? set));
  if (remove) {
    const off = isDecorated(source) ? '`@SkipCors()`, or `@Cors(false)`,' : '`policy: false`';
    return `remove ${off} from ${source}`;
  }
  if (option === '@Cors') return `write \`@Cors()\` on ${source}`;
  if (source === PAGE) return `ask with \`${option}\` ${values.join()}`;
  if (changes.every(({ add }) => add !== undefined)) {
    return `add ${values.join(' and ')} to \`${option}\` of ${placeOf(source)}`;
  }
  if (targets.has(source)) {
    const settings = changes.map(({ option }, at) => `\`${option}\` to ${values[at]}`);
    return `set ${settings.join(' and ')} in ${placeOf(source)}`;
  }
  const options = changes.map(({ option }, at) => `${option}: ${values[at]}`).join(', ');
  if (isDecorated(source)) return `write \`@Cors({ ${options} })\` on ${source}`;
  return `write \`{ ${options} }\` for ${source}`;
}

function printedFew(value: unknown): string {
  if (!Array.isArray(value) || value.length <= MAX_MEMBERS) return printedList(value);
  const few: readonly unknown[] = value.slice(-MAX_MEMBERS);
  return `[…${value.length - MAX_MEMBERS} more, ${printedList(few).slice(1)}`;
}

const MAX_MEMBERS = 10;
