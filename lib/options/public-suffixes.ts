import { getDomain, parse } from 'tldts';
import { PUBLIC_SUFFIX_PARENTS } from './public-suffix-parents.js';

/** The data that public suffixes are looked up in. The dependency is pinned to it. */
export const PUBLIC_SUFFIX_DATA = { package: 'tldts', version: '7.5.4', date: '2026-11-15' };

const PARENTS: ReadonlySet<string> = new Set(PUBLIC_SUFFIX_PARENTS.names.split(/\s+/));
// Every Azure customer can have `name.region.cloudapp.azure.com`, and the list does not know it.
const UNLISTED = /^(?:(?:[a-z0-9-]+\.)?cloudapp\.)?azure\.com$/;

/**
 * Describes a host that is a public suffix, or has one below it: any site can have a name there.
 *
 * @returns `undefined` for every other host
 */
export function describePublicSuffix(host: string): string | undefined {
  const { package: name, version, date } = PUBLIC_SUFFIX_DATA;
  const source = `(Public Suffix List in ${name} ${version}, ${date})`;
  if (isPublicSuffix(host)) return `"${host}", where anybody can register a name ${source}`;
  if (!hasSuffixesBelow(host)) return undefined;
  const known = PARENTS.has(host) ? ` ${source}` : '';
  return `"${host}", with names below it where anybody can register one${known}`;
}

/** Returns whether a host is a public suffix by a rule of the list, its private part included. */
export function isPublicSuffix(host: string): boolean {
  const { publicSuffix, isIcann, isPrivate } = parse(host, LOOKUP);
  return publicSuffix === host && (isIcann === true || isPrivate === true);
}

/**
 * Returns the registrable domain of a host: the public suffix and one label more. An IP address, a
 * public suffix and a host of one label have none.
 */
export function registrableDomain(host: string): string | undefined {
  return getDomain(host, LOOKUP) ?? undefined;
}

/** Returns the registrable domain that a host shares with **every** host below it. */
export function domainOfAllBelow(host: string): string | undefined {
  // Four numbers would be an address, and fewer are the end of one.
  const isNumeric = /(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/.test(host);
  return isNumeric || hasSuffixesBelow(host) ? undefined : registrableDomain(host);
}

function hasSuffixesBelow(host: string): boolean {
  return PARENTS.has(host) || UNLISTED.test(host);
}

// Hosts come from a parsed origin: they need not be looked for in a URL, and may have a `_`.
const LOOKUP = { allowPrivateDomains: true, extractHostname: false, validateHostname: false };
