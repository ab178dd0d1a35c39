import {
  Controller,
  Delete,
  Get,
  Header,
  Options,
  Patch,
  Post,
  Put,
  type Type,
} from '@nestjs/common';
import { Cors, type CorsOptions } from 'nestjs-cors';
import type { Ports } from '../support/site.js';
import type { DeclaredController, DeclaredOptions } from './declared.js';

const decorators = {
  GET: Get,
  POST: Post,
  PUT: Put,
  PATCH: Patch,
  DELETE: Delete,
  OPTIONS: Options,
};

/** Writes a declared controller: the class, its methods, and their decorators. */
export function controllerOf(path: string, declared: DeclaredController, ports: Ports): Type {
  class WrittenController {}
  Controller(path)(WrittenController);
  Cors(written(declared.onClass, ports))(WrittenController);

  for (const method of declared.serves) {
    const value = () => 'the answer';
    const descriptor = { value, configurable: true, writable: true };
    Object.defineProperty(WrittenController.prototype, method, descriptor);
    const own = declared.onMethods[method];
    const all = [
      decorators[method](),
      Header('X-A', 'a'),
      Header('X-B', 'b'),
      Header('X-C', 'c'),
      Header('Cache-Control', 'no-store'),
      ...(own === undefined ? [] : [own === false ? Cors(false) : Cors(written(own, ports))]),
    ];
    Reflect.decorate(all, WrittenController.prototype, method, descriptor);
  }
  return WrittenController;
}

function written({ origin, ...others }: DeclaredOptions, ports: Ports): CorsOptions {
  return {
    ...others,
    ...(origin && { origin: origin.written(ports) }),
    // It says nothing where no `null` is listed.
    dangerouslyAllowNullOrigin: true,
  };
}
