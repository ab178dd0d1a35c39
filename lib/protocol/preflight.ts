import type { DecisionReason, PreflightDecision } from './decision.js';
import { ACAH, ACAM, ACAO, type HeaderField } from './header.js';
import { isReroutingHeader } from './header-names.js';
import { DEFAULT_METHODS, isForbiddenMethod } from './methods.js';
import type { OriginVerdict } from './origin-verdict.js';
import type { AllowedHeaders, CorsPolicy } from './policy.js';
import { readRequestedHeaders } from './requested-headers.js';
import { isToken } from './token.js';

/** What a preflight asks, and for whom. */
export interface PreflightRequest {
  readonly origin: string;
  /** `Access-Control-Request-Method`, as it came. */
  readonly method: string;
  /** `Access-Control-Request-Headers`, its lines joined; absent when nothing needs permission. */
  readonly headers: string | undefined;
}

/** What is known of the resource that a preflight is about: the path, with all its methods. */
export interface Resource {
  /** Lists the methods that controllers serve here; none where they do not serve the one asked for. */
  methods(): readonly string[];
  /** Says whether a request with this method is answered under the same policy as the preflight. */
  readonly shares: (method: string) => boolean;
  /** Says whether every method, also one that nobody serves, is answered under the same policy. */
  isUniform(): boolean;
}

/**
 * Decides a preflight: origin, then method, then headers, and the first that is not allowed ends
 * it. What is granted is never wider than what the actual request would get: of several methods
 * only those are listed that are answered under the same policy.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch
 */
export function decidePreflight(
  policy: CorsPolicy,
  { origin, method, headers }: PreflightRequest,
  verdict: OriginVerdict,
  resource: Resource,
): PreflightDecision {
  const refuse = (reason: DecisionReason): PreflightDecision => ({
    granted: false,
    reason,
    status: 403,
    headers: policy.refusedPreflightHeaders,
  });

  if (!verdict.granted) return refuse(verdict.reason);
  const methods = grantedMethods(policy, method, resource);
  if (methods === undefined) return refuse(faultOf(method));

  const { names, others, value } = policy.allowedHeaders;
  const requested = readRequestedHeaders(headers ?? '', names, (name) =>
    allowsUnlisted(policy.allowedHeaders, name),
  );
  if ('fault' in requested) {
    const { fault, name } = requested;
    return name === undefined ? refuse(fault) : { ...refuse(fault), header: name };
  }

  const fields: HeaderField[] = policy.origins.any ? [] : [[ACAO, origin]];
  fields.push(...policy.preflightHeaders, [ACAM, methods]);
  const allowed = others ? requested.names : value;
  if (allowed !== '') fields.push([ACAH, allowed]);
  return {
    granted: true,
    reason: 'preflight-granted',
    status: policy.optionsSuccessStatus,
    headers: fields,
  };
}

/** Tells whether a preflight is granted a header that is not listed. `name` is in lower case. */
export function allowsUnlisted({ others, authorization }: AllowedHeaders, name: string): boolean {
  // A header may be called `*`, but an answer that says so would mean every header.
  if (!others || name === '*' || isReroutingHeader(name)) return false;
  return authorization || name !== 'authorization';
}

/** The value of ACAM, or nothing if the method is not among what it would list (R42). */
function grantedMethods(policy: CorsPolicy, method: string, resource: Resource) {
  if (!resource.shares(method)) return undefined;
  if (policy.methods === '*') {
    // A method may be called `*`, but an answer that says so would mean every method.
    if (method === '*' || faultOf(method) !== 'method-not-allowed') return undefined;
    // With credentials `*` is just a name (R45).
    return !policy.credentials && resource.isUniform() ? '*' : method;
  }
  const listed = policy.methods ?? orDefault(resource.methods());
  if (!listed.includes(method)) return undefined;
  if (listed === policy.methods && listed.every(resource.shares)) return policy.methodsValue;
  return listed.filter(resource.shares).join(',');
}

/** Why a method is not granted. What a policy lists has neither of the first two. */
function faultOf(method: string): DecisionReason {
  if (!isToken(method)) return 'method-malformed';
  return isForbiddenMethod(method) ? 'method-forbidden' : 'method-not-allowed';
}

function orDefault(served: readonly string[]): readonly string[] {
  return served.length > 0 ? served : DEFAULT_METHODS;
}
