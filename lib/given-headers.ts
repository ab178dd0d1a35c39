import { ServerResponse, validateHeaderName, validateHeaderValue } from 'node:http';
import { isCorsHeader, VARY, type HeaderField } from './protocol/header.js';
import { addToVary } from './protocol/vary.js';

/**
 * The headers that `writeHead` is given, in one of the forms that Node reads: a list of names and
 * values, a list of pairs, or an object.
 */
export type GivenHeaders = readonly unknown[] | Readonly<Record<string, unknown>>;

/** Names and values in turn, not checked yet. */
export type Fields = unknown[];

/** Headers that were given, without any `Access-Control-*` among them. */
export interface SettledHeaders {
  readonly fields: Fields;
  /** Whether `fields` differ from what was given. */
  readonly isChanged: boolean;
  /** Whether `Vary` is in `fields`, and has been added to. */
  readonly hasVary: boolean;
  /** Whether Node writes all that has been taken out. */
  readonly isWritable: boolean;
  /** Whether all names are in lower case: no two of an object differ in case only. */
  readonly isLowerCase: boolean;
}

/**
 * Returns the index of the headers among the arguments of `writeHead`. Like Node, it takes the last
 * one that is neither `null` nor `undefined`: wrappers always pass three.
 */
export function headersIndex([, reason, headers]: readonly unknown[]): 1 | 2 {
  return typeof reason === 'string' || (headers !== undefined && headers !== null) ? 2 : 1;
}

/** Tells whether an argument of `writeHead` names headers. HTTP/1 reads functions too. */
export function isGiven(response: object, value: unknown): value is GivenHeaders {
  if (typeof value === 'function') return response instanceof ServerResponse;
  return typeof value === 'object' && value !== null;
}

/**
 * Takes `Access-Control-*` headers out of those given, and adds to a `Vary` among them. HTTP/1
 * throws at one that cannot be written, once it has taken the status: that stays as it is.
 */
export function settleGiven(
  given: GivenHeaders,
  headers: readonly HeaderField[],
  isHttp1: boolean,
): SettledHeaders {
  const added = headers.find(([name]) => name === VARY)?.[1];
  const fields: Fields = [];
  const all = fieldsOf(given);
  let isChanged = false;
  let isLowerCase = true;
  let areWritable = true;
  let varyAt = -1;
  for (let at = 0; at < all.length; at += 2) {
    const name = all[at];
    const value = all[at + 1];
    const key = keyOf(name);
    if (key !== name) isLowerCase = false;
    const isVary = key === 'vary' && added !== undefined;
    if (!isVary && !isCorsHeader(key)) {
      // A list of an odd length stays one: Node throws at it.
      if (at + 1 === all.length) fields.push(name);
      else fields.push(name, value);
      continue;
    }
    isChanged = true;
    if (isHttp1 && !isWritable(name as string, value)) {
      areWritable = false;
      // Lenient servers write control characters, but no second line.
      fields.push(name, value === undefined ? value : '\n');
    } else if (isVary) {
      if (varyAt === -1) varyAt = fields.push(name, added) - 1;
      fields[varyAt] = addToVary(String(value), String(fields[varyAt]));
    }
  }
  return { fields, isChanged, hasVary: varyAt !== -1, isWritable: areWritable, isLowerCase };
}

function isWritable(name: string, value: unknown): boolean {
  try {
    validateHeaderName(name);
    for (const one of [value].flat()) validateHeaderValue(name, one as string);
    return true;
  } catch {
    return false;
  }
}

/** Gives headers the form of those that they replace. */
export function inFormOf(given: GivenHeaders, fields: Fields): GivenHeaders {
  if (isFlat(given)) return fields;
  const pairs: [string, unknown][] = [];
  for (let at = 0; at < fields.length; at += 2) pairs.push([fields[at] as string, fields[at + 1]]);
  return Array.isArray(given) ? pairs : Object.fromEntries(pairs);
}

/**
 * Tells whether headers leave as they would, even if others are set before them. Node then sets
 * them one by one: it can lose one of two with the same name, takes no pairs, and lets what has no
 * name pass.
 */
export function canBeSet(given: GivenHeaders, { fields }: SettledHeaders): boolean {
  if (Array.isArray(given) && !isFlat(given)) return false;
  const keys = fields.filter((_, at) => at % 2 === 0).map(keyOf);
  return !keys.includes('') && new Set(keys).size === keys.length;
}

/** Returns a name as it is compared: in lower case, and trimmed, as HTTP/2 sends it. */
function keyOf(name: unknown): string {
  return typeof name === 'string' ? name.trim().toLowerCase() : '';
}

function isFlat(given: GivenHeaders): given is readonly unknown[] {
  return Array.isArray(given) && !Array.isArray(given[0]);
}

function fieldsOf(given: GivenHeaders): readonly unknown[] {
  if (isFlat(given)) return given;
  const fields: Fields = [];
  if (Array.isArray(given)) {
    for (const pair of given as readonly Fields[]) fields.push(pair[0], pair[1]);
  } else {
    for (const [name, value] of Object.entries(given)) fields.push(name, value);
  }
  return fields;
}
