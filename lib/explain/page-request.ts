import { printed } from '../printed.js';
import { isForbiddenRequestHeader } from '../protocol/header-names.js';
import { isForbiddenMethod, normalizeMethod } from '../protocol/methods.js';
import { unsafeHeaders, type UnsafeHeader } from '../protocol/safelist.js';
import { isToken } from '../protocol/token.js';
import { parseUrl } from '../protocol/url.js';
import type { CorsQuestion } from './question.js';

/** A question, read as `fetch` reads its arguments. */
export interface PageRequest {
  readonly origin: string;
  /** Normalized; `written` is what the script has written. */
  readonly method: string;
  readonly written: string;
  readonly host: string;
  /** Whether page and address have one origin, so that there is no CORS. */
  readonly isSameOrigin: boolean;
  /** The path, with its query. */
  readonly url: string;
  /** What the browser sends of what the script sets. */
  readonly headers: Readonly<Record<string, string>>;
  /** What no script can set, and the browser leaves out. */
  readonly dropped: readonly string[];
  /** What needs permission. */
  readonly unsafe: readonly UnsafeHeader[];
  readonly credentials: boolean;
  readonly upload: boolean;
  /** Why `fetch` throws and nothing is sent, if it does. */
  readonly fault?: string;
}

/** Reads a question. */
export function readQuestion(question: CorsQuestion): PageRequest {
  const { origin, method: written = 'GET', path } = question;
  const address = readAddress(path);
  const given = Object.entries(withValues(question.headers ?? {}));
  const dropped = given.filter(([name]) => isForbiddenRequestHeader(name.toLowerCase()));
  const headers = Object.fromEntries(given.filter((entry) => !dropped.includes(entry)));
  const fault = methodFault(written) ?? headersFault(given);
  return {
    origin,
    method: normalizeMethod(written),
    written,
    host: address.host,
    isSameOrigin: !path.startsWith('/') && address.origin === origin,
    url: `${address.pathname}${address.search}`,
    headers,
    dropped: dropped.map(([name]) => name),
    unsafe: unsafeHeaders(headers),
    credentials: question.credentials ?? false,
    upload: question.upload ?? false,
    ...(fault !== undefined && { fault }),
  };
}

function readAddress(path: string): URL {
  const address = parseUrl(path.startsWith('/') ? `http://localhost${path}` : path);
  if (address !== undefined) return address;
  throw new TypeError(
    `nestjs-cors: ${printed(path)} is not a path: write one that begins with "/", or a whole address`,
  );
}

function withValues(
  headers: NonNullable<CorsQuestion['headers']>,
): Readonly<Record<string, string>> {
  const named = isList(headers) ? headers.map((name) => [name, usualValue(name)] as const) : [];
  const entries = isList(headers) ? named : Object.entries(headers);
  // https://fetch.spec.whatwg.org/#concept-header-value-normalize
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value.replaceAll(/^[\t\n\r ]+|[\t\n\r ]+$/g, '')]),
  );
}

function isList(headers: NonNullable<CorsQuestion['headers']>): headers is readonly string[] {
  return Array.isArray(headers);
}

function usualValue(name: string): string {
  return name.toLowerCase() === 'content-type' ? 'application/json' : '';
}

function methodFault(method: string): string | undefined {
  if (!isToken(method)) return `${printed(method)} is not a method`;
  return isForbiddenMethod(method) ? `no script can send ${method}` : undefined;
}

function headersFault(headers: readonly (readonly [string, string])[]): string | undefined {
  for (const [name, value] of headers) {
    if (!isToken(name)) return `${printed(name)} is not a header name`;
    if (/[\0\n\r]/.test(value)) return `the value of ${name} has a line break in it`;
  }
  return undefined;
}
