// What the engines use of packages that come without types.
declare module 'cors' {
  import type {
    CorsOptions,
    CorsOptionsDelegate,
  } from '@nestjs/common/interfaces/external/cors-options.interface.js';
  import type { Request, RequestHandler } from 'express';

  export default function cors(options: CorsOptions | CorsOptionsDelegate<Request>): RequestHandler;
}

declare module 'koa' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export interface Context {
    readonly method: string;
    readonly path: string;
    readonly res: ServerResponse;
    status: number;
    body: unknown;
    respond: boolean;
    get(name: string): string;
    set(name: string, value: string): void;
    vary(name: string): void;
    throw(status: number): never;
  }

  export type Middleware = (context: Context, next: () => Promise<unknown>) => unknown;

  export default class Koa {
    silent: boolean;
    use(middleware: Middleware): this;
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  }
}

declare module '@koa/cors' {
  import type { Context, Middleware } from 'koa';

  export interface Options {
    origin?: string | ((context: Context) => string);
    allowMethods?: string[];
    allowHeaders?: string[];
    exposeHeaders?: string[];
    maxAge?: string;
    credentials?: boolean;
  }

  export default function cors(options: Options): Middleware;
}
