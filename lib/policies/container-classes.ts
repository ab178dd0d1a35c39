import { types } from 'node:util';
import type { Type } from '@nestjs/common';

/** What Nest keeps of a controller or a provider. */
interface Wrapper {
  readonly metatype: unknown;
  readonly instance: unknown;
  /** The dependencies of a factory: a provider that is none has no list. */
  readonly inject?: readonly unknown[] | null;
}

/** A method as it is declared, static or not. */
export interface Method {
  readonly owner: Type;
  /** `CatsController.create`. */
  readonly source: string;
  readonly callback: object;
}

/** Lists the classes of controllers or providers: also that of a value, and of what a factory made. */
export function classesIn(wrappers: ReadonlyMap<unknown, unknown>): readonly Type[] {
  return [...wrappers.values()].flatMap((wrapper) => {
    const { metatype, inject, instance } = wrapper as Wrapper;
    const isClass = typeof metatype === 'function' && (inject === undefined || inject === null);
    const type = isClass ? metatype : constructorOf(instance);
    return type === undefined ? [] : [type as Type];
  });
}

/**
 * Lists the methods of a class, inherited ones too, that have metadata of their own with one of
 * these keys. Only descriptors are looked at: no getter runs.
 */
export function decoratedMethods(type: Type, ...keys: readonly string[]): readonly Method[] {
  return ancestryOf(type).flatMap((owner) =>
    [owner.prototype as object, owner].flatMap((holder) =>
      Reflect.ownKeys(holder).flatMap((name): readonly Method[] => {
        const callback: unknown = Object.getOwnPropertyDescriptor(holder, name)?.value;
        const isMethod = typeof callback === 'function' && !isClass(callback);
        return isMethod && keys.some((key) => Reflect.hasOwnMetadata(key, callback))
          ? [{ owner, source: `${nameOf(owner)}.${String(name)}`, callback }]
          : [];
      }),
    ),
  );
}

/** The name of a class, which a static member may replace. */
export function nameOf(type: Type): string {
  const name: unknown = Object.getOwnPropertyDescriptor(type, 'name')?.value;
  return typeof name === 'string' && name !== '' ? name : 'a class';
}

/** A class and those that it extends, as far as they can be looked at. */
function ancestryOf(type: Type): readonly Type[] {
  const isKnown = typeof type === 'function' && !types.isProxy(type) && hasPrototype(type);
  return isKnown ? [type, ...ancestryOf(Object.getPrototypeOf(type) as Type)] : [];
}

function hasPrototype(type: Type): boolean {
  const { prototype } = type as { readonly prototype: unknown };
  return typeof prototype === 'object' && prototype !== null && !types.isProxy(prototype);
}

function constructorOf(instance: unknown): unknown {
  if (typeof instance !== 'object' || instance === null || types.isProxy(instance))
    return undefined;
  const prototype = Object.getPrototypeOf(instance) as object | null;
  if (prototype === null || types.isProxy(prototype)) return undefined;
  const { value } = Object.getOwnPropertyDescriptor(prototype, 'constructor') ?? {};
  return typeof value === 'function' ? value : undefined;
}

/** A static member may hold a class, which has decorators for itself. */
function isClass(callback: object): boolean {
  return Object.getOwnPropertyDescriptor(callback, 'prototype')?.writable === false;
}
