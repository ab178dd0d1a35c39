import { counted } from '../counted.js';
import { isDecorated } from '../place.js';
import { printed } from '../printed.js';
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
    if (next === undefined) return fixOf(changes, refused, written);
    if (typeof next === 'string') return { changes: [], message: next };
    changes.push(...next);
    if (next.some(({ source }) => source === PAGE)) return fixOf(changes, refused, written);
    written = next.reduce(withChange, written);
  }
  return undefined;
}

function fixOf(
  changes: readonly CorsChange[],
  refused: Refused,
  mended: WrittenOptions,
): CorsFix | undefined {
  if (changes.length === 0) return undefined;
  const { written, route, place, routes, compile } = refused;
  const isAny = written.options.origin === '*';
  const instead = changes.flatMap(({ option, set }) =>
    option === 'origin' && set !== undefined && isAny
      ? WITHOUT_CREDENTIALS
      : (INSTEAD[option] ?? []),
  );
  const message = describeChanges(changes, written.targets);
  const narrow = routes.narrow(changes, route, place, mended);
  const broken = routes.broken(changes, compile);
  if (narrow === undefined) {
    if (broken === undefined) return { changes, message: [message, ...instead].join('; ') };
    return { changes: [], message: `${message}, and in ${broken} what it inherits from there` };
  }
  const own = describeChanges(narrow, written.targets) + inPlaceOf(routes.ownOf(route));
  if (broken !== undefined) return { changes: narrow, message: [own, ...instead].join('; ') };
  const shared = { changes, message, routes: routes.of(changes).length };
  const wider = `or ${message}, which opens ${counted(shared.routes, 'route')}`;
  return { changes: narrow, message: [own, ...instead, wider].join('; '), shared };
}

/** What a decorator, or an entry of `paths`, says until options take its place. */
function inPlaceOf(own: unknown): string {
  if (typeof own === 'string') return ` in place of ${printed(own)}`;
  return own === false ? ' in place of false' : '';
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
  const wrong = malformed(asked);
  if (wrong !== undefined) return wrong;
  if (route.policy === false && isDecorated(route.name) && resource !== undefined) {
    // It answers for the path, whose handlers are all off.
    if (!resource.served().includes(asked.method)) {
      return `no handler serves ${asked.method} there, and all that serve other methods are off: write one, or an entry of \`paths\``;
    }
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
    return [{ source, option: 'origin', set: asked.origin }];
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
