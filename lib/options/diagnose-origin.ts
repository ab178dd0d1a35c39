import { originChecks } from '../origin-checks.js';
import { printed } from '../printed.js';
import type { IssueReason } from '../protocol/issue.js';
import { originMeant } from '../protocol/origin-fault.js';
import { compilePolicy } from '../protocol/policy.js';
import { shownOrigin } from '../shown-origin.js';

/** Why a value is not an origin that a list can have. */
export interface OriginDiagnosis {
  readonly reason: IssueReason;
  /** One sentence, for who wrote it; it is bounded, and shows no password of a connection string. */
  readonly message: string;
  /** The origin that is meant, if one is: it is an origin itself. */
  readonly fix?: string;
}

/**
 * Tells whether a value is an origin that a list can have: a serialized origin, as a browser sends
 * it, or a pattern. Exactly these may be rows of what `load()` returns, under a policy without
 * credentials and without a `dangerouslyAllow…` option; credentials refuse `http:` besides. Never
 * throws, whatever it is given.
 *
 * @example
 * isOrigin('https://acme.example') // true
 * isOrigin('https://acme.example/') // false: diagnoseOrigin() says why
 */
export function isOrigin(value: unknown): boolean {
  return diagnoseOrigin(value) === undefined;
}

/**
 * Says why a value is not an origin that a list can have, or returns `undefined` if it is one: see
 * {@link isOrigin}. Never throws, whatever it is given.
 *
 * @example
 * diagnoseOrigin('https://acme.example/')
 * // { reason: 'origin-not-serialized', fix: 'https://acme.example',
 * //   message: '"https://acme.example/" is not a serialized origin: remove the trailing slash' }
 */
export function diagnoseOrigin(value: unknown): OriginDiagnosis | undefined {
  if (typeof value !== 'string') {
    const kind = value === null ? 'null' : `of type ${typeof value}`;
    return { reason: 'wrong-type', message: `a value ${kind} is not an origin: ${WRITE_ONE}` };
  }
  if (value === '*') {
    return { reason: 'origin-any-in-list', message: `"*" is any origin: ${WRITE_ONE}` };
  }
  // Nothing that is longer is an origin, and what is wrong with it is seen before.
  const text = value.slice(0, MAX_LENGTH);
  const issue = issueOf(text);
  if (issue === undefined) return undefined;
  const { reason, why } = issue;
  const meant = originMeant(text);
  const fix = meant !== undefined && issueOf(meant) === undefined ? meant : undefined;
  const sentence = `${printed(shownOrigin(text))} ${why}`;
  return fix === undefined
    ? { reason, message: `${sentence}: ${WRITE_ONE}` }
    : { reason, message: `${sentence}: ${issue.fix}`, fix };
}

const MAX_LENGTH = 10_000;
const WRITE_ONE = 'write one such as "https://app.example.com"';

function issueOf(text: string) {
  return compilePolicy({ origin: [text] }, originChecks).issues?.[0];
}
