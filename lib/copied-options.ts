import { types } from 'node:util';
import { printed } from './printed.js';
import { bare, OPTION_NAMES } from './protocol/options.js';
import { Unreadable } from './unreadable.js';

type Copy = (value: unknown) => unknown;
type Shape = (name: string) => Copy;

/** Names that the getters of a class may have, and what a copy of the root, of a path or an origin has. */
const NAMES: readonly string[] = [
  ...OPTION_NAMES,
  'reportOnly',
  'policies',
  'paths',
  'path',
  'policy',
  'upstream',
  'load',
  'refresh',
  'changes',
  'jitter',
  'timeout',
  'onError',
  'resolver',
  'cache',
  'ttl',
  'max',
];
const LIST_SETTINGS = ['refresh', 'changes', 'jitter', 'timeout'] as const;
const MAX_MEMBERS = 10_000_000;

/**
 * Copies options when they are given, so that a later change has no effect. Each option is read once.
 * Functions and classes are kept, and so is the object that `load()` belongs to. The copy of an object
 * is made once: a list that many decorators share is read once.
 */
export class OptionCopies {
  private readonly copies = new WeakMap<object, unknown>();

  /** @param shared the copies that there are, and those of what is loaded: one list is loaded once */
  constructor(private readonly shared = { made: new WeakSet(), lists: new WeakMap() }) {}

  /** For options that are given anew: of what is loaded there is still one copy. */
  again(): OptionCopies {
    return new OptionCopies(this.shared);
  }

  /** Copies the options of a layer, or whatever else was given for them. */
  of<Value>(value: Value): Value {
    return this.layer(value) as Value;
  }

  private readonly layer: Copy = (value) => this.members(value, this.option);

  private readonly option: Shape = (name) => {
    if (name === 'origin') return this.origin;
    if (name === 'reportOnly') return this.layer;
    if (name === 'policies') return (value) => this.members(value, () => this.layer);
    if (name === 'paths') return (value) => this.list(value, this.path);
    return (value) => this.list(value, leaf);
  };

  private readonly path: Copy = (value) =>
    this.members(value, (name) => (name === 'policy' ? this.layer : leaf));

  private readonly origin: Copy = (value) => {
    if (!isObject(value) || types.isRegExp(value)) return leaf(value);
    if (isList(value)) return this.list(value, leaf);
    return has(value, 'load')
      ? this.loaded(value)
      : this.members(value, (name) => (name === 'cache' ? this.cache : leaf));
  };

  private readonly cache: Copy = (value) => this.members(value, () => leaf);

  /** Copies the settings of a list. Its methods keep the object of the user as `this`. */
  private loaded(list: object): unknown {
    return this.once(this.shared.lists, list, () => {
      const { load, onError, ...settings } = this.membersOf(list, () => leaf) as Readonly<
        Record<string, unknown>
      >;
      // A provider may be the list: what else it has is its own.
      const isPlain = Object.getPrototypeOf(list) === Object.prototype;
      const known = isPlain
        ? settings
        : Object.fromEntries(
            LIST_SETTINGS.flatMap((name) => (name in settings ? [[name, settings[name]]] : [])),
          );
      return bare({
        load: bound('load', load, list),
        ...known,
        ...(onError !== undefined && { onError: bound('onError', onError, list) }),
      });
    });
  }

  private list(value: unknown, copy: Copy): unknown {
    if (!isObject(value) || !isList(value)) return leaf(value);
    return this.once(this.copies, value, () => {
      const { length } = value;
      if (length > MAX_MEMBERS) return new Unreadable(`a list of ${length}`);
      return Array.from({ length }, (_, at) => read(() => copy(value[at])));
    });
  }

  private members(value: unknown, shape: Shape): unknown {
    if (!isObject(value) || isUnreadable(value)) return value;
    if (isList(value) || types.isRegExp(value)) return leaf(value);
    return this.once(this.copies, value, () => this.membersOf(value, shape));
  }

  /** Own members, and those of a class; never those of `Object.prototype`. */
  private membersOf(value: object, shape: Shape): unknown {
    if (Object.prototype.toString.call(value) !== '[object Object]') {
      return new Unreadable(printed(value));
    }
    const proto: unknown = Object.getPrototypeOf(value);
    const isPlain = proto === Object.prototype || proto === null;
    const hasMember = isPlain ? Object.hasOwn : has;
    const known = NAMES.filter((name) => hasMember(value, name));
    const members = bare<Record<string, unknown>>({});
    for (const name of new Set([...Object.keys(value), ...known])) {
      const copy = shape(name);
      members[name] = read(() => copy((value as Record<string, unknown>)[name]));
    }
    return members;
  }

  private once(known: WeakMap<object, unknown>, value: object, copy: () => unknown): unknown {
    if (this.shared.made.has(value)) return value;
    if (known.has(value)) return known.get(value);
    // For what holds itself.
    known.set(value, new Unreadable('an object'));
    const copied = Object.freeze(read(copy));
    known.set(value, copied);
    if (isObject(copied)) this.shared.made.add(copied);
    return copied;
  }
}

function read(copy: () => unknown): unknown {
  try {
    return copy();
  } catch {
    return new Unreadable('a value that cannot be read', true);
  }
}

/** Copies a value that has no members to read. An object is not a value of an option. */
function leaf(value: unknown): unknown {
  if (!isObject(value) || isUnreadable(value)) return value;
  if (types.isRegExp(value)) return expression(value);
  return isList(value) && value.length === 0 ? [] : new Unreadable(printed(value));
}

/** `compile()` changes an expression; its own properties may say anything. */
function expression(value: RegExp): unknown {
  return read(() => {
    const { source, flags } = new RegExp(value);
    return new RegExp(source, flags);
  });
}

function bound(name: string, method: unknown, list: object): unknown {
  if (typeof method !== 'function') return method;
  const call = (...given: unknown[]): unknown => Reflect.apply(method, list, given);
  return Object.defineProperty(call, 'name', { value: name });
}

/** A proxy may throw when it is asked for its class. */
function isUnreadable(value: object): boolean {
  return !types.isProxy(value) && value instanceof Unreadable;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isList(value: object): value is readonly unknown[] {
  return read(() => Array.isArray(value)) === true;
}

/** Tells whether an object has a member of its own or of its class. */
function has(value: object, name: string): boolean {
  for (
    let at: object | null = value;
    at !== null;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    const isRoot = at !== value && Object.hasOwn(at, 'hasOwnProperty');
    if (!isRoot && Object.hasOwn(at, name)) return true;
  }
  return false;
}
