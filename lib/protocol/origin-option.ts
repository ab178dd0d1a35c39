import { explainOrigin } from './origin-fault.js';
import { readOriginEntry } from './origin-entry.js';
import type { OriginRules } from './origin-rules.js';
import type { IssueReason, Report } from './issue.js';
import type { OriginFunction } from './options.js';
import type { Origin } from './origin.js';
import { SubdomainTree } from './subdomain-tree.js';

/** The `origin` option, read: the rules to match with, and the tuple origins that it wrote down. */
export interface WrittenOrigins {
  readonly rules: OriginRules;
  readonly listed: readonly ListedOrigin[];
}

/** A tuple origin or a pattern, with the text that the user wrote. */
export interface ListedOrigin {
  readonly text: string;
  readonly origin: Origin;
}

/** What is left of options that name no origin. */
export const NO_ORIGINS: WrittenOrigins = readOrigins([''], () => undefined);

/** Reads an `origin` option that names origins. */
export function readOrigins(value: unknown, report: Report): WrittenOrigins {
  const exact = new Set<string>();
  const anyPort = new Set<string>();
  const subdomains = new SubdomainTree();
  const expressions: RegExp[] = [];
  const listed: ListedOrigin[] = [];
  let any = false;

  const readText = (text: string): void => {
    const meaning = readOriginEntry(text);
    if (meaning === undefined) {
      report(explainOrigin(text));
    } else if (meaning.kind === 'any') {
      any = true;
    } else if (meaning.kind === 'null') {
      exact.add(text);
    } else {
      listed.push({ text, origin: meaning.origin });
      const { scheme, host } = meaning.origin;
      if (meaning.kind === 'exact') exact.add(text);
      else if (!meaning.subdomains) anyPort.add(`${scheme}://${host}`);
      else subdomains.add(meaning.origin);
    }
  };

  const decide = typeof value === 'function' ? (value as OriginFunction) : undefined;
  const entries = decide === undefined ? entriesOf(value, report) : [];
  for (const entry of entries) {
    if (typeof entry === 'string') readText(entry);
    else if (entry instanceof RegExp) readExpression(entry, expressions, report);
    else report(wrongEntry(entry));
  }
  if (any && entries.length > 1) {
    report({
      option: 'origin',
      value,
      reason: 'origin-any-in-list',
      why: 'lists "*" beside other origins',
      fix: 'write origin: "*" for any origin, or remove it from the list',
    });
  }
  return {
    listed,
    rules: {
      any,
      allowsNull: exact.has('null'),
      exact,
      anyPort,
      subdomains,
      expressions,
      decide,
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
      fix: 'name an origin, or write false to switch CORS off; is an environment variable not set?',
    });
  }
  return value;
}

function readExpression(expression: RegExp, expressions: RegExp[], report: Report): void {
  const issue = (reason: IssueReason, why: string, fix: string) =>
    report({ option: 'origin', value: expression, reason, why, fix });
  const { source, flags } = expression;
  if (/[gy]/.test(flags)) {
    issue(
      'regexp-stateful',
      'remembers where it stopped',
      `remove the flag ${flags.replace(/[^gy]/g, '')}`,
    );
  }
  if (!source.startsWith('^') || !source.endsWith('$') || source.endsWith('\\$')) {
    issue(
      'regexp-not-anchored',
      'matches a part of an origin',
      `anchor it: /^${source.replace(/^\^|\$$/g, '')}$/${flags}`,
    );
  }
  // A copy, so that nothing done to the original later matters (R13), and anchored around the
  // whole: in `^a|b$` each anchor holds one branch only.
  expressions.push(new RegExp(`^(?:${source})$`, flags));
}

function wrongEntry(value: unknown) {
  if (value === true) {
    return {
      option: 'origin',
      value,
      reason: 'origin-true',
      why: 'would reflect whoever asks',
      fix: 'write "*" for any origin without credentials, or list the origins',
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
