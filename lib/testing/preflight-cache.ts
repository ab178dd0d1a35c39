import type { PageRequest } from './page-request.js';
import { serializedOrigin } from './request-origin.js';
import {
  isNonWildcardRequestHeader,
  isSafelistedMethod,
  unsafeRequestHeaderNames,
} from './safelisted.js';

/** Seconds: what Chromium makes of more. */
const MAX_AGE_LIMIT = 7200;

interface Entry {
  readonly kind: 'method' | 'header';
  readonly name: string;
  readonly origin: string;
  readonly url: string;
  readonly credentials: boolean;
  expires: number;
}

/**
 * What preflights have granted, for as long as they said.
 *
 * @see https://fetch.spec.whatwg.org/#concept-cache
 */
export class PreflightCache {
  private entries: Entry[] = [];

  /** Whether a request needs no preflight, because of those before it. */
  covers(request: PageRequest): boolean {
    const { method, headers, streams } = request;
    return (
      (this.has(request, 'method', method) || (isSafelistedMethod(method) && !streams)) &&
      unsafeRequestHeaderNames(headers).every((name) => this.has(request, 'header', name))
    );
  }

  /** Remembers what the preflight of a request has granted, for a number of seconds. */
  remember(
    request: PageRequest,
    maxAge: number,
    methods: readonly string[],
    headers: readonly string[],
  ): void {
    const expires = Date.now() + Math.min(maxAge, MAX_AGE_LIMIT) * 1000;
    const origin = serializedOrigin(request);
    const grant = (kind: Entry['kind'], name: string) => {
      const known = this.matches(request, kind, name);
      for (const entry of known) entry.expires = expires;
      if (known.length > 0) return;
      const credentials = request.credentials === 'include';
      this.entries.push({ kind, name, origin, url: request.url.href, credentials, expires });
    };
    for (const method of methods) grant('method', method);
    for (const name of headers) grant('header', name.toLowerCase());
  }

  /** Forgets what was granted for an address: a request there has failed. */
  clear(request: PageRequest): void {
    const origin = serializedOrigin(request);
    this.entries = this.entries.filter(
      (entry) => entry.origin !== origin || entry.url !== request.url.href,
    );
  }

  private has(request: PageRequest, kind: Entry['kind'], name: string): boolean {
    return this.matches(request, kind, name).length > 0;
  }

  // https://fetch.spec.whatwg.org/#concept-cache-match
  private matches(request: PageRequest, kind: Entry['kind'], name: string): readonly Entry[] {
    this.entries = this.entries.filter(({ expires }) => expires > Date.now());
    const origin = serializedOrigin(request);
    const withCredentials = request.credentials === 'include';
    // The standard has `*` match with credentials too, although no preflight grants it that;
    // browsers do not.
    const isInWildcard =
      !withCredentials && !(kind === 'header' && isNonWildcardRequestHeader(name));
    return this.entries.filter(
      (entry) =>
        entry.kind === kind &&
        (entry.name === name || (entry.name === '*' && isInWildcard)) &&
        entry.origin === origin &&
        entry.url === request.url.href &&
        (entry.credentials || !withCredentials),
    );
  }
}
