import { createRequire } from 'node:module';
import type { INestApplication } from '@nestjs/common';
import { foreign, FOREIGN, MOUNTED_AT, PASS, type Does, type Handle } from './foreign.js';

/** A route, a router, a sub-app or a function that somebody adds to Express beside Nest. */
export interface ExpressRoute {
  readonly platform: 'express';
  /**
   * On the instance, before Nest's own routes or after them and their 404; in a router that has
   * every path, or one; in an app of its own; somewhere behind a function; or a function alone.
   */
  readonly where:
    'before' | 'after' | 'root router' | 'mounted' | 'sub-app' | 'middleware' | 'function';
  readonly does: Does;
  readonly method: string;
  readonly path: string;
}

type Registers = Record<string, ((path: string, handle: Handle) => void) | undefined>;

interface Express {
  (): Registers & Handle & { set(name: string, value: unknown): void };
  Router(): Registers & Handle;
}

// It comes without types, and has to be the one that Nest's adapter has.
const require = createRequire(
  createRequire(import.meta.url).resolve('@nestjs/platform-express/package.json'),
);
export const express = require('express') as Express;

/** Adds a route to the instance of an app, or mounts what has it. */
export function addToExpress(nest: INestApplication, route: ExpressRoute): void {
  const { where, does, method, path } = route;
  const handle = foreign(does);
  const name = method.toLowerCase();
  if (where === 'before' || where === 'after') {
    (nest.getHttpAdapter().getInstance() as Registers)[name]?.(path, handle);
  } else if (where === 'function') {
    // At "/" it would be middleware like any other.
    nest.use(path === '/' ? MOUNTED_AT : path, handle);
  } else {
    const router = where === 'sub-app' ? express() : express.Router();
    router[name]?.(path, handle);
    const mounted = where === 'middleware' ? unlessPassing(router) : router;
    nest.use(where === 'root router' ? '/' : MOUNTED_AT, mounted);
  }
}

function unlessPassing(router: Handle): Handle {
  return (request, response, next) => {
    if (!(PASS in request.headers)) return router(request, response, next);
    response.setHeader(FOREIGN, 'passes');
    next();
  };
}
