import { readAllowed, type Allowed } from './allowed-list.js';
import type { Report } from './issue.js';
import { parseOrigin } from './origin.js';

/** Reads `dangerouslyAllowPublicSuffixes`: a boolean, or a list of hosts. */
export function readAllowedSuffixes(value: unknown, report: Report): Allowed {
  return readAllowed('dangerouslyAllowPublicSuffixes', value, report, {
    isMember: (member) => parseOrigin(`https://${member}`)?.host === member,
    why: 'is not a public suffix',
    fix: 'write the suffix alone, such as "vercel.app"',
  });
}

/** Returns whether a wildcard may stand over a host: the host or one above it is allowed. */
export function allowsBelow(allowed: Allowed, host: string): boolean {
  if (typeof allowed === 'boolean') return allowed;
  return allowed.some((suffix) => host === suffix || host.endsWith(`.${suffix}`));
}

/** Cuts the first label off, which may be the end of a longer one: of `app.example.com`, `example.com`. */
export function behindFirstDot(ending: string): string | undefined {
  const dot = ending.indexOf('.');
  return dot === -1 ? undefined : ending.slice(dot + 1);
}
