import { posix } from 'node:path';

/** Without one of these, a path has no other form: nothing to decode, no empty or dot segment. */
const HAS_OTHER_FORMS = /[%\\;]|\/[/.]/;

/**
 * Lists the forms of the path of a request: as it was written; decoded; decoded and normalised, with
 * and without the slash at its end.
 * Static file servers and proxies look a path up in the last form, routers mostly in the first.
 */
export function pathForms(url: string): readonly string[] {
  const written = pathnameOf(url);
  if (!HAS_OTHER_FORMS.test(written)) return [written];
  const decoded = decode(written).replaceAll('\\', '/');
  const normal = posix.normalize(`/${decoded}`);
  // Some servers take what follows a semicolon for parameters of the segment, or for the query.
  const plain = normal.replaceAll(/;[^/]*/g, '');
  const bare = plain.replace(/(?<=.)\/$/, '');
  return [...new Set([written, decoded, normal, normal.replace(/(?<=.)\/$/, ''), plain, bare])];
}

/** Lists the forms of a path but for the one that was written, as request targets. */
export function otherTargets(url: string): readonly string[] {
  const [written, ...others] = pathForms(url);
  const targets = others.flatMap((path) => [
    path.replaceAll(/[%?#;]/g, encodeURIComponent),
    path.replaceAll(/[^\w/.~!$&'()*+,=:@-]/gu, encode),
  ]);
  // No browser sends a fragment, and routers read one in two ways.
  if (url.includes('#')) targets.push(written ?? '/');
  return [...new Set(targets)].filter((target) => target !== url);
}

/** Encodes a character; a lone surrogate has no encoding. */
function encode(character: string): string {
  return /[\uD800-\uDFFF]/u.test(character) ? '%EF%BF%BD' : encodeURIComponent(character);
}

/** The path of a request target, whether it is in origin-form or in absolute-form, without the query. */
export function pathnameOf(url: string): string {
  const path = url.startsWith('/') ? url : url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  const end = path.search(/[?#]/);
  const pathname = end === -1 ? path : path.slice(0, end);
  return pathname === '' ? '/' : pathname;
}

/** Decodes each octet that can be decoded: what is left of a malformed path still tells where it leads. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path.replaceAll(/%([0-7][0-9a-f])/gi, (_, octet: string) =>
      String.fromCharCode(Number.parseInt(octet, 16)),
    );
  }
}
