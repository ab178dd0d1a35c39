import type { IncomingMessage } from 'node:http';
import type { CorsOptions } from '../cors-options.js';
import { isOriginList } from '../origin-object.js';
import { isWrittenDown } from '../origin-option.js';
import { placeOf, ROOT } from '../place.js';
import type { Route } from '../platform-routes.js';
import { printed } from '../printed.js';
import type { DecisionReason } from '../protocol/decision.js';
import type { IssueReason, PolicyIssue } from '../protocol/issue.js';
import { DEFAULT_METHODS } from '../protocol/methods.js';
import { isInsecure } from '../protocol/insecure-origins.js';
import { matchOrigin } from '../protocol/origin-rules.js';
import { spelledRight } from '../protocol/origin-spelling.js';
import type { OriginVerdict } from '../protocol/origin-verdict.js';
import { isFileOrigin, parseOrigin } from '../protocol/origin.js';
import type { Compiled, CorsPolicy } from '../protocol/policy.js';
import { allowsUnlisted } from '../protocol/preflight.js';
import type { TargetResource } from '../preflight-target.js';
import type { WrittenOptions } from '../route-sources.js';
import { PAGE, type CorsChange } from './change.js';
import type { ChangedRoutes } from './narrow-fix.js';
import type { PageRequest } from './page-request.js';

/** A request that a route refuses, and what is needed to try out what would grant it. */
export interface Refused {
  readonly asked: PageRequest;
  /** What an origin function is given. */
  readonly request: IncomingMessage;
  readonly route: Route;
  readonly written: WrittenOptions;
  /** What the route says of the origin; absent where CORS is off. */
  readonly verdict: OriginVerdict | undefined;
  /** The path, if a preflight is what is refused. */
  readonly resource: TargetResource | undefined;
  /** Where a policy can be written, if none is. */
  readonly place: string;
  readonly compile: (options: CorsOptions) => Compiled;
  readonly routes: ChangedRoutes;
}

/** The next changes to make; advice, where there are none to make; nothing, once it is granted. */
export type Next = readonly CorsChange[] | string | undefined;

/** What the change before makes necessary. */
export function settled(
  { asked }: Refused,
  written: WrittenOptions,
  issues: readonly PolicyIssue[],
): Next {
  const changes = new Map<string, CorsChange>();
  const insecure = issues.filter(({ reason }) => reason === 'origin-insecure');
  for (const { reason, fix } of issues) {
    if (reason === 'origin-insecure') continue;
    const change = NECESSARY[reason];
    if (change === undefined) {
      if (reason !== 'origin-null-with-credentials') return fix;
      return asked.origin === 'null' ? NULL_WITH_CREDENTIALS : NULL_BESIDE_CREDENTIALS;
    }
    changes.set(change.option, { source: innermost(written), ...change });
  }
  return [...forInsecure(insecure, written, asked), ...changes.values()];
}

/**
 * Names the insecure origins that are to have credentials: those that are listed, and of a pattern or an
 * expression the one that asks.
 */
function forInsecure(
  issues: readonly PolicyIssue[],
  written: WrittenOptions,
  { origin }: PageRequest,
): readonly CorsChange[] {
  if (issues.length === 0) return [];
  const option = 'dangerouslyAllowInsecureOrigins';
  const present = written.options[option];
  const known: readonly string[] = Array.isArray(present) ? (present as readonly string[]) : [];
  const members = new Set(issues.map(({ value }) => (isExactInsecure(value) ? value : origin)));
  const isNew = [...members].every((text) => isExactInsecure(text) && !known.includes(text));
  if (isNew && known.length > 0) {
    const source = sourceOf(written, option);
    return [...members].map((add) => ({ source, option, add }));
  }
  return [{ source: innermost(written), option, set: isNew ? [...members] : true }];
}

function isExactInsecure(value: unknown): value is string {
  const origin = typeof value === 'string' ? parseOrigin(value) : undefined;
  return origin !== undefined && isInsecure(origin);
}

/** What an option needs that is right by itself. */
const NECESSARY: Partial<Record<IssueReason, Omit<CorsChange, 'source'>>> & {
  readonly 'origin-null': Omit<CorsChange, 'source'>;
} = {
  'origin-null': { option: 'dangerouslyAllowNullOrigin', set: true },
  'exposed-any-with-credentials': { option: 'exposedHeaders', set: [] },
};

const NULL_BESIDE_CREDENTIALS =
  'take "null" out of `origin`, which never has credentials, and then set `credentials` to true';
const NULL_WITH_CREDENTIALS =
  'serve the page from an origin of its own: "null" is anybody\'s, and never has credentials';

