import { types } from 'node:util';
import { Unreadable } from './unreadable.js';
import { visible } from './visible.js';

/**
 * Prints any value for a message: on one line, bounded, and without running any code of the value.
 * Of an object there is only its kind: it may hold a password, and a getter may throw.
 */
export function printed(value: unknown): string {
  if (typeof value === 'string') {
    return shortened(visible(JSON.stringify(value.slice(0, MAX_LENGTH))), value.length);
  }
  if (Object.is(value, -0)) return '-0';
  if (types.isRegExp(value)) return shortened(visible(expressionText(value)));
  if (Array.isArray(value) && value.length === 0) return '[]';
  return isSimple(value) ? String(value) : kindOf(value);
}

/** Prints a list of values, or one, as they would be written. */
export function printedList(value: unknown): string {
  if (types.isProxy(value) || !Array.isArray(value)) return printed(value);
  return `[${value.map(printed).join(', ')}]`;
}

/** Prints options that have been read, as they would be written; of long lists the first members. */
export function printedOptions(options: object): string {
  const members = Object.entries(options).map(([name, value]: [string, unknown]) => {
    const few: unknown = Array.isArray(value) ? value.slice(0, MAX_MEMBERS) : value;
    const more = Array.isArray(value) ? value.length - MAX_MEMBERS : 0;
    return `${name}: ${printedList(few)}${more > 0 ? ` and ${more} more` : ''}`;
  });
  return members.length === 0 ? '{}' : shortened(`{ ${members.join(', ')} }`);
}

/**
 * Prints what code that is not ours has answered or thrown: the class of an error and the kind of
 * all else. Its text may be a connection string.
 */
export function described(value: unknown): string {
  if (typeof value === 'string') return value === '*' ? '"*"' : 'a string';
  return isSimple(value) ? String(value) : kindOf(value);
}

const MAX_LENGTH = 200;
const MAX_MEMBERS = 5;

function isSimple(value: unknown): boolean {
  return value === null || ['number', 'boolean', 'undefined'].includes(typeof value);
}

/** Names the kind of a value. Calls no member of the value, and asks no proxy. */
function kindOf(value: unknown): string {
  if (typeof value === 'function') return `function ${nameOf(value) ?? '(anonymous)'}`;
  if (typeof value !== 'object' || value === null) return `a ${typeof value}`;
  if (types.isProxy(value)) return 'an object';
  if (value instanceof Unreadable) return value.kind;
  if (types.isRegExp(value)) return 'an expression';
  if (Array.isArray(value)) return 'a list';
  if (types.isNativeError(value)) {
    const name = classOf(value) ?? 'Error';
    return `${/^[AEIOU]/i.test(name) ? 'an' : 'a'} ${name}`;
  }
  if (types.isPromise(value)) return 'a Promise';
  if (types.isMap(value)) return 'a Map';
  if (types.isSet(value)) return 'a Set';
  if (types.isDate(value)) return 'a Date';
  return 'an object';
}

/** The name of a function, if it is a word: it may be any text, or what a getter makes. */
function nameOf(value: object): string | undefined {
  if (types.isProxy(value)) return undefined;
  const name: unknown = Object.getOwnPropertyDescriptor(value, 'name')?.value;
  return typeof name === 'string' && /^[\w$]{1,64}$/.test(name) ? name : undefined;
}

function classOf(value: object): string | undefined {
  let proto: unknown = Object.getPrototypeOf(value);
  while (typeof proto === 'object' && proto !== null && !types.isProxy(proto)) {
    const made: unknown = Object.getOwnPropertyDescriptor(proto, 'constructor')?.value;
    if (typeof made === 'function') return nameOf(made);
    proto = Object.getPrototypeOf(proto);
  }
  return undefined;
}

/** The text of an expression as the language made it, whatever its own properties say. */
function expressionText(expression: RegExp): string {
  const of = (name: string): unknown => Reflect.get(RegExp.prototype, name, expression);
  const flags = FLAGS.filter(([, name]) => of(name)).map(([flag]) => flag);
  return `/${String(of('source')).slice(0, MAX_LENGTH)}/${flags.join('')}`;
}

const FLAGS = [
  ['d', 'hasIndices'],
  ['g', 'global'],
  ['i', 'ignoreCase'],
  ['m', 'multiline'],
  ['s', 'dotAll'],
  ['u', 'unicode'],
  ['v', 'unicodeSets'],
  ['y', 'sticky'],
] as const;

function shortened(text: string, length = text.length): string {
  return Math.max(text.length, length) > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
