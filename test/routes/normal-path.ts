/**
 * The path that a careless reader of a target comes to: decoded once, with `\` as `/`, without
 * empty segments and dots. It is absent where that is the path as it was written, or where nothing
 * can be decoded.
 */
export function normalPath(target: string): string | undefined {
  const path = pathOf(target);
  const decoded = decode(path);
  if (decoded === undefined) return undefined;
  const segments: string[] = [];
  for (const segment of decoded.replaceAll('\\', '/').split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  const normal = encodeURI(`/${segments.join('/')}`);
  const isSame = normal === path || (normal !== '/' && `${normal}/` === path);
  return isSame ? undefined : normal;
}

/** The path of a target, without a query. */
export function pathOf(target: string): string {
  return target.replace(/\?.*/, '');
}

/** Whether a path can be read in another way than it was written, or cannot be read. */
export function isOdd(target: string): boolean {
  const path = pathOf(target);
  return decode(path) !== path || path.includes(';') || normalPath(target) !== undefined;
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