/** An origin that is not allowed. */
export function forOrigin(
  { asked }: Refused,
  written: WrittenOptions,
  policy: CorsPolicy,
  reason: DecisionReason,
): Next {
  if (asked.origin === 'null' && policy.credentials) return NULL_WITH_CREDENTIALS;
  if (matchOrigin(policy.origins, asked.origin) === 'insecure') {
    const option = 'dangerouslyAllowInsecureOrigins';
    return [{ source: sourceOf(written, option), option, add: asked.origin }];
  }
  const source = sourceOf(written, 'origin');
  const { origin } = written.options;
  if (isWrittenDown(origin)) return [{ source, option: 'origin', add: asked.origin }];
  if (reason === 'origin-null') {
    return [{ source: innermost(written), ...NECESSARY['origin-null'] }];
  }
  if (isOriginList(origin)) {
    return `add ${printed(asked.origin)} to the list that is loaded for \`origin\` of ${placeOf(source)}`;
  }
  const answer = `let the function that is \`origin\` of ${placeOf(source)} answer true for ${printed(asked.origin)}`;
  return reason === 'origin-function-timeout'
    ? `${answer} within ${policy.originTimeout} ms, or set \`originTimeout\``
    : answer;
}

const OF_A_FILE =
  "serve the page over http://localhost: the origin of a file is anybody's, and is never allowed";

/** A browser sends no such origin: the question is wrong, not the policy. */
export function malformed({ origin }: PageRequest): Next {
  if (origin === 'null' || parseOrigin(origin) !== undefined) return undefined;
  if (isFileOrigin(origin)) return OF_A_FILE;
  const meant = spelledRight(origin);
  return meant === undefined
    ? `ask with an origin that a browser sends: ${printed(origin)} is none`
    : [{ source: PAGE, option: 'origin', set: meant }];
}

/** Credentials that are not allowed. */
export function forCredentials(
  { asked }: Refused,
  written: WrittenOptions,
  policy: CorsPolicy,
): Next {
  const source = innermost(written);
  const credentials = { source, option: 'credentials', set: true };
  if (!policy.origins.any) return [credentials];
  if (asked.origin === 'null') return NULL_WITH_CREDENTIALS;
  return [{ source, option: 'origin', set: asked.origin }, credentials];
}

/** A method that is not allowed. */
export function forMethod(
  { asked, route }: Refused,
  written: WrittenOptions,
  policy: CorsPolicy,
  path: TargetResource,
): Next {
  const { method } = asked;
  const served = path.served();
  const isServed = served.includes(method);
  const upper = method.toUpperCase();
  const usual = policy.methods ?? (isServed ? [] : DEFAULT_METHODS);
  // Only six methods are written in upper case by the browser itself.
  const isMeant = served.includes(upper) || usual.includes(upper);
  if (method !== upper && isMeant) return [{ source: PAGE, option: 'method', set: upper }];
  if (!isServed && !path.shares(method)) {
    return `no handler serves ${method} there: write one, or ask with ${served.join(', ')}`;
  }
  const source = sourceOf(written, 'methods');
  const isListed = policy.methods === '*' || policy.methods?.includes(method);
  if (policy.methods !== undefined && !isListed)
    return [{ source, option: 'methods', add: method }];
  if (isListed || isServed) {
    return `give ${route.name} and the other handlers of ${method} one policy: a preflight does not tell them apart`;
  }
  return [{ source: innermost(written), option: 'methods', set: [...DEFAULT_METHODS, method] }];
}

/** Headers that are not allowed. */
export function forHeaders({ asked }: Refused, written: WrittenOptions, policy: CorsPolicy): Next {
  const allowed = policy.allowedHeaders;
  const source = sourceOf(written, 'allowedHeaders');
  const missing = asked.unsafe
    .map(({ name }) => name)
    .filter((name) => {
      const key = name.toLowerCase();
      return !allowed.names.has(key) && !allowsUnlisted(allowed, key);
    });
  // A list takes the place of the default: what that grants is to stay granted.
  return written.options.allowedHeaders === undefined
    ? [{ source, option: 'allowedHeaders', set: ['*', 'Authorization', ...missing] }]
    : missing.map((name) => ({ source, option: 'allowedHeaders', add: name }));
}

/** Where a list is that is to be longer. */
function sourceOf(written: WrittenOptions, option: keyof CorsOptions): string {
  return written.sources.get(option) ?? innermost(written);
}

/** Where an option is set that may be inherited: as few other routes as possible have it from there. */
export function innermost({ targets }: WrittenOptions): string {
  return targets.at(-1) ?? ROOT;
}
