import type { CorsReportOrigin } from './declared-origins.js';
import type { CorsReportPolicy } from './report-data.js';
import { by } from './sorted.js';

/** An origin, and the policies that grant it something. */
export interface IndexedOrigin extends CorsReportOrigin {
  readonly policies: readonly CorsReportPolicy[];
}

/** Turns the policies around: what an origin is granted. Any origin comes first; all are sorted. */
export function indexOrigins(policies: readonly CorsReportPolicy[]): readonly IndexedOrigin[] {
  // Policies that inherit a list share it: it is gone through once.
  const sharing = new Map<CorsReportPolicy['origins'], CorsReportPolicy[]>();
  for (const policy of policies) {
    const others = sharing.get(policy.origins);
    if (others === undefined) sharing.set(policy.origins, [policy]);
    else others.push(policy);
  }
  const index = new Map<string, CorsReportOrigin & { groups: Set<readonly CorsReportPolicy[]> }>();
  for (const [origins, group] of sharing) {
    for (const origin of origins) {
      const key = `${origin.kind} ${origin.text}`;
      const known = index.get(key) ?? { ...origin, groups: new Set() };
      known.groups.add(group);
      index.set(key, known);
    }
  }
  return [...index.values()]
    .map(({ groups, ...origin }) => ({ ...origin, policies: joined([...groups]) }))
    .sort(by((origin) => [rank(origin), origin.text, origin.kind]));
}

function joined(groups: readonly (readonly CorsReportPolicy[])[]): readonly CorsReportPolicy[] {
  const [only = []] = groups;
  if (groups.length === 1) return only;
  return groups.flat().sort(by(({ name }) => name));
}

function rank({ kind }: CorsReportOrigin): number {
  return kind === 'any' ? 0 : kind === 'null' ? 1 : 2;
}
