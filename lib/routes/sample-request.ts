import { VERSION_NEUTRAL, VersioningType } from '@nestjs/common';
import type { SyntheticRequest } from '../platforms/synthetic-request.js';
import type { DeclaredRoute, RouteVersion } from '../platform-routes.js';
import type { Hosts } from '../platforms/nest-internals.js';

const LITERAL = /^[\w.~-]*$/;
const PARAMETER = /^[:*]\w+$|^\*$/;

/**
 * Makes a request that a route serves: its method, its path with a value for each parameter, its
 * host and its version.
 *
 * @returns nothing where that takes more than filling in: expressions, custom extractors of versions
 * and custom constraints
 */
export function sampleRequest(route: DeclaredRoute): SyntheticRequest | undefined {
  const url = sampleOf(route.path, '/');
  const host = sampleHost(route.hosts);
  const headers = versionHeaders(route.version);
  if (url === undefined || host === undefined || headers === undefined || route.isConstrained) {
    return undefined;
  }
  return { method: route.method === 'ALL' ? 'GET' : route.method, url, host, headers };
}

function sampleOf(pattern: string, separator: string): string | undefined {
  const parts = pattern.split(separator);
  const isSimple = parts.every((part) => LITERAL.test(part) || PARAMETER.test(part));
  if (!isSimple) return undefined;
  return parts.map((part) => (PARAMETER.test(part) ? 'x' : part)).join(separator);
}

function sampleHost(hosts: Hosts | undefined): string | undefined {
  if (hosts === undefined) return 'localhost';
  const [first] = [hosts].flat();
  return typeof first === 'string' ? sampleOf(first, '.') : undefined;
}

function versionHeaders(version: RouteVersion | undefined): Record<string, string> | undefined {
  if (version === undefined) return {};
  const { of, options } = version;
  const named = [of].flat().find((one) => one !== VERSION_NEUTRAL);
  if (named === undefined) return {};
  const text = String(named);
  if (options.type === VersioningType.HEADER) return { [options.header]: text };
  if (options.type === VersioningType.MEDIA_TYPE) {
    return { accept: `application/json;${options.key}${text}` };
  }
  return undefined;
}
