import { CORS_RESPONSE_HEADERS } from './header.js';
import { FirstIssues, type PolicyIssue, type Report } from './issue.js';
import { readNames } from './name-list.js';
import { isToken } from './token.js';

// https://fetch.spec.whatwg.org/#forbidden-request-header
const FORBIDDEN_REQUEST_HEADERS = new Set([
  'accept-charset',
  'accept-encoding',
  'access-control-request-headers',
  'access-control-request-method',
  'access-control-request-private-network',
  'connection',
  'content-length',
  'cookie',
  'cookie2',
  'date',
  'dnt',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'referer',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
]);

// https://fetch.spec.whatwg.org/#forbidden-response-header-name
const FORBIDDEN_RESPONSE_HEADERS = new Set(['set-cookie', 'set-cookie2']);

const PROHIBITED_REQUEST_HEADERS = new Set(CORS_RESPONSE_HEADERS.map((name) => name.toLowerCase()));

const REROUTING_REQUEST_HEADERS = new Set([
  'forwarded',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-original-url',
  'x-rewrite-url',
]);

/**
 * Tells whether proxies or middleware choose another handler, or another host, by a request header. The
 * handler that then runs is not the one that a preflight asked about. `name` is in lower case.
 */
export function isReroutingHeader(name: string): boolean {
  return REROUTING_REQUEST_HEADERS.has(name) || name.startsWith('x-forwarded-');
}

/** Reads the `allowedHeaders` option: lower-cased names, each once, `*` among them or not. */
export function readAllowedHeaders(value: unknown, report: Report): readonly string[] | undefined {
  return readHeaderNames('allowedHeaders', value, report, (name) => {
    if (isForbiddenRequestHeader(name)) {
      return { reason: 'header-forbidden', why: 'is a request header that no script can set' };
    }
    if (PROHIBITED_REQUEST_HEADERS.has(name)) {
      return { reason: 'header-prohibited', why: 'is a response header' };
    }
    return undefined;
  });
}

/** Reads the `exposedHeaders` option: names as they were written, each once. */
export function readExposedHeaders(value: unknown, report: Report): readonly string[] | undefined {
  return readHeaderNames('exposedHeaders', value, report, (name) =>
    FORBIDDEN_RESPONSE_HEADERS.has(name)
      ? { reason: 'header-forbidden', why: 'is a response header that no script can read' }
      : undefined,
  );
}

interface Refusal {
  readonly reason: 'header-forbidden' | 'header-prohibited';
  readonly why: string;
}

/** Says whether no script can set a request header, whose name is in lower case. */
export function isForbiddenRequestHeader(name: string): boolean {
  return (
    FORBIDDEN_REQUEST_HEADERS.has(name) || name.startsWith('proxy-') || name.startsWith('sec-')
  );
}

function readHeaderNames(
  option: string,
  value: unknown,
  report: Report,
  refuse: (name: string) => Refusal | undefined,
): readonly string[] | undefined {
  const names = new Map<string, string>();
  const faults = new FirstIssues<PolicyIssue>();
  const written = readNames(option, value, report);
  for (const name of written ?? []) {
    const key = name.toLowerCase();
    const refusal = refuse(key);
    if (!isToken(name)) {
      faults.add(() => ({
        option,
        value: name,
        reason: 'header-not-a-token',
        why: 'is not a header name',
        fix: 'write one name a member, such as "X-Request-Id"',
      }));
    } else if (refusal !== undefined) {
      faults.add(() => ({ option, value: name, ...refusal, fix: 'remove it' }));
    } else if (!names.has(key)) {
      names.set(key, name);
    }
  }
  faults.list().forEach(report);
  return written && [...names.values()];
}
