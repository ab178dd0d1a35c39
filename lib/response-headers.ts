import { ServerResponse } from 'node:http';
import { inFormOf, isGiven, settleGiven } from './given-headers.js';
import type { HeaderField } from './protocol/header.js';
import type { CorsPolicy } from './protocol/policy.js';
import { presentNames, setHeaders, settleHead } from './settled-head.js';

const STATE = Symbol('nestjs-cors');

/** What a response carries: headers, and the policy that they are from. */
export interface Carried {
  /** `false` where CORS is switched off. Absent where several have decided together. */
  readonly policy?: CorsPolicy | false;
  readonly headers: readonly HeaderField[];
  /** Replaces `headers` for a status below 400, where the handler has not been reached. */
  readonly headersBelow400?: readonly HeaderField[] | undefined;
  /** Called when they leave with the head of the response; not if others have replaced them. */
  readonly onSent?: (() => void) | undefined;
}

/** What a response carries where CORS is switched off: nothing, whatever a handler sets. */
export const OFF: Carried = { policy: false, headers: [] };

/** The methods that write headers at once. */
interface Methods {
  writeHead: Method;
  writeEarlyHints?: Method;
  /** New in Node 24. */
  writeInformation?: Method;
}

type Method = (...args: unknown[]) => unknown;

type Carrier = Omit<ServerResponse, keyof Methods> & Methods & { [STATE]?: State };

interface State {
  carried: Carried | undefined;
  /** The response itself: what its methods are called on may only inherit from it. */
  readonly response: Carrier;
  /** What others have put in the place of its methods. */
  readonly own: { readonly [Name in keyof Methods]?: Method | undefined };
}

const NODE_WRITE_HEAD = (ServerResponse.prototype as Carrier).writeHead;

/** Returns the policy whose headers a response carries; `undefined` if it is left to the app. */
export function carriedPolicy(response: ServerResponse): CorsPolicy | false | undefined {
  return (response as Carrier)[STATE]?.carried?.policy;
}

/**
 * Makes a response carry these CORS headers and no others, whatever a handler sets. They are set
 * when its head is written: every way of answering comes to that, explicit, implicit, streams,
 * Fastify's, and nothing replaces or doubles them any more.
 * A second call replaces what the first one gave; `undefined` leaves the response to the app.
 */
export function carryHeaders(response: ServerResponse, carried: Carried | undefined): void {
  if (response.headersSent) return;
  const carrier = response as Carrier;
  const state = carrier[STATE];
  if (state !== undefined) {
    state.carried = carried;
    return;
  }
  const own = {
    writeHead: ownMethod(carrier, 'writeHead'),
    writeEarlyHints: ownMethod(carrier, 'writeEarlyHints'),
    writeInformation: ownMethod(carrier, 'writeInformation'),
  };
  carrier[STATE] = { carried, response: carrier, own };
  carrier.writeHead = writeSettledHead;
  if (carrier.writeEarlyHints !== undefined) carrier.writeEarlyHints = writeSettledHints;
  if (carrier.writeInformation !== undefined) carrier.writeInformation = writeSettledInformation;
}

/** Stands in for `writeHead`. */
function writeSettledHead(this: Carrier, ...args: unknown[]): unknown {
  const state = this[STATE] as State;
  const { carried } = state;
  const writeHead = methodOf(state, 'writeHead');
  // Node throws at a second head.
  if (carried === undefined || this.headersSent) return writeHead.apply(this, args);
  settleHead(this, args, headersFor(carried, args[0]), writeHead === NODE_WRITE_HEAD);
  const written = writeHead.apply(this, args);
  carried.onSent?.();
  return written;
}

/** Stands in for `writeEarlyHints`: a page is granted nothing before the head. */
function writeSettledHints(this: Carrier, ...args: unknown[]): unknown {
  return writeWithoutCors(this, 'writeEarlyHints', args, 0);
}

/** Stands in for `writeInformation`. */
function writeSettledInformation(this: Carrier, ...args: unknown[]): unknown {
  return writeWithoutCors(this, 'writeInformation', args, 1);
}

function writeWithoutCors(
  response: Carrier,
  name: 'writeEarlyHints' | 'writeInformation',
  args: unknown[],
  at: number,
): unknown {
  const state = response[STATE] as State;
  const given = args[at];
  if (state.carried !== undefined && isGiven(response, given)) {
    const { fields, isChanged } = settleGiven(given, [], false);
    if (isChanged) args[at] = inFormOf(given, fields);
  }
  return methodOf(state, name).apply(response, args);
}

function ownMethod(carrier: Carrier, name: keyof Methods): Method | undefined {
  return Object.hasOwn(carrier, name) ? carrier[name] : undefined;
}

/** Finds a method as late as possible: Express changes the prototype of a response. */
function methodOf({ response, own }: State, name: keyof Methods): Method {
  return own[name] ?? (Object.getPrototypeOf(response) as Required<Methods>)[name];
}

/** Returns the headers for a status, of which Node takes the integer part. */
function headersFor(carried: Carried, status: unknown): readonly HeaderField[] {
  const { headers, headersBelow400 = headers } = carried;
  return Math.trunc(Number(status)) >= 400 ? headers : headersBelow400;
}

/**
 * Ends a response with these CORS headers, no others, and no body. Node gets them in one go:
 * setting them first takes it three times as long.
 */
export function endWith(
  response: ServerResponse,
  status: number,
  headers: readonly HeaderField[],
): void {
  if (response.headersSent) return;
  const carrier = response as Carrier;
  if (carrier[STATE] !== undefined) carrier[STATE].carried = undefined;
  const isNode = carrier.writeHead === NODE_WRITE_HEAD;
  const isFirst = presentNames(response).length === 0;
  if (!isFirst || !isNode) setHeaders(response, headers);
  if (isNode) {
    // RFC 9110 forbids the length of a 204; without it, some clients wait for a body.
    const fields = isFirst ? headers.flat() : [];
    response.writeHead(status, [...fields, 'Content-Length', '0']).end();
  } else {
    response.statusCode = status;
    response.setHeader('Content-Length', '0');
    response.end();
  }
}
