import { isDecorated } from '../place.js';
import { judgeOrigin } from '../protocol/origin-verdict.js';
import { decidePreflight } from '../protocol/preflight.js';
import type { WrittenOptions } from '../route-sources.js';
import { describeChanges, PAGE, withChange, type CorsChange, type CorsFix } from './change.js';
import {
  forCredentials,
  forHeaders,
  forMethod,
  forOrigin,
  innermost,
  malformed,
  settled,
  type Next,
  type Refused,
} from './remedies.js';

/** A change leads to another: an origin to credentials, credentials to what they forbid. */
const MAX_ROUNDS = 8;

/**
 * Finds the smallest change that grants a request, and tries it out: the changed options are
 * compiled, and the engine decides again, until it grants.
 */
export async function findFix(refused: Refused): Promise<CorsFix | undefined> {
  let { written } = refused;
  const changes: CorsChange[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    // oxlint-disable-next-line no-await-in-loop -- each change depends on the one before
    const next = await nextChanges(refused, written);
    if (next === undefined) return fixOf(changes, refused);
    if (typeof next === 'string') return { changes: [], message: next };
    changes.push(...next);
    if (next.some(({ source }) => source === PAGE)) return fixOf(changes, refused);
    written = next.reduce(withChange, written);
  }
  return undefined;
}

function fixOf(changes: readonly CorsChange[], { written }: Refused): CorsFix | undefined {
  if (changes.length === 0) return undefined;
  const isAny = written.options.origin === '*';
  const instead = changes.flatMap(({ option, set }) =>
    option === 'origin' && set !== undefined && isAny
      ? WITHOUT_CREDENTIALS
      : (INSTEAD[option] ?? []),
  );
  const message = describeChanges(changes, written.targets);
  return { changes, message: [message, ...instead].join('; ') };
}

/** What is better than the change, or what it has to be followed by. */
const INSTEAD: Readonly<Record<string, string | undefined>> = {
  dangerouslyAllowInsecureOrigins: 'or better, serve the page over https:',
  dangerouslyAllowNullOrigin: 'or better, serve the page from an origin of its own',
  exposedHeaders: 'and name those that the page reads',
};
const WITHOUT_CREDENTIALS = 'or ask without credentials, which is what "*" is for';

async function nextChanges(refused: Refused, written: WrittenOptions): Promise<Next> {
  const { asked, request, route, resource, place, compile } = refused;
  if (route.isUpstream) {
    return `ask the upstream of ${route.name} itself, or give the path a policy in place of upstream: true`;
  }
  if (written.off !== undefined) {
    return written.off.map((source) => ({
      source,
      option: isDecorated(source) ? '@Cors' : 'policy',
      remove: true,
    }));
  }
  const { origin } = written.options;
  if (origin === undefined || origin === false) {
    const source = origin === false ? innermost(written) : place;
    return malformed(asked) ?? [{ source, option: 'origin', set: asked.origin }];
  }
  const { policy, issues = [] } = compile(written.options);
  if (policy === undefined) return settled(refused, written, issues);
  const known = origin === refused.written.options.origin ? refused.verdict : undefined;
  // What decides, or is loaded, has been asked already.
  const verdict = known?.granted
    ? known
    : await judgeOrigin(policy.origins, asked.origin, request, policy.originTimeout);
  if (!verdict.granted) return forOrigin(refused, written, policy, verdict.reason);
  if (asked.credentials && !policy.credentials) return forCredentials(refused, written, policy);
  if (resource === undefined) return undefined;
  const headers = asked.unsafe.map(({ name }) => name).join(',');
  const decision = decidePreflight(policy, { ...asked, headers }, verdict, resource);
  if (decision.granted) return undefined;
  switch (decision.reason) {
    case 'method-not-allowed':
      return forMethod(refused, written, policy, resource);
    case 'header-not-allowed':
      return forHeaders(refused, written, policy);
    default:
      return 'send fewer headers: a preflight is granted 128 names in 4096 bytes';
  }
}
