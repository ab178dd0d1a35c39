import type { CorsReportOrigin } from './declared-origins.js';
import type { CorsReportData, CorsReportPolicy } from './report-data.js';

/** A policy with the number that the report gives it, from 1. */
export interface NumberedPolicy extends CorsReportPolicy {
  readonly number: number;
}

/** An origin, and the policies that grant it something. */
export interface IndexedOrigin extends CorsReportOrigin {
  readonly policies: readonly NumberedPolicy[];
}

/** Gives every policy its number. */
export function numbered({ policies }: CorsReportData): readonly NumberedPolicy[] {
  return policies.map((policy, at) => ({ ...policy, number: at + 1 }));
}

/** Turns the policies around: what an origin is granted. Any origin comes first. */
export function indexOrigins(policies: readonly NumberedPolicy[]): readonly IndexedOrigin[] {
  // Policies that inherit a list share it: it is gone through once.
  const sharing = new Map<NumberedPolicy['origins'], NumberedPolicy[]>();
  for (const policy of policies) {
    const others = sharing.get(policy.origins);
    if (others === undefined) sharing.set(policy.origins, [policy]);
    else others.push(policy);
  }
  const index = new Map<string, CorsReportOrigin & { groups: Set<readonly NumberedPolicy[]> }>();
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
    .sort((one, other) => rank(one) - rank(other));
}

function joined(groups: readonly (readonly NumberedPolicy[])[]): readonly NumberedPolicy[] {
  const [only = []] = groups;
  if (groups.length === 1) return only;
  return groups.flat().sort((one, other) => one.number - other.number);
}

function rank({ kind }: CorsReportOrigin): number {
  return kind === 'any' ? 0 : kind === 'null' ? 1 : 2;
}
