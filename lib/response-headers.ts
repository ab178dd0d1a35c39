import type { OutgoingHttpHeader, ServerResponse } from 'node:http';
import { CORS_RESPONSE_HEADERS, VARY, type HeaderField } from './protocol/header.js';
import type { CorsPolicy } from './protocol/policy.js';
import { addToVary } from './protocol/vary.js';

const CARRIED = Symbol('nestjs-cors');
const OWN_NAMES = new Set(CORS_RESPONSE_HEADERS.map((name) => name.toLowerCase()));

/** What a response carries: headers, and the policy that they are from. */
export interface Carried {
  /** Absent where several have decided together. */
  readonly policy?: CorsPolicy;
  readonly headers: readonly HeaderField[];
}

type Carrier = ServerResponse & { [CARRIED]?: Carried | undefined };

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
  const carrier: Carrier = response;
  if (carrier.headersSent) return;
  const first = !(CARRIED in carrier);
  carrier[CARRIED] = carried;
  setHeaders(carrier, carried?.headers ?? []);
  if (first) settleAtHead(carrier);
}

/** `writeHead` is what every way of answering comes to: explicit, implicit, streams, Fastify's. */
function settleAtHead(carrier: Carrier): void {
  const writeHead = carrier.writeHead.bind(carrier) as (...args: unknown[]) => Carrier;
  carrier.writeHead = (...args: unknown[]) => {
    const headers = carrier[CARRIED]?.headers;
    if (headers === undefined || carrier.headersSent) return writeHead(...args);
    const given = args.at(-1);
    if (typeof given === 'object' && given !== null) {
      args = [...args.slice(0, -1), withoutOwnHeaders(carrier, given as GivenHeaders)];
    }
    setHeaders(carrier, headers);
    return writeHead(...args);
  };
}

/** Sets CORS headers in the place of all that are there. `Vary` belongs to others too, and is added to. */
export function setHeaders(response: ServerResponse, headers: readonly HeaderField[]): void {
  for (const name of CORS_RESPONSE_HEADERS) {
    if (response.hasHeader(name)) response.removeHeader(name);
  }
  for (const [name, value] of headers) {
    if (name === VARY) addVary(response, value);
    else response.setHeader(name, value);
  }
}

function addVary(response: ServerResponse, added: string): void {
  const present = response.getHeader(VARY);
  response.setHeader(VARY, present === undefined ? added : addToVary(String(present), added));
}

/** The headers argument of `writeHead`: an object, or a flat array of names and values. */
type GivenHeaders = Record<string, OutgoingHttpHeader | undefined> | readonly OutgoingHttpHeader[];

/** Takes out of `writeHead`'s argument what would replace the headers that are carried. */
function withoutOwnHeaders(response: ServerResponse, given: GivenHeaders): GivenHeaders {
  const isOurs = (name: string, value: OutgoingHttpHeader | undefined): boolean => {
    const key = name.toLowerCase();
    if (key === 'vary' && value !== undefined) addVary(response, String(value));
    return key === 'vary' || OWN_NAMES.has(key);
  };
  if (!Array.isArray(given)) {
    return Object.fromEntries(
      Object.entries(given as Record<string, OutgoingHttpHeader>).filter(
        ([name, value]) => !isOurs(name, value),
      ),
    );
  }
  const flat = given as readonly OutgoingHttpHeader[];
  return flat.filter((_, index) => {
    const at = index - (index % 2);
    return !isOurs(String(flat[at]), flat[at + 1]);
  });
}
