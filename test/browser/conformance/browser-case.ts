import { readFileSync } from 'node:fs';
import type { CorsOptions } from 'nestjs-cors';
import type { From } from '../support/tabs.js';
import type { Place, Ports } from '../support/site.js';

/** A case of test/conformance/browser-cases.json, which names no library. */
export interface BrowserCase {
  readonly id: string;
  readonly title: string;
  /** `null`: no CORS. */
  readonly policy: CasePolicy | null;
  readonly page: From;
  readonly target?: Place;
  readonly init: RequestInit & {
    readonly repeat?: number;
    readonly sse?: boolean;
    readonly ws?: boolean;
    readonly xhrUpload?: boolean;
  };
  readonly route?: {
    readonly status?: number;
    readonly redirect?: number;
    readonly to?: 'same' | 'other';
    readonly sse?: boolean;
    readonly ws?: boolean;
  };
  readonly expect: Expectation;
}

/** What the page must see, and what the server must. */
export interface Expectation {
  readonly result: 'resolve' | 'reject' | 'opaque' | 'resolve-or-config-error';
  readonly preflight?: boolean;
  readonly preflights?: number;
  readonly preflightStatus?: readonly [from: number, to: number];
  readonly status?: number;
  readonly readable?: readonly string[];
  readonly hidden?: readonly string[];
}

interface CasePolicy {
  readonly origins: '*' | readonly string[];
  readonly credentials: boolean;
  /** Beyond GET, HEAD and POST. */
  readonly methods: '*' | readonly string[];
  readonly allowedHeaders: '*' | readonly string[];
  readonly exposedHeaders: '*' | readonly string[];
  readonly maxAge?: number;
  readonly dangerouslyAllowNullOrigin?: boolean;
}

const file = new URL('../../conformance/browser-cases.json', import.meta.url);

export const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: BrowserCase[] };

/** The policy of a case as options of this library. */
export function optionsOf(
  { origins, methods, ...others }: CasePolicy,
  { port, port2 }: Ports,
): CorsOptions {
  const placed = (origin: string) =>
    origin.replace('$PORT2', `${port2}`).replace('$PORT', `${port}`);
  return {
    ...others,
    origin: origins === '*' ? '*' : origins.map(placed),
    methods: methods === '*' ? '*' : ['GET', 'HEAD', 'POST', ...methods],
  };
}
