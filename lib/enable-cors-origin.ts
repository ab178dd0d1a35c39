import { types } from 'node:util';
import type { CorsOrigin, CorsOriginFunction, OriginEntry } from './cors-origin.js';
import { originChecks } from './origin-checks.js';
import { printed } from './printed.js';
import { printedValue } from './shown-value.js';
import { isToken } from './protocol/token.js';
import { isNarrower, patternMeant } from './protocol/pattern-meant.js';
import type { PolicyIssue } from './protocol/issue.js';
import { readOriginEntry } from './protocol/origin-entry.js';
import { compilePolicy } from './protocol/policy.js';

/** Takes a sentence about what is different. One about a danger, or that CORS is off, comes first. */
export type Note = (sentence: string, isDanger?: boolean) => void;

/**
 * Begins a sentence with an option and its value, as far as a message may tell it: of a list the
 * first members, of a text where names belong all up to what is no name.
 */
export function about(option: string, value: unknown): string {
  if (types.isProxy(value) || !Array.isArray(value)) return `${option} ${shownOf(option, value)}`;
  const few = value.slice(0, MAX_MEMBERS).map((member: unknown) => shownOf(option, member));
  const more = value.length > MAX_MEMBERS ? ` and ${value.length - MAX_MEMBERS} more` : '';
  return `${option} [${few.join(', ')}]${more}`;
}

function shownOf(option: string, value: unknown): string {
  switch (option) {
    case 'origin':
      return printedValue(option, 'origin-not-serialized', value);
    case 'methods':
    case 'allowedHeaders':
    case 'exposedHeaders':
      return isNames(value) ? printed(value) : printedValue(option, 'header-not-a-token', value);
    default:
      return printedValue(option, 'wrong-type', value);
  }
}

function isNames(value: unknown): boolean {
  return typeof value === 'string' && value.split(',').every((name) => isToken(name.trim()));
}

const MAX_MEMBERS = 10;

/** Says that a value is left out, why, and what to do about it. */
export function leftOut(
  option: string,
  value: unknown,
  issues: readonly PolicyIssue[],
  consequence = '',
): string {
  const fixes = issues.map(({ fix }) => fix).filter((fix) => fix !== 'remove it');
  const instead = fixes.length > 0 ? `: ${fixes.join('; ')}` : '';
  return `${about(option, value)} ${reasons(issues)}${consequence}; it is left out${instead}`;
}

function reasons(issues: readonly PolicyIssue[]): string {
  return issues.map(({ why }) => why).join(', and ');
}

/**
 * Turns the `origin` of `enableCors()` into ours. Only what matched before is kept: what never did,
 * if for a trailing slash only, is for somebody to write as it is meant.
 */
export function convertOrigin(
  given: { readonly origin?: unknown },
  credentials: boolean,
  note: Note,
): CorsOrigin | undefined {
  if (!('origin' in given)) {
    note('origin, where not named, was "*", and would be no CORS here: "*" is written out');
    return '*';
  }
  const origin = convertGiven(given.origin, credentials, note);
  if (origin === undefined) {
    note(
      "CORS is off until an origin is named: write origin: ['https://app.example.com'], with the origins of your pages",
      true,
    );
  }
  return origin;
}

function convertGiven(origin: unknown, credentials: boolean, note: Note): CorsOrigin | undefined {
  if (origin === '*') return '*';
  if (origin === true) return convertReflection(credentials, note);
  if (typeof origin === 'function') {
    noteFunction(about('origin', origin), note);
    return origin as CorsOriginFunction;
  }
  if (origin === false) {
    note('origin false left preflights to the app; they are refused with 403 now');
    return false;
  }
  if (!origin) {
    note(
      `${about('origin', origin)} was no CORS on Express and an error on Fastify: list the origins; is an environment variable not set?`,
    );
    return undefined;
  }
  if (!Array.isArray(origin)) {
    const kept = keepEntry(origin, credentials, note);
    if (typeof origin === 'string' && kept !== undefined) {
      note(`${about('origin', origin)} was sent to everybody; it is sent to that origin only now`);
    }
    return kept;
  }
  if (origin.length === 0) note(leftOut('origin', origin, issuesOf(origin, credentials)));
  const kept = origin.flatMap((entry: unknown) => keepEntry(entry, credentials, note) ?? []);
  return kept.length > 0 ? kept : undefined;
}

function convertReflection(credentials: boolean, note: Note): '*' | undefined {
  if (credentials) {
    note(
      'origin true let any site act for the users of this one, with their cookies; it is left out: list the origins',
      true,
    );
    return undefined;
  }
  note('origin true reflected whoever asked; it is "*" now, the same without credentials');
  return '*';
}

function noteFunction(decide: string, note: Note): void {
  note(
    `${decide} was called for every request; it is called for well-formed origins only, and not for "null"`,
  );
  note(
    `${decide} ended the request with 500 when it called back with an error; the origin is refused now, and the request goes on: stop it in a guard if it has to stop`,
  );
  note(
    `${decide} could call back with "*" or a RegExp; now with a boolean, an origin or a list of origins, within five seconds`,
  );
}

function keepEntry(entry: unknown, credentials: boolean, note: Note): OriginEntry | undefined {
  if (entry instanceof RegExp) return keepExpression(entry, credentials, note);
  const meaning = typeof entry === 'string' ? readOriginEntry(entry) : undefined;
  if (meaning?.kind === 'any') {
    note(
      `${about('origin', entry)} in a list never matched on Express, and was any origin on Fastify; it is left out: write origin: "*" if that is meant`,
    );
    return undefined;
  }
  if (meaning?.kind === 'pattern') {
    note(
      `${about('origin', entry)} never matched; it is left out: a pattern here, write it again if that is meant`,
    );
    return undefined;
  }
  const issues = issuesOf(entry, credentials);
  if (issues.length === 0) return entry as string;
  const didMatch = meaning !== undefined || typeof entry !== 'string' || entry === 'file://';
  note(leftOut('origin', entry, issues, didMatch ? '' : ', and never matched'));
  return undefined;
}

function keepExpression(
  expression: RegExp,
  credentials: boolean,
  note: Note,
): OriginEntry | undefined {
  const flags = expression.flags.replaceAll(/[gy]/g, '');
  const stateless = new RegExp(expression.source, flags);
  const issues = issuesOf(stateless, credentials);
  if (issues.length === 0) {
    if (flags === expression.flags) return expression;
    note(
      `${about('origin', expression)} remembers where it stopped, and on Express refused every second request; it is ${printed(stateless)} now`,
    );
    return stateless;
  }
  const meant = patternMeant(expression.source);
  if (
    meant === undefined ||
    !isNarrower(meant, expression) ||
    issuesOf(meant, credentials).length > 0
  ) {
    note(leftOut('origin', expression, issues));
    return undefined;
  }
  note(
    `${about('origin', expression)} ${reasons(issues)}; it is "${meant}" now: list what else is meant`,
  );
  return meant;
}

/** What keeps one origin from booting by itself. */
function issuesOf(origin: unknown, credentials: boolean): readonly PolicyIssue[] {
  return compilePolicy({ origin: origin as OriginEntry, credentials }, originChecks).issues ?? [];
}
