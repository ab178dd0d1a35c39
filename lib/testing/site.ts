import { getDomain } from 'tldts';

/**
 * Whether two origins are of one site: the scheme, and the registrable domain by the Public Suffix
 * List. An origin that is `null` has none.
 *
 * @see https://html.spec.whatwg.org/multipage/browsers.html#same-site
 */
export function isSameSite(one: string, other: string): boolean {
  if (one === 'null' || other === 'null') return false;
  return siteOf(new URL(one)) === siteOf(new URL(other));
}

function siteOf({ protocol, hostname }: URL): string {
  return `${protocol}//${getDomain(hostname, { allowPrivateDomains: true }) ?? hostname}`;
}
