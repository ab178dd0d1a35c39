import type { RouteSet } from './route-set.js';
import { TENANT, TENANTS } from './tenants.js';
import { headersForVersions } from './versions.js';

/** The headers of requests for every version and every tenant of a set: none of them is on a preflight. */
export function variantsOf({
  versioning,
  strategy,
}: RouteSet): readonly Readonly<Record<string, string>>[] {
  const versions = headersForVersions(versioning);
  const tenants = strategy === undefined ? [] : TENANTS.map((tenant) => ({ [TENANT]: tenant }));
  return [{}, ...tenants].flatMap((tenant) =>
    versions.map((version) => ({ ...version, ...tenant })),
  );
}
