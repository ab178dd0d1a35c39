/** A policy, in words of no library. */
export interface Policy {
  readonly origins?: '*' | readonly Origin[];
  readonly credentials?: boolean;
  /** Beyond GET, HEAD and POST, which are always in. */
  readonly methods?: '*' | readonly string[];
  /** Left out, none. */
  readonly allowedHeaders?: '*' | readonly string[];
  readonly exposedHeaders?: '*' | readonly string[];
  readonly maxAge?: number;
  readonly dangerouslyAllowNullOrigin?: boolean;
  /** The origins are granted only to requests that carry this header. */
  readonly onlyWith?: string;
}

/** A serialized origin, a pattern (`https://*.example.com`, `http://localhost:*`), or an expression. */
export type Origin = string | { readonly expression: string; readonly flags?: string };

/** The policy of the app, and of routes that differ from it. */
export interface Config extends Policy {
  /** By method and path: `PUT /x`. `false` is no CORS there. */
  readonly routes?: Readonly<Record<string, Policy | false>>;
  /** The options are frozen all the way down before an engine gets them. */
  readonly frozen?: boolean;
  /** This is pushed into every list of the options once the app listens. */
  readonly pushedLater?: string;
}

/** Text, or long text: what is repeated between two ends. */
export type Text =
  string | { readonly before: string; readonly repeat: string; readonly times: number };

export type Level =
  | 'MUST'
  | 'SHOULD'
  /** Either answer is safe: the expected one, or a refusal. */
  | 'DECISION'
  /** Implementations differ: the set of what is acceptable is expected. */
  | 'CHOICE'
  /** What this library promises beyond the protocol: nobody else is asked. */
  | 'CONTRACT';

export interface Case {
  readonly id: string;
  readonly class: string;
  readonly level: Level;
  /** `null`: no CORS is configured at all. */
  readonly config: Config | null;
  readonly method: string;
  /** `/t` unless it says something else. */
  readonly path?: string;
  /** Several header lines, if it is a list; none, if it is `null`. */
  readonly origin: Text | readonly Text[] | null;
  readonly host?: string;
  readonly headers?: readonly (readonly [name: string, value: Text])[];
  /** A block of header lines, with `\r`, `\n` and `\0` written as escapes. */
  readonly raw?: string;
  /** Sends the request so many times; every answer has to do. */
  readonly times?: number;
  readonly expect: Expect;
  /** What is expected of this library besides: where others may choose, its contract has chosen. */
  readonly contract?: Expect;
  /** The public suite that it comes from. */
  readonly suite?: string;
  readonly why?: string;
  readonly source?: string;
  /** Why this library answers otherwise than the suite demands. */
  readonly differs?: string;
}

/** A header's exact value; `null`, if it must not be there. */
type Value = string | null;

export interface Expect {
  readonly outcome?: string;
  /** The verdict of the Fetch standard's preflight check. */
  readonly browser?: 'accept' | 'reject';
  readonly acao?: Value;
  readonly acac?: Value;
  readonly acam?: Value;
  readonly acah?: Value;
  readonly acma?: Value;
  readonly aceh?: Value;
  readonly acapn?: Value;
  /** One of these. */
  readonly acaoIn?: readonly Value[];
  readonly acmaIn?: readonly Value[];
  /** No `Access-Control-*` header at all. */
  readonly silent?: boolean;
  readonly acamWithinPolicy?: boolean;
  readonly acahWithinPolicy?: boolean;
  readonly acamIncludes?: readonly string[];
  readonly acamIncludesOrAbsent?: readonly string[];
  readonly acamNot?: readonly string[];
  readonly acahIncludes?: readonly string[];
  readonly acahNot?: readonly string[];
  readonly acehIncludes?: readonly string[];
  readonly varyIncludes?: readonly string[];
  readonly varyExcludes?: readonly string[];
  /** These names, each once. */
  readonly vary?: readonly string[];
  readonly handlerReached?: boolean;
  readonly preflight?: boolean;
  readonly statusIn?: readonly number[];
  readonly noHeader?: string;
  readonly emptyBody?: boolean;
  readonly maxMs?: number;
  readonly maxResponseBytes?: number;
  /** Refusing the configuration at boot will do as well. */
  readonly orConfigError?: boolean;
  /** A refused request leaks nothing: counted for itself. */
  readonly strict?: Expect;
}

/** Writes a text out. */
export function written(text: Text): string {
  return typeof text === 'string' ? text : text.before + text.repeat.repeat(text.times);
}
