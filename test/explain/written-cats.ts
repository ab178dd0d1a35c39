import { Controller, Get, Post, Put, type ModuleMetadata, type Type } from '@nestjs/common';
import {
  Cors,
  CorsModule,
  type CorsChange,
  type CorsDeclaration,
  type CorsModuleOptions,
  type CorsOptions,
  type CorsQuestion,
} from 'nestjs-cors';

/** What is written in an app of one controller, and what a page asks of it. */
export interface Written {
  readonly root?: CorsModuleOptions;
  /** What `@Cors()` on the class `Cats` is given; absent: there is no `@Cors()`. */
  readonly class?: CorsDeclaration;
  /** What it is given on its methods `list`, `create` and `update`. */
  readonly methods?: Readonly<Record<string, CorsDeclaration>>;
  readonly question: CorsQuestion;
}

/** The root module of the app: `GET` and `POST /cats`, `PUT /cats/:id`. */
export function moduleOf({ root = {}, ...written }: Written): ModuleMetadata {
  return {
    imports: [CorsModule.forRoot<CorsModuleOptions>(root)],
    controllers: [controllerOf(written)],
  };
}

function controllerOf({ class: onClass, methods = {} }: Omit<Written, 'root'>): Type {
  class Cats {
    @Get() list() {
      return 'cats';
    }
    @Post() create() {
      return 'created';
    }
    @Put(':id') update() {
      return 'updated';
    }
  }
  for (const [name, declaration] of Object.entries(methods)) {
    const descriptor = Object.getOwnPropertyDescriptor(Cats.prototype, name)!;
    Cors(declaration)(Cats.prototype, name, descriptor);
  }
  if (onClass !== undefined) Cors(onClass)(Cats);
  Controller('cats')(Cats);
  return Cats;
}

/** Makes a change to what is written, as a person would who reads nothing but the change. */
export function applied(written: Written, change: CorsChange): Written {
  const { where, root = {}, methods = {} } = { where: change.source, ...written };
  const [, policy] = /^policies\.(.+)$/.exec(where) ?? [];
  const [, path] = /^paths\["(.+)"\]$/.exec(where) ?? [];
  const [, method] = /^Cats\.(.+)$/.exec(where) ?? [];
  if (where === 'the page') {
    return { ...written, question: { ...written.question, [change.option]: change.set } };
  }
  if (where === 'CorsModule.forRoot') return { ...written, root: changed(root, change) };
  if (policy !== undefined) {
    const policies = { ...root.policies, [policy]: changed(root.policies?.[policy], change) };
    return { ...written, root: { ...root, policies } };
  }
  if (path !== undefined) {
    const others = (root.paths ?? []).filter((entry) => entry.path !== path);
    const present = root.paths?.find((entry) => entry.path === path)?.policy;
    const policy = change.remove ? {} : changed(present as CorsOptions | undefined, change);
    return { ...written, root: { ...root, paths: [...others, { path, policy }] } };
  }
  if (where === 'Cats') {
    const { class: present, ...others } = written;
    if (change.remove) return others;
    return { ...written, class: changed(present as CorsOptions | undefined, change) };
  }
  if (method === undefined) throw new Error(`there is no ${where}`);
  const { [method]: present, ...others } = methods;
  if (change.remove) return { ...written, methods: others };
  const declaration = changed(present as CorsOptions | undefined, change);
  return { ...written, methods: { ...others, [method]: declaration } };
}

function changed<T extends object>(given: T | undefined, { option, add, set }: CorsChange): T {
  // A name, or `false`, has to go.
  const options = typeof given === 'object' ? given : undefined;
  if (option === '@Cors') return { ...(set as T) };
  const present: unknown = (options as Record<string, unknown> | undefined)?.[option];
  return { ...(options as T), [option]: add === undefined ? set : [...membersOf(present), add] };
}

function membersOf(present: unknown): readonly unknown[] {
  if (typeof present === 'string') return present.split(', ');
  return present === undefined ? [] : [present].flat();
}
