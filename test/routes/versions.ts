import type { IncomingMessage } from 'node:http';
import { VERSION_NEUTRAL, VersioningType, type VersioningOptions } from '@nestjs/common';

export interface Versioning {
  readonly type: 'uri' | 'header' | 'media type' | 'custom';
  readonly default: Versions | undefined;
  /** What stands before a version in a URI. */
  readonly prefix: string | false;
}

/** A version as it is printed; a list of one is not the same as the one. */
export type Versions = string | readonly string[];

/** Stands for Nest's symbol, and for a request that has no version. */
export const NEUTRAL = 'neutral';

const HEADER = 'X-Version';
const CUSTOM_HEADER = 'X-Versions';

/** The versions as Nest takes them. */
export function nestVersions(versions: Versions): string {
  const nests = (version: string) => (version === NEUTRAL ? VERSION_NEUTRAL : version);
  const all = typeof versions === 'string' ? nests(versions) : versions.map(nests);
  // No type of Nest's is for any version.
  return all as string;
}

export function versioningOptions(versioning: Versioning): VersioningOptions {
  const { type, prefix } = versioning;
  const defaultVersion =
    versioning.default === undefined ? {} : { defaultVersion: nestVersions(versioning.default) };
  switch (type) {
    case 'uri':
      return { type: VersioningType.URI, prefix, ...defaultVersion };
    case 'header':
      return { type: VersioningType.HEADER, header: HEADER, ...defaultVersion };
    case 'media type':
      return { type: VersioningType.MEDIA_TYPE, key: 'v=', ...defaultVersion };
    default:
      return { type: VersioningType.CUSTOM, extractor: customVersions, ...defaultVersion };
  }
}

/** The versions that a request accepts, the best one first: one is a string, several are a list. */
function customVersions(request: unknown): string | string[] {
  const { headers } = request as IncomingMessage;
  const written = headers[CUSTOM_HEADER.toLowerCase()];
  // Only in a list Nest compares it with what handlers are for.
  if (written === undefined) return [nestVersions(NEUTRAL)];
  const versions = String(written).split(',');
  return versions.length === 1 ? String(versions[0]) : versions;
}

/** Leaves out the headers by which a request tells its version: a preflight stands for every version. */
export function withoutVersion(headers: Readonly<Record<string, string>>): Record<string, string> {
  const names = new Set([HEADER, CUSTOM_HEADER, 'Accept'].map((name) => name.toLowerCase()));
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !names.has(name.toLowerCase())),
  );
}

/** The headers of a request for a version; with a custom extractor, for several with commas between them. */
export function versionHeaders(
  versioning: Versioning | undefined,
  version: string,
): Readonly<Record<string, string>> {
  if (version === NEUTRAL) return {};
  switch (versioning?.type) {
    case 'header':
      return { [HEADER]: version };
    case 'custom':
      return { [CUSTOM_HEADER]: version };
    case 'media type':
      return { Accept: `application/json;v=${version}` };
    default:
      return {};
  }
}

/** The headers of requests for every version; Nest 11 tells one that accepts anything from one that does not say. */
export function headersForVersions(
  versioning: Versioning | undefined,
): readonly Readonly<Record<string, string>>[] {
  const named = versionsOf(versioning).map((version) => versionHeaders(versioning, version));
  return versioning?.type === 'media type' ? [...named, { Accept: '*/*' }] : named;
}

/** All that a set's routes are for, none of them, and with a custom extractor several at once. */
function versionsOf(versioning: Versioning | undefined): readonly string[] {
  if (versioning === undefined || versioning.type === 'uri') return [NEUTRAL];
  const single = [NEUTRAL, '1', '2', '3'];
  return versioning.type === 'custom' ? [...single, '1,2', '2,1'] : single;
}
