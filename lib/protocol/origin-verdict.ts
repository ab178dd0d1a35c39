import { parseOrigin } from './origin.js';
import { matchOrigin, type OriginMatch, type OriginRules } from './origin-rules.js';
import { asThenable, settled, type Thenable } from './thenable.js';

/** Why an origin is granted or refused. */
export type OriginReason =
  | 'any-origin'
  | 'origin-allowed'
  | 'no-origin'
  | 'origin-null'
  | 'origin-malformed'
  | 'origin-not-allowed'
  | 'origin-function-failed'
  | 'origin-function-timeout'
  | 'origin-function-answer';

/** What a policy says about the origin of one request. */
export interface OriginVerdict {
  readonly granted: boolean;
  readonly reason: OriginReason;
  /** What an origin function threw, or answered, where that is the reason. */
  readonly cause?: unknown;
}

const ANY_ORIGIN = verdict(true, 'any-origin');
const NO_ORIGIN = verdict(false, 'no-origin');
const BY_MATCH: Readonly<Record<OriginMatch, OriginVerdict>> = {
  allowed: verdict(true, 'origin-allowed'),
  'not-allowed': verdict(false, 'origin-not-allowed'),
  insecure: verdict(false, 'origin-not-allowed'),
  null: verdict(false, 'origin-null'),
  // As good as `null`, and no option allows it.
  file: verdict(false, 'origin-null'),
  malformed: verdict(false, 'origin-malformed'),
};

/**
 * Judges the value of an `Origin` header. The verdict is a promise only if an origin function
 * makes one; it never rejects, and it never waits longer than `timeout` milliseconds (R27).
 */
export function judgeOrigin(
  rules: OriginRules,
  origin: string | undefined,
  request: unknown,
  timeout: number,
): OriginVerdict | Promise<OriginVerdict> {
  if (rules.any) return ANY_ORIGIN;
  if (origin === undefined) return NO_ORIGIN;
  const match = matchOrigin(rules, origin);
  const undecided = match === 'not-allowed' || (match === 'null' && rules.allowsNull);
  if (!undecided || rules.decide === undefined) return BY_MATCH[match];
  try {
    const answer = rules.decide(origin, request);
    const later = asThenable(answer);
    return later === undefined ? judgeAnswer(answer, origin) : within(timeout, later, origin);
  } catch (error) {
    return verdict(false, 'origin-function-failed', error);
  }
}

/**
 * Judges an origin by what is written down, at once: an origin function is not asked, and what it
 * alone could grant is refused.
 */
export function judgeWrittenOrigin(rules: OriginRules, origin: string | undefined): OriginVerdict {
  if (rules.any) return ANY_ORIGIN;
  return origin === undefined ? NO_ORIGIN : BY_MATCH[matchOrigin(rules, origin)];
}

function within(timeout: number, later: Thenable, origin: string): Promise<OriginVerdict> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(verdict(false, 'origin-function-timeout', timeout));
    }, timeout);
    const settle = (result: OriginVerdict) => {
      clearTimeout(timer);
      resolve(result);
    };
    settled(later).then(
      ([answer]) => settle(judgeAnswer(answer, origin)),
      (error: unknown) => settle(verdict(false, 'origin-function-failed', error)),
    );
  });
}

/**
 * Judges what an origin function has answered. Strings name origins, so one that is no origin, `'*'`
 * too, grants nothing. Never throws, whatever it is given.
 */
export function judgeAnswer(answer: unknown, origin: string): OriginVerdict {
  if (answer === true) return BY_MATCH.allowed;
  if (answer === false) return BY_MATCH['not-allowed'];
  const isNamed = names(answer, origin);
  if (isNamed === undefined) return verdict(false, 'origin-function-answer', answer);
  return isNamed ? BY_MATCH.allowed : BY_MATCH['not-allowed'];
}

/** More than any list has that is made for one request; a proxy may say that it has any number. */
const MAX_NAMED = 1_000_000;

/** Tells whether an answer names an origin; `undefined` if it is not an answer. Reads each member once. */
function names(answer: unknown, origin: string): boolean | undefined {
  try {
    if (!Array.isArray(answer)) return isOriginText(answer) ? answer === origin : undefined;
    const { length } = answer;
    if (length > MAX_NAMED) return undefined;
    let isNamed = false;
    for (let at = 0; at < length; at++) {
      const name: unknown = answer[at];
      if (!isOriginText(name)) return undefined;
      isNamed ||= name === origin;
    }
    return isNamed;
  } catch {
    return undefined;
  }
}

function isOriginText(name: unknown): boolean {
  return typeof name === 'string' && (name === 'null' || parseOrigin(name) !== undefined);
}

function verdict(granted: boolean, reason: OriginReason, cause?: unknown): OriginVerdict {
  return Object.freeze(cause === undefined ? { granted, reason } : { granted, reason, cause });
}
