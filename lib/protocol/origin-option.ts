import { explainExpression } from './expression-fault.js';
import { explainOrigin } from './origin-fault.js';
import { readOriginEntry } from './origin-entry.js';
import { type OriginExpression, type OriginRules, OriginSource } from './origin-rules.js';
import { FirstIssues, type PolicyIssue, type Report } from './issue.js';
import type { OriginChecks } from './origin-checks.js';
import type { OriginFunction } from './origin-function.js';
import type { Origin } from './origin.js';
import { anchored } from './regexp-source.js';
import { SubdomainTree } from './subdomain-tree.js';
import { NOTHING_BOOTS, type Boots } from './trial.js';

/** The `origin` option, read: the rules to match with, and the tuple origins that it wrote down. */
export interface WrittenOrigins {
  readonly rules: OriginRules;
  readonly listed: readonly ListedOrigin[];
  /** As the user wrote them; those of the rules are anchored once more. */
  readonly expressions: readonly RegExp[];
}

/** A tuple origin or a pattern, with the text that the user wrote. */
export interface ListedOrigin {
  readonly text: string;
  readonly origin: Origin;
  /** Whether the text is a pattern that begins with `*.`. */
  readonly subdomains: boolean;
}

/** What is left of options that name no origin. */
export const NO_ORIGINS: WrittenOrigins = readOrigins(
  [''],
  () => undefined,
  {
    slowness: () => undefined,
    publicSuffix: () => undefined,
    registrableDomain: () => undefined,
    hostEndings: () => undefined,
    examples: () => [],
  },
  NOTHING_BOOTS,
);

/** Reads an `origin` option that names origins. */
export function readOrigins(
  value: unknown,
  report: Report,
  checks: OriginChecks,
  boots: Boots,
): WrittenOrigins {
  const exact = new Set<string>();
  const anyPort = new Set<string>();
  const tree = new SubdomainTree();
  const expressions: OriginExpression[] = [];
  const written: RegExp[] = [];
  const listed: ListedOrigin[] = [];
  const faults = new FirstIssues<PolicyIssue>();
  let any = false;

  const readText = (text: string): void => {
    const meaning = readOriginEntry(text);
    if (meaning === undefined) {
      faults.add(() => explainOrigin(text, checks, boots));
    } else if (meaning.kind === 'any') {
      any = true;
    } else if (meaning.kind === 'null') {
      exact.add(text);
    } else {
      const subdomains = meaning.kind === 'pattern' && meaning.subdomains;
      listed.push({ text, origin: meaning.origin, subdomains });
      const { scheme, host } = meaning.origin;
      if (meaning.kind === 'exact') exact.add(text);
      else if (!subdomains) anyPort.add(`${scheme}://${host}`);
      else tree.add(meaning.origin);
    }
  };

  const readExpression = (expression: RegExp): void => {
    for (const issue of explainExpression(expression, checks, boots)) {
      faults.add(() => issue);
    }
    // The policy has it confirm what it matches: it knows the other options.
    expressions.push({ expression: anchored(expression), confirm: undefined });
    written.push(expression);
  };

  const decide = typeof value === 'function' ? (value as OriginFunction) : undefined;
  const source = value instanceof OriginSource ? value : undefined;
  const entries = (decide ?? source) === undefined ? entriesOf(value, report) : [];
  for (const entry of entries) {
    if (typeof entry === 'string') readText(entry);
    else if (entry instanceof RegExp) readExpression(entry);
    else faults.add(() => wrongEntry(entry, boots));
  }
  faults.list().forEach(report);
  if (any && entries.length > 1) {
    report({
      option: 'origin',
      value: '*',
      reason: 'origin-any-in-list',
      why: 'stands in a list beside other origins',
      fix: boots('*')
        ? 'write origin: "*" for any origin, or remove it from the list'
        : 'remove it from the list',
    });
  }
  return {
    listed,
    expressions: written,
    rules: {
      any,
      // For the policy to say: it takes other options.
      allowsNull: false,
      exact,
      anyPort,
      subdomains: tree,
      expressions: Object.freeze(expressions),
      decide,
      source,
    },
  };
}

function entriesOf(value: unknown, report: Report): readonly unknown[] {
  if (!Array.isArray(value)) return [value];
  if (value.length === 0) {
    report({
      option: 'origin',
      value,
      reason: 'origin-empty',
      why: 'is an empty list',
      fix: EMPTY_LIST,
    });
  }
  return value;
}

const EMPTY_LIST =
  'name an origin; where none is meant, write false, such as `origin: origins.length > 0 ? origins : false`; is an environment variable not set?';

function wrongEntry(value: unknown, boots: Boots) {
  if (value === undefined) {
    return {
      option: 'origin',
      value,
      reason: 'origin-undefined',
      why: 'is no origin',
      fix: 'set the environment variable that it comes from, or take it out of the list',
    } as const;
  }
  if (value === true) {
    return {
      option: 'origin',
      value,
      reason: 'origin-true',
      why: 'would reflect whoever asks',
      fix: boots('*')
        ? 'write "*" for any origin without credentials, or list the origins'
        : 'list the origins',
    } as const;
  }
  return {
    option: 'origin',
    value,
    reason: 'wrong-type',
    why: 'is not an origin',
    fix: 'write a string, a RegExp, an array of these, one function, or false',
  } as const;
}
