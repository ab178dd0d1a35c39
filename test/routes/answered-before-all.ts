import type { Platform, Response } from '../support/test-app.js';
import type { AimedRequest } from './aimed-requests.js';
import { RAN } from './tell-tale.js';

/**
 * Says whether a request was answered before anything of the app ran, library included. On Fastify:
 * by its router, a URL that cannot be decoded and a parameter that is too long; by the first hook
 * of Nest's adapter, a target that does not begin with a slash. On Express: what its parser sees no
 * path in. No browser sends the last two.
 */
export function isAnsweredBeforeAll(
  platform: Platform,
  { method, path }: Pick<AimedRequest, 'method' | 'path'>,
  { status, headers, body }: Response,
): boolean {
  if (RAN in headers) return false;
  if (platform === 'express') return status === 404 && /^\/\/.*#/.test(path);
  // Fastify 5.11 has no hooks for what it cannot decode, if no route has the method.
  if (status === 404) return path.startsWith('*') || !isDecodable(path);
  // The answer to a HEAD says no more than its status.
  const isRouters = method === 'HEAD' || /FST_ERR_(?:BAD_URL|MAX_PARAM_LENGTH)/.test(body);
  return isRouters && (status === 400 || status === 414);
}

function isDecodable(path: string): boolean {
  try {
    return decodeURI(path) !== '';
  } catch {
    return false;
  }
}
