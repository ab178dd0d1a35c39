import { normalPath, pathOf } from './normal-path.js';
import type { SafetyCase } from './safety-cases.js';
import { inside, type Effective } from './written-policies.js';

/** What a response may grant at most: as much as one of these policies. */
export interface Bound {
  readonly who: string;
  readonly anyOf: readonly Effective[];
}

/** The policy of a handler, and no other. */
export function ofHandler({ root, says }: SafetyCase, handler: string): Bound {
  return { who: handler, anyOf: [inside(root, says.get(handler))] };
}

/** What a path has that no controller serves: as it was written, and as a careless reader takes it. */
export function elsewhere(one: SafetyCase, target: string): readonly Bound[] {
  const { platform, settings } = one.set;
  const { rewriteUrl } = settings;
  const isRewritten = typeof rewriteUrl === 'string' && target.startsWith(`${rewriteUrl}/`);
  const path = pathOf(isRewritten ? target.slice(rewriteUrl.length) : target);
  // An absolute target or a fragment is read in as many ways as there are readers.
  if (!path.startsWith('/') || path.includes('#')) return [anywhere(one)];
  const normal = normalPath(path);
  if (normal === undefined) return [at(one, path)];
  // Fastify itself decodes some of a path, and takes more away where it is told to.
  const isLiteral = platform === 'express' || !/\/\/|;|%(?!2f)/i.test(path);
  return isLiteral ? [at(one, path), at(one, normal)] : [at(one, normal)];
}

/** The nearest path with a policy; beside what lies there if upper and lower case are one. */
function at(one: SafetyCase, path: string): Bound {
  const exact = nearest(one, path, (text) => text);
  const loose = nearest(one, path, (text) => text.toLowerCase());
  return {
    who: `what is at ${path}`,
    anyOf: exact.path === loose.path ? [exact.policy] : [exact.policy, loose.policy],
  };
}

interface Place {
  readonly path: string;
  readonly policy: Effective;
}

function nearest({ root, paths }: SafetyCase, path: string, as: (text: string) => string): Place {
  const [first] = paths
    .filter((entry) => `${as(path)}/`.startsWith(`${as(entry.path)}/`))
    .toSorted((one, other) => other.path.length - one.path.length);
  if (first === undefined) return { path: '/', policy: root };
  return { path: first.path, policy: inside(root, first.policy) };
}

function anywhere({ root, paths }: SafetyCase): Bound {
  const policies = paths.map(({ policy }) => inside(root, policy));
  return { who: 'what is anywhere', anyOf: [root, ...policies] };
}
