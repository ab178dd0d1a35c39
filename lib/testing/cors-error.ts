import type { PageRequest } from './page-request.js';

/** Where a browser stops, by the name that the Fetch standard gives the algorithm. */
export type CorsStep = keyof typeof SECTIONS;

const SECTIONS = {
  'main fetch': 'concept-main-fetch',
  'HTTP fetch': 'concept-http-fetch',
  'CORS-preflight fetch': 'cors-preflight-fetch-0',
  'CORS check': 'concept-cors-check',
  'HTTP-redirect fetch': 'concept-http-redirect-fetch',
} as const;

/** Why a browser stops. */
export type CorsReason =
  | 'origin-missing'
  | 'origin-several'
  | 'origin-differs'
  | 'origin-wildcard'
  | 'credentials-missing'
  | 'credentials-not-true'
  | 'preflight-redirect'
  | 'preflight-status'
  | 'methods-malformed'
  | 'method-not-allowed'
  | 'headers-malformed'
  | 'header-not-allowed'
  | 'header-not-in-wildcard'
  | 'mode-same-origin'
  | 'mode-no-cors'
  | 'scheme'
  | 'redirect-mode'
  | 'redirect-count'
  | 'redirect-location'
  | 'redirect-scheme'
  | 'redirect-credentials'
  | 'redirect-body';

/** What is wrong, as data. */
export interface CorsFault {
  readonly step: CorsStep;
  readonly reason: CorsReason;
  /** What is wrong, after "the response …" or "the request …". */
  readonly why: string;
  /** The header that decides, what it said, and what it had to say. */
  readonly header?: string;
  readonly received?: string | undefined;
  readonly expected?: string;
}

/**
 * What {@link corsFetch} rejects with where a browser rejects with a network error. It is a
 * `TypeError` as in a browser, which does not say why; this one does.
 */
export class CorsError extends TypeError {
  override readonly name = 'CorsError';
  /** The algorithm of the Fetch standard that failed. */
  readonly step: CorsStep;
  readonly reason: CorsReason;
  /** Whether it failed at the preflight, so that the actual request was not sent. */
  readonly preflight: boolean;
  /** The status of the response at which it failed, if it came to one. */
  readonly status: number | undefined;
  /** The response header that decided. */
  readonly header: string | undefined;
  /** What that header said, its lines joined; nothing if it was absent. */
  readonly received: string | undefined;
  /** What it had to say. */
  readonly expected: string | undefined;
  /** The section of the standard. */
  readonly see: string;

  constructor(
    { step, reason, why, header, received, expected }: CorsFault,
    { method, url, origin }: PageRequest,
    { preflight = false, status }: { readonly preflight?: boolean; readonly status?: number } = {},
  ) {
    const see = `https://fetch.spec.whatwg.org/#${SECTIONS[step]}`;
    const said = preflight ? "the preflight's response" : 'the response';
    const subject = status === undefined ? 'the request' : `${said} (${status})`;
    super(`${method} ${url.href} from ${origin}: ${subject} ${why} (${step}: ${see})`);
    this.step = step;
    this.reason = reason;
    this.preflight = preflight;
    this.status = status;
    this.header = header;
    this.received = received;
    this.expected = expected;
    this.see = see;
  }
}
