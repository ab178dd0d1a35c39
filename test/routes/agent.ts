import type { ServerResponse, IncomingMessage } from 'node:http';

type Handler = (this: unknown, ...args: unknown[]) => unknown;
type Register = (this: unknown, ...args: unknown[]) => unknown;
type Instance = Record<string, Register | undefined>;

/** What a monitoring agent wraps: all that registers routes with Express. */
const METHODS = ['get', 'post', 'put', 'delete', 'head', 'options', 'all', 'query', 'search'];

/**
 * Wraps every function that is registered with an Express app, as monitoring agents do: what the
 * router holds then is none of Nest's functions, and carries none of its metadata.
 */
export function wrapExpress(app: object): void {
  const instance = app as Instance;
  for (const method of METHODS) {
    const register = instance[method];
    if (register === undefined) continue;
    instance[method] = function (...args) {
      return register.apply(this, args.map(wrapped));
    };
  }
}

/** Wraps the handler of every route that Fastify is given. */
export function wrapFastify(app: object): void {
  const instance = app as { route: (options: { handler: Handler }) => unknown };
  const { route } = instance;
  instance.route = function (options) {
    const { handler } = options;
    return route.call(this, {
      ...options,
      handler(...args) {
        return handler.apply(this, args);
      },
    });
  };
}

function wrapped(argument: unknown): unknown {
  if (typeof argument !== 'function') return argument;
  const handler = argument as Handler;
  return function agent(
    this: unknown,
    request: IncomingMessage,
    response: ServerResponse,
    next: unknown,
  ) {
    return handler.call(this, request, response, next);
  };
}
