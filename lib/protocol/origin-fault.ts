import type { IssueReason, PolicyIssue } from './issue.js';
import { parseOrigin } from './origin.js';

/** Says what is wrong with a written origin that could not be read, and how it is spelled right. */
export function explainOrigin(text: string): PolicyIssue {
  const issue = (reason: IssueReason, why: string, fix: string): PolicyIssue => ({
    option: 'origin',
    value: text,
    reason,
    why,
    fix,
  });
  if (text.trim() === '') {
    return issue('origin-empty', 'is empty', 'name an origin; is an environment variable not set?');
  }
  if (text.includes(',')) {
    return issue('origin-list', 'is a list in one string', 'pass it through parseOrigins()');
  }
  if (text.startsWith('file:')) {
    return issue('origin-file', 'is never sent: files have the origin "null"', 'serve the page');
  }
  if (!text.includes('://')) {
    const origin = spelledRight(`https://${text}`);
    return issue('origin-without-scheme', 'has no scheme', instead(origin, 'write the scheme'));
  }
  if (text.includes('*')) {
    return issue(
      'origin-pattern',
      'is not a pattern',
      'a "*" stands for whole labels on the left ("https://*.example.com") or for the whole port ("http://localhost:*")',
    );
  }
  const right = spelledRight(text);
  if (right !== undefined && isOnlySpelling(text)) {
    return issue('origin-never-sent', 'is not how a browser writes it', instead(right));
  }
  return issue(
    'origin-not-serialized',
    'is not a serialized origin',
    text === `${right}/`
      ? 'remove the trailing slash'
      : instead(right, 'write scheme://host or scheme://host:port'),
  );
}

/** Whether the text has the parts of an origin and no others, if spelled in another way. */
function isOnlySpelling(text: string): boolean {
  return /^[^/?#@\s\\]+:\/\/[^/?#@\s\\]+$/.test(text);
}

/** The serialized origin that a user agent would make of a text. */
function spelledRight(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, host } = new URL(text);
  const origin = `${protocol}//${host}`;
  return parseOrigin(origin) && origin;
}

function instead(origin: string | undefined, otherwise = 'correct it'): string {
  return origin === undefined ? otherwise : `write ${JSON.stringify(origin)}`;
}
