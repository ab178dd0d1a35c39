import { ServerResponse } from 'node:http';
import { canBeSet, headersIndex, inFormOf, isGiven, settleGiven } from './given-headers.js';
import { CORS_RESPONSE_HEADERS, isCorsHeader, VARY, type HeaderField } from './protocol/header.js';
import { addToVary } from './protocol/vary.js';

/** The headers of a response that have been set. */
type Response = Pick<ServerResponse, 'getHeader' | 'getHeaderNames' | 'setHeader' | 'removeHeader'>;

const CORS_NAMES = CORS_RESPONSE_HEADERS.map((name) => name.toLowerCase());

/**
 * Puts CORS headers in the place of all that have been set and of those that `writeHead` is given.
 * All else reaches Node in the form that it has: no header is set if none has been.
 */
export function settleHead(
  response: Response,
  args: unknown[],
  headers: readonly HeaderField[],
  isNode: boolean,
): void {
  const at = headersIndex(args);
  const given = args[at];
  const isFirst = presentNames(response).length === 0;
  if (!isGiven(response, given)) {
    if (isFirst && isNode) args[at] = headers.flat();
    else setHeaders(response, headers);
    return;
  }

  const settled = settleGiven(given, headers, response instanceof ServerResponse);
  const { fields, isChanged, hasVary, isWritable, isLowerCase } = settled;
  // Node is going to throw.
  if (!isWritable) {
    args[at] = inFormOf(given, fields);
    return;
  }
  const rest = hasVary ? headers.filter(([name]) => name !== VARY) : headers;
  if (isFirst && (isNode || !canBeSet(given, settled))) {
    for (const [name, value] of rest) fields.push(name, value);
    // Node writes such an object as it does a list, and a list costs the least.
    args[at] = isNode && isLowerCase && !Array.isArray(given) ? fields : inFormOf(given, fields);
  } else {
    setHeaders(response, rest);
    if (isChanged) args[at] = inFormOf(given, fields);
  }
}

/** Sets CORS headers in the place of all that are there. `Vary` belongs to others too, and is added to. */
export function setHeaders(response: Response, headers: readonly HeaderField[]): void {
  for (const name of presentNames(response)) {
    if (isCorsHeader(name) && !headers.some(([own]) => own.toLowerCase() === name)) {
      response.removeHeader(name);
    }
  }
  for (const [name, value] of headers) {
    response.setHeader(name, name === VARY ? varyOf(response, value) : value);
  }
}

/** Returns what a response varies by already, and what is added. */
function varyOf(response: Response, added: string): string {
  const present = response.getHeader(VARY);
  return present === undefined || present === added ? added : addToVary(String(present), added);
}

/** Returns the names of the headers that have been set. Not every response that stands in for Node's lists them. */
export function presentNames(response: Response): readonly string[] {
  return typeof response.getHeaderNames === 'function' ? response.getHeaderNames() : CORS_NAMES;
}
