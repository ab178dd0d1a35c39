import type { IssueReason, PolicyIssue } from './issue.js';
import type { OriginChecks } from './origin-checks.js';
import { spelledRight } from './origin-spelling.js';
import { MAX_ORIGIN_LENGTH } from './origin.js';
import type { Boots } from './trial.js';
import { suggestExpression } from './wildcard-expression.js';

/** One way in which a text is not an origin. */
interface Fault {
  readonly reason: IssueReason;
  readonly applies: (text: string) => boolean;
  /** Continues "`origin` "x" …". */
  readonly why: string;
  /** What to do where the origin that was meant cannot be told. */
  readonly fix: string;
}

/**
 * Says what is wrong with a written origin that could not be read, and how it is spelled right, where
 * that boots.
 */
export function explainOrigin(text: string, checks: OriginChecks, boots: Boots): PolicyIssue {
  const { reason, why, fix } = FAULTS.find(({ applies }) => applies(text)) ?? NOT_SERIALIZED;
  const meant = originMeant(text);
  const told = meant !== undefined && boots(meant) ? toWrite(meant, text) : undefined;
  return {
    option: 'origin',
    value: text,
    reason,
    why,
    fix: told ?? suggestExpression(text, checks, boots) ?? fix,
  };
}

/**
 * Returns the origin or the pattern that a text means which is none, where it means one and may be
 * told: of a connection string, what looks like a host may be a password.
 */
export function originMeant(text: string): string | undefined {
  if (text.length > MAX_LENGTH || isList(text)) return undefined;
  const spelled = spelledRight(text);
  return spelled !== undefined && isTold(spelled, text) ? spelled : undefined;
}

/** What is longer has a path that nobody writes by mistake. */
const MAX_LENGTH = 2 * MAX_ORIGIN_LENGTH;

function isTold(spelled: string, text: string): boolean {
  return /^[\w+.:*/[\]-]+$/.test(spelled) && !/:\/\/[^@]*(?:[/?#\\,\s][^@]*@|@.*@)/s.test(text);
}

function toWrite(meant: string, text: string): string {
  return text === `${meant}/` ? 'remove the trailing slash' : `write "${meant}"`;
}

/** What stands between the origins of a list, each with what finds it. */
const SEPARATORS: readonly (readonly [name: string, expression: RegExp])[] = [
  ['";"', /^(?:[^/?#;]*:\/\/)?[^/?#;]*;|;\s*[^\s;]*:\/\//],
  ['"|"', /^(?:[^/?#|]*:\/\/)?[^/?#|]*\||\|\s*[^\s|]*:\/\//],
  ['","', /,/],
  ['white space', /\S\s+\S*:\/\//],
];

function isList(text: string): boolean {
  return SEPARATORS.some(([, expression]) => expression.test(text));
}

const NOT_SERIALIZED: Omit<Fault, 'applies'> = {
  reason: 'origin-not-serialized',
  why: 'is not a serialized origin',
  fix: 'write scheme://host or scheme://host:port, such as "https://app.example.com"',
};

const notSerialized = (expression: RegExp, detail: string, fix = NOT_SERIALIZED.fix): Fault => ({
  ...NOT_SERIALIZED,
  applies: (text) => expression.test(text),
  why: `is not a serialized origin (${detail})`,
  fix,
});

/** From the most to the least telling: the first that applies is named. */
const FAULTS: readonly Fault[] = [
  {
    reason: 'origin-empty',
    applies: (text) => text.trim() === '',
    why: 'is empty',
    fix: 'name an origin, or write false; is an environment variable empty?',
  },
  {
    reason: 'origin-quoted',
    applies: (text) => /^\s*["'`]|["'`]\s*$/.test(text),
    why: 'has quotation marks in it',
    fix: 'remove them, also from the environment variable',
  },
  ...SEPARATORS.map(([name, expression]): Fault => ({
    reason: 'origin-list',
    applies: (text) => expression.test(text),
    why: `is a list in one string, separated by ${name}`,
    fix: /[;|]/.test(name)
      ? 'separate the origins with commas and pass the string through parseOrigins(), or write an array'
      : 'pass the string through parseOrigins(), or write an array',
  })),
  {
    reason: 'origin-white-space',
    applies: (text) => /\s/.test(text),
    why: 'has white space in it',
    fix: 'remove it',
  },
  {
    ...NOT_SERIALIZED,
    applies: (text) => text.length > MAX_LENGTH,
    why: `is not a serialized origin (it has more than ${MAX_ORIGIN_LENGTH} characters)`,
  },
  {
    reason: 'origin-file',
    applies: (text) => /^file:/i.test(text),
    why: 'is the origin of every file: like "null", anybody can have it',
    fix: 'serve the page over http://localhost, and list that',
  },
  {
    reason: 'origin-undefined',
    applies: (text) => /:\/\/(?:undefined|null)(?::|$)/.test(text),
    why: 'was made of a variable that is not set',
    fix: 'set the variable',
  },
  {
    reason: 'origin-never-sent',
    applies: (text) => /^null$/i.test(text),
    why: 'is not how a browser writes it',
    fix: 'remove it: it stands for origins that anybody can have',
  },
  {
    reason: 'origin-without-scheme',
    applies: (text) => !text.includes('://'),
    why: 'has no scheme',
    fix: NOT_SERIALIZED.fix,
  },
  {
    reason: 'origin-pattern',
    applies: (text) => /^[^:]*\*[^:]*:/.test(text),
    why: 'has a "*" for its scheme',
    fix: 'list one origin for each scheme',
  },
  {
    reason: 'origin-pattern',
    applies: (text) => text.includes('*') && spelledRight(text) === undefined,
    why: 'is not a pattern',
    fix: 'write "*." before a whole host ("https://*.example.com"), or "*" for the whole port ("http://localhost:*")',
  },
  notSerialized(/:\/\/[^/?#\\]*@/, 'it has a user name'),
  // A lone slash at the end is what most people get wrong: what to do says enough.
  { ...NOT_SERIALIZED, applies: (text) => /:\/\/[^/?#\\]+\/$/.test(text) },
  notSerialized(/:\/\/[^/?#\\]*[/\\]/, 'it has a path'),
  notSerialized(/:\/\/[^/?#\\]*\?/, 'it has a query'),
  notSerialized(/:\/\/[^/?#\\]*#/, 'it has a fragment'),
  {
    reason: 'origin-never-sent',
    applies: (text) => spelledRight(text) !== undefined,
    why: 'is not how a browser writes it',
    fix: NOT_SERIALIZED.fix,
  },
  notSerialized(
    /:\/\/[^[\]]*:\d*$|\]:\d*$/,
    'its port is malformed',
    'write a port from 1 to 65535',
  ),
  notSerialized(/:\/\/\[/, 'its IPv6 address is malformed'),
  notSerialized(/:\/\/$|:\/\/[:.]|\.\.|\.(?::\d+)?$/, 'a label of its host is empty'),
];
