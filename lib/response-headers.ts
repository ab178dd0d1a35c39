import type { OutgoingHttpHeader, ServerResponse } from 'node:http';
import { CORS_RESPONSE_HEADERS, VARY, type HeaderField } from './protocol/header.js';
import type { CorsPolicy } from './protocol/policy.js';
import { addToVary } from './protocol/vary.js';

const CARRIED = Symbol('nestjs-cors');
const WRITE_HEAD = Symbol('writeHead');
const carriedByExpress = new WeakMap<ServerResponse, Carried | undefined>();
const OWN_NAMES = new Map(CORS_RESPONSE_HEADERS.map((name) => [name.toLowerCase(), name]));

/** What a response carries: headers, and the policy that they are from. */
export interface Carried {
  /** Absent where several have decided together. */
  readonly policy?: CorsPolicy;
  readonly headers: readonly HeaderField[];
  /** Called when they leave with the head of the response; not if others have replaced them. */
  readonly onSent?: (() => void) | undefined;
}

interface Carrier extends ServerResponse {
  [CARRIED]?: Carried | undefined;
  /** The response's own, or what somebody else has put in its place. */
  [WRITE_HEAD]: WriteHead;
}

type WriteHead = (...args: unknown[]) => Carrier;

/** The policy whose headers a response carries. */
export function carriedPolicy(response: ServerResponse): CorsPolicy | undefined {
  return (response as Carrier)[CARRIED]?.policy;
}

/**
 * Makes a response carry these CORS headers and no others, whatever a handler sets. They are set
 * at once, so that they are there before anything can end the response, and again when its head is
 * written, so that nothing that was set in between replaces or doubles them (R28, R32, R37).
 * A second call replaces what the first one gave; `undefined` leaves the response to the app.
 */
export function carryHeaders(response: ServerResponse, carried: Carried | undefined): void {
  if (response.headersSent) return;
  const carrier = response as Carrier;
  carrier[CARRIED] = carried;
  setHeaders(carrier, carried?.headers ?? []);
  standIn(carrier);
}

/**
 * Prepares the prototype of all responses of an Express app to carry headers. Express changes the
 * prototype of each response, after which every property that is added to it costs 8 µs.
 */
export function carryOnAll(prototype: ServerResponse): void {
  Object.defineProperty(prototype, CARRIED, {
    get(this: ServerResponse) {
      return carriedByExpress.get(this);
    },
    set(this: ServerResponse, carried: Carried | undefined) {
      carriedByExpress.set(this, carried);
    },
    configurable: true,
  });
  standIn(prototype);
}

/** Has the head of a response written by us, which then lets it be written as before. */
function standIn(response: ServerResponse): void {
  if (WRITE_HEAD in response) return;
  const carrier = response as Carrier;
  carrier[WRITE_HEAD] = (carrier as { readonly writeHead: WriteHead }).writeHead;
  carrier.writeHead = writeSettledHead;
}

/** Stands in for `writeHead`: every way of answering comes to it, explicit, implicit, streams, Fastify's. */
function writeSettledHead(this: Carrier, ...args: unknown[]): Carrier {
  const carried = this[CARRIED];
  if (carried !== undefined && !this.headersSent) {
    const last = args.length - 1;
    const given = args[last];
    if (typeof given === 'object' && given !== null) {
      args[last] = withoutOwnHeaders(this, given as GivenHeaders);
    }
    setHeaders(this, carried.headers);
    carried.onSent?.();
  }
  return this[WRITE_HEAD](...args);
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
  removeOthers(response, headers);
  // RFC 9110 forbids it on a 204; without it, some clients wait for a body (R39).
  const fields = ['Content-Length', '0'];
  for (const [name, value] of headers) {
    fields.push(name, name === VARY ? varyOf(response, value) : value);
  }
  response.writeHead(status, fields).end();
}

/** Sets CORS headers in the place of all that are there. `Vary` belongs to others too, and is added to. */
function setHeaders(response: ServerResponse, headers: readonly HeaderField[]): void {
  removeOthers(response, headers);
  for (const [name, value] of headers) {
    const settled = name === VARY ? varyOf(response, value) : value;
    if (response.getHeader(name) !== settled) response.setHeader(name, settled);
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

/** Takes out of `writeHead`'s argument what would replace the headers that are carried. */
function withoutOwnHeaders(response: ServerResponse, given: GivenHeaders): GivenHeaders {
  if (Array.isArray(given)) {
    const flat = given as readonly OutgoingHttpHeader[];
    return flat.filter((_, index) => {
      const at = index - (index % 2);
      return !isTakenOut(response, String(flat[at]), flat[at + 1]);
    });
  }
  const entries = Object.entries(given as Record<string, OutgoingHttpHeader | undefined>);
  const others = entries.filter(([name, value]) => !isTakenOut(response, name, value));
  return others.length === entries.length ? given : Object.fromEntries(others);
}

function isTakenOut(
  response: ServerResponse,
  name: string,
  value: OutgoingHttpHeader | undefined,
): boolean {
  const key = name.toLowerCase();
  if (key === 'vary' && value !== undefined) {
    response.setHeader(VARY, varyOf(response, String(value)));
  }
  return key === 'vary' || OWN_NAMES.has(key);
}
