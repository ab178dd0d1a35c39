import type { IncomingMessage } from 'node:http';
import { FOREIGN, PASS, type Handle } from './foreign.js';

/** Where middleware meddles with requests: in front of everything, or where Nest's consumer puts it. */
export type Meddler = 'first' | 'consumer';

/** The headers of a request that tell the middleware what to do with it. */
export const ANSWER = 'x-answer';
export const REWRITE = 'x-rewrite';
export const METHOD = 'x-method';

/** Middleware that ends a request with a status, or gives it another URL or another method. */
export const meddle: Handle = (request, response, next) => {
  const { [ANSWER]: status, [REWRITE]: url, [METHOD]: method } = request.headers;
  if (PASS in request.headers) return next();
  if (status !== undefined) {
    response.setHeader(FOREIGN, 'middleware');
    response.statusCode = Number(status);
    response.end();
    return;
  }
  rename(request, url, method);
  next();
};

function rename(request: IncomingMessage, url: unknown, method: unknown): void {
  if (typeof url === 'string') request.url = url;
  if (typeof method === 'string') request.method = method;
}
