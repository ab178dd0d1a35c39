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
  /** Replaces this by something narrower, as long as the handler is not known: by the status. */
  readonly narrow?: ((status: number) => Carried) | undefined;
  /** Called when they leave with the head of the response; not if others have replaced them. */
  readonly onSent?: (() => void) | undefined;
}

/** Carries no CORS header, whatever a handler sets: for routes where CORS is switched off. */
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
  isHandlerKnown: boolean;
  /** The response itself: what its methods are called on may only inherit from it. */
  readonly response: Carrier;
  /** The methods of its own, which replace those of its class. */
  readonly own: { readonly [Name in keyof Methods]?: Method | undefined };
}

const NODE_WRITE_HEAD = (ServerResponse.prototype as Carrier).writeHead;

/**
 * Confirms that a response carries the headers of a policy, now that the handler is known: nothing
 * narrows them any more.
 *
 * @param policy `false` where CORS is off; `undefined` where the response is left to the app
 * @returns whether it carries them; if not, they are still to be given
 */
export function confirmHeaders(
  response: ServerResponse,
  policy: CorsPolicy | false | undefined,
): boolean {
  const state = (response as Carrier)[STATE];
  const carried = state?.carried;
  if (state === undefined || carried === undefined) return policy === undefined;
  if (carried.policy === undefined || carried.policy !== policy) return false;
  state.isHandlerKnown = true;
  return true;
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
    state.isHandlerKnown = false;
    return;
  }
  const own = {
    writeHead: ownMethod(carrier, 'writeHead'),
    writeEarlyHints: ownMethod(carrier, 'writeEarlyHints'),
    writeInformation: ownMethod(carrier, 'writeInformation'),
  };
  carrier[STATE] = { carried, isHandlerKnown: false, response: carrier, own };
  carrier.writeHead = writeSettledHead;
  if (carrier.writeEarlyHints !== undefined) carrier.writeEarlyHints = writeSettledHints;
  if (carrier.writeInformation !== undefined) carrier.writeInformation = writeSettledInformation;
}

/** Stands in for `writeHead`. */
function writeSettledHead(this: Carrier, ...args: unknown[]): unknown {
  const state = this[STATE] as State;
  const writeHead = methodOf(state, 'writeHead');
  // Node throws at a second head.
  if (state.carried === undefined || this.headersSent) return writeHead.apply(this, args);
  const carried = carriedFor(state, state.carried, args[0]);
  settleHead(this, args, carried.headers, writeHead === NODE_WRITE_HEAD);
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

/** Narrows down what a response carries for a status, of which Node takes the integer part. */
function carriedFor({ isHandlerKnown }: State, carried: Carried, status: unknown): Carried {
  if (isHandlerKnown || carried.narrow === undefined) return carried;
  return carried.narrow(Math.trunc(Number(status)));
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
