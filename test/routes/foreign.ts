import type { IncomingMessage, ServerResponse } from 'node:http';

/** Where routers, sub-apps and plugins are mounted. */
export const MOUNTED_AT = '/a';

/** The header of a request that tells what can pass a request on to do so, and middleware to change nothing. */
export const PASS = 'x-pass';

/** The header by which everything that is not Nest's tells that a request has come to it. */
export const FOREIGN = 'x-foreign';

/** What a foreign function does with a request. Only the first kind takes no `next`. */
export type Does = 'answers' | 'may answer' | 'passes';

export type Handle = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Makes a function that is not Nest's, with the number of parameters that fits what it does. */
export function foreign(does: Does): Handle {
  if (does === 'answers') return (_request, response) => answer(response);
  return (request, response, next) => {
    if (does === 'may answer' && !(PASS in request.headers)) return answer(response);
    response.setHeader(FOREIGN, 'passes');
    next();
  };
}

function answer(response: ServerResponse): void {
  response.setHeader(FOREIGN, 'answers');
  response.end('outside');
}
