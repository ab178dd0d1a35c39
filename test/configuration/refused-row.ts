import type { CorsConfigurationReason } from 'nestjs-cors';
import type { WrittenApp } from './written-app.js';

/** What may not boot: the rules that the sources cite by number. */
export const RULES = {
  R1: '`*` with credentials, and `origin: true`',
  R2: 'what is not a serialized origin',
  R3: 'spellings of an origin that no browser sends',
  R4: 'a `*` that is not the whole leftmost label or the whole port',
  R5: '`null` without the option that says so, or with credentials; `file:`',
  R6: 'a wildcard over a public suffix',
  R7: '`http:` with credentials, but on the own machine',
  R8: 'methods and headers that are no tokens, or that no script can send, set or read',
  R9: '`exposedHeaders: "*"` with credentials',
  R10: 'numbers that are out of range',
  R11: 'methods: six are normalized, the others stay as they are written',
  R12: 'all issues together',
  R13: 'what is inherited is frozen',
  R14: 'expressions that are not anchored, have a state, are slow, or are open with credentials',
  paths: '`paths` that are no paths, or that are there twice',
  places: '`@Cors()` where nothing reads it',
  elsewhere: 'origins that are loaded, and resolvers that remember',
  also: 'lists that are empty or in one string, `undefined`, options and names that there are not',
} as const;

/** A configuration that does not boot, and all that is said about it. */
export interface Refused extends WrittenApp {
  readonly rule: keyof typeof RULES;
  /** A noun phrase. */
  readonly name: string;
  readonly issues: readonly ExpectedIssue[];
  /** How README shows it, where what is written would not say it. */
  readonly shown?: string;
}

export type ExpectedIssue = readonly [
  source: string,
  option: string,
  reason: CorsConfigurationReason,
  fix: string,
  more?: {
    /** If it is not what the source says for the option. */
    readonly value?: unknown;
    /** Where the option comes from, and where the credentials that it conflicts with. */
    readonly from?: readonly [string, string];
    /** Looked at where they are given. */
    readonly routes?: readonly string[];
  },
];
