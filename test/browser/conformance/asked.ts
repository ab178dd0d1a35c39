import fc from 'fast-check';
import type { From } from '../support/tabs.js';
import { METHODS, type DeclaredController } from './declared.js';

type Credentials = NonNullable<RequestInit['credentials']>;

/** A request of a page: the method as the standard normalises it, and what `fetch` is given. */
export interface AskedRequest {
  readonly from: From;
  readonly method: string;
  readonly credentials: Credentials;
  readonly headers: Readonly<Record<string, string>>;
}

const header = fc.constantFrom(
  ['X-Trace', '1'],
  ['x-api-key', 'secret'],
  ['Authorization', 'Bearer secret'],
  ['Content-Type', 'application/json'],
  ['Content-Type', 'text/plain'],
  ['Accept', 'text/html'],
  ['Accept', '"text/html"'], // a quotation mark makes it one that is not safelisted
  ['Accept-Language', 'en'],
  ['Sec-Anything', '1'], // forbidden: the browser leaves it out
);
const headers = fc
  .uniqueArray(header, { maxLength: 3, selector: ([name]) => name })
  .map((entries) => Object.fromEntries(entries) as Record<string, string>);

const pages = ['page', 'sub', 'page on another port', 'sandbox', 'data-worker'] as const;
const modes = ['omit', 'same-origin', 'include'] as const;

/** Any request to a controller, mostly one that is made in good faith. */
export function requestsTo({ serves, onClass }: DeclaredController): fc.Arbitrary<AskedRequest> {
  const covered = onClass.origin.covers === '*' ? pages : onClass.origin.covers;
  const mostly = <T>(good: readonly T[], all: readonly T[]) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...(good.length > 0 ? good : all)) },
      { weight: 1, arbitrary: fc.constantFrom(...all) },
    );
  return fc.record({
    from: mostly<From>(covered, pages),
    method: mostly<string>(serves, [...METHODS, 'HEAD']),
    credentials: mostly<Credentials>(onClass.credentials ? ['include'] : ['omit'], modes),
    headers,
  });
}
