import { ServerResponse, type IncomingMessage } from 'node:http';

/** What a request meets before all else: it answers, or calls `next`. */
export type First = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** What is used of an Express app. */
export interface ExpressApp {
  handle: (request: ExpressRequest, response: ExpressResponse, next?: () => void) => void;
  /** The prototype of its requests. */
  readonly request: object;
}

/** What Express and its router give a request. */
interface ExpressRequest extends IncomingMessage {
  readonly next?: unknown;
  readonly baseUrl?: string;
  readonly originalUrl?: string;
  readonly _parsedUrl?: unknown;
  readonly params?: unknown;
  readonly route?: unknown;
}

interface ExpressResponse extends ServerResponse {
  readonly locals?: object;
}

/**
 * Makes a function the first that a request to an Express app meets. Middleware would come late:
 * what it does to a response costs several times as much once Express has changed its prototype.
 */
export function useBeforeExpress(app: ExpressApp, first: First): void {
  const { handle } = app;
  app.handle = (request, response, next) => {
    // Others, such as HTTP/2's, warn of some of them.
    if (response instanceof ServerResponse) giveProperties(request, response);
    // Express does so next. An origin function is given the request too.
    Object.setPrototypeOf(request, app.request);
    first(request, response, () => handle.call(app, request, response, next));
  };
  entrances.add(app.handle);
}

const entrances = new WeakSet<object>();

/** Whether such a function is still the first: others may have put theirs before it. */
export function isBeforeExpress({ handle }: ExpressApp): boolean {
  return entrances.has(handle);
}

/**
 * Gives a request and a response the properties that they are going to have, as Express gives them.
 * An object that gets one after its prototype has been changed shares its hidden class with no
 * other, and V8 looks up everything about it anew: this halves what Express needs for a request.
 */
function giveProperties(request: ExpressRequest, response: ExpressResponse): void {
  const { baseUrl = '', originalUrl = request.url, next, params, route, _parsedUrl } = request;
  Object.assign(request, {
    res: response,
    next,
    baseUrl,
    originalUrl,
    _parsedUrl,
    params,
    route,
  });
  const { locals = Object.create(null) as object, statusCode, statusMessage } = response;
  Object.assign(response, { locals, statusCode, statusMessage });
}
