import type { OutgoingHttpHeader, ServerResponse } from 'node:http';
import { CORS_RESPONSE_HEADERS, VARY, type HeaderField } from './protocol/header.js';
import type { CorsPolicy } from './protocol/policy.js';
import { addToVary } from './protocol/vary.js';

const STATE = Symbol('nestjs-cors');
const OWN_NAMES = new Map(CORS_RESPONSE_HEADERS.map((name) => [name.toLowerCase(), name]));

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

interface State {
  carried: Carried | undefined;
  /** The response's own, or what somebody else has put in its place. */
  readonly writeHead: WriteHead;
}

interface Carrier extends ServerResponse {
  [STATE]?: State;
}

type WriteHead = (...args: unknown[]) => Carrier;

/** The policy whose headers a response carries: `false` for none at all, `undefined` if it is left alone. */
export function carriedPolicy(response: ServerResponse): CorsPolicy | false | undefined {
  return (response as Carrier)[STATE]?.carried?.policy;
}

/**
 * Makes a response carry these CORS headers and no others, whatever a handler sets. They are set
 * when its head is written: every way of answering comes to that, explicit, implicit, streams,
 * Fastify's, and nothing replaces or doubles them any more (R28, R32, R37).
 * A second call replaces what the first one gave; `undefined` leaves the response to the app.
 */
export function carryHeaders(response: ServerResponse, carried: Carried | undefined): void {
  if (response.headersSent) return;
  const carrier = response as Carrier;
  const state = carrier[STATE];
  if (state !== undefined) {
    state.carried = carried;
  } else {
    const { writeHead } = carrier as { readonly writeHead: WriteHead };
    carrier[STATE] = { carried, writeHead };
    carrier.writeHead = writeSettledHead;
  }
}

/** Stands in for `writeHead`. */
function writeSettledHead(this: Carrier, ...args: unknown[]): Carrier {
  const { carried, writeHead } = this[STATE] as State;
  if (carried === undefined) return writeHead.apply(this, args);
  const headers = headersFor(carried, args[0]);
  const last = args.length - 1;
  const given = args[last];
  if (typeof given === 'object' && given !== null) {
    args[last] = settleGiven(this, given as GivenHeaders, headers);
  } else {
    setHeaders(this, headers);
  }
  const written = writeHead.apply(this, args);
  carried.onSent?.();
  return written;
}

/** The headers for a status, which Node reads as an integer too. */
function headersFor(carried: Carried, status: unknown): readonly HeaderField[] {
  const { headers, headersBelow400 = headers } = carried;
  return Math.trunc(Number(status)) >= 400 ? headers : headersBelow400;
}

/**
 * Ends a response with these CORS headers, no others, and no body. They are written in one go:
 * setting them first takes Node three times as long.
 */
export function endWith(
  response: ServerResponse,
  status: number,
  headers: readonly HeaderField[],
): void {
  if (response.headersSent) return;
  // RFC 9110 forbids it on a 204; without it, some clients wait for a body (R39).
  const fields = ['Content-Length', '0'];
  addHeaders(response, fields, headers);
  response.writeHead(status, fields).end();
}

/** Sets CORS headers in the place of all that are there. `Vary` belongs to others too, and is added to. */
function setHeaders(response: ServerResponse, headers: readonly HeaderField[]): void {
  removeOthers(response, headers);
  for (const [name, value] of headers) {
    response.setHeader(name, name === VARY ? varyOf(response, value) : value);
  }
}

function removeOthers(response: ServerResponse, headers: readonly HeaderField[]): void {
  for (const present of response.getHeaderNames()) {
    const name = OWN_NAMES.get(present);
    if (name !== undefined && !headers.some(([own]) => own === name)) response.removeHeader(name);
  }
}

/** What a response varies by already, and what is added. */
function varyOf(response: ServerResponse, added: string): string {
  const present = response.getHeader(VARY);
  return present === undefined || present === added ? added : addToVary(String(present), added);
}

/** The headers argument of `writeHead`: an object, or a flat array of names and values. */
type GivenHeaders = Record<string, OutgoingHttpHeader | undefined> | readonly OutgoingHttpHeader[];

/**
 * Puts CORS headers in the place of those that `writeHead` was given. Where none have been set
 * before, all go with the others in one list, which is what costs Node the least.
 */
function settleGiven(
  response: ServerResponse,
  given: GivenHeaders,
  headers: readonly HeaderField[],
): OutgoingHttpHeader[] {
  const fields = fieldsOf(given);
  const settled: OutgoingHttpHeader[] = [];
  let vary = '';
  for (let at = 0; at < fields.length; at += 2) {
    const name = String(fields[at]);
    const value = fields[at + 1];
    const key = name.toLowerCase();
    if (key === 'vary') vary = addToVary(vary, String(value ?? ''));
    else if (!OWN_NAMES.has(key)) settled.push(name, value as OutgoingHttpHeader);
  }
  if (vary !== '') response.setHeader(VARY, varyOf(response, vary));
  addHeaders(response, settled, headers);
  return settled;
}

/** Adds CORS headers to the list that `writeHead` is given, or sets them beside what is set already. */
function addHeaders(
  response: ServerResponse,
  given: OutgoingHttpHeader[],
  headers: readonly HeaderField[],
): void {
  if (response.getHeaderNames().length > 0) setHeaders(response, headers);
  else for (const [name, value] of headers) given.push(name, value);
}

/** Headers as a flat list of names and values. */
function fieldsOf(given: GivenHeaders): readonly (OutgoingHttpHeader | undefined)[] {
  if (Array.isArray(given)) return given;
  const fields: (OutgoingHttpHeader | undefined)[] = [];
  for (const [name, value] of Object.entries(given)) fields.push(name, value);
  return fields;
}
