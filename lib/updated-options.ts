import type { CorsModuleOptions } from './cors-options.js';
import { isOptions } from './layer-options.js';
import { bare } from './protocol/options.js';

/**
 * Writes the options that are given in the place of those of the same name, whole. `policies` are
 * told apart by their names, and one that is `undefined` is taken out.
 */
export function withChanges(
  options: CorsModuleOptions,
  changes: CorsModuleOptions,
): CorsModuleOptions {
  // What is none is read as it is, and refused.
  if (!isObject(changes)) return changes;
  if (!isObject(changes.policies)) return bare({ ...options, ...changes });
  const policies = new Map(Object.entries({ ...options.policies, ...changes.policies }));
  for (const [name, policy] of policies) if (policy === undefined) policies.delete(name);
  return bare({ ...options, ...changes, policies: Object.fromEntries(policies) });
}

/** As `isOptions`, for what has a type already. */
function isObject(value: unknown): boolean {
  return isOptions(value);
}
