import type { CorsReportData, CorsReportOrigin, CorsReportPolicy } from './report-data.js';

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
  const index = new Map<string, CorsReportOrigin & { policies: NumberedPolicy[] }>();
  for (const policy of policies) {
    for (const origin of policy.origins) {
      const key = `${origin.kind} ${origin.text}`;
      const known = index.get(key);
      if (known === undefined) index.set(key, { ...origin, policies: [policy] });
      else if (known.policies.at(-1) !== policy) known.policies.push(policy);
    }
  }
  const rank = ({ kind }: CorsReportOrigin) => (kind === 'any' ? 0 : kind === 'null' ? 1 : 2);
  return [...index.values()].sort((one, other) => rank(one) - rank(other));
}
