import type { FoundIssue } from './configuration-issues.js';
import type { CorsPath } from './cors-options.js';
import { isOptions } from './layer-options.js';

/** Letters, digits and `-._~@`: what stands in a URL, and in a pattern of a platform, for itself. */
const PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~@-]+)+$/;

/**
 * Reads the `paths` of the root: a list of paths, each with what it declares. What is not is
 * reported, and left out; what is declared is read elsewhere.
 */
export function readPaths(
  value: unknown,
  report: (issue: FoundIssue) => void,
): readonly CorsPath[] {
  const refuse = (issue: Omit<FoundIssue, 'option'>) => report({ option: 'paths', ...issue });
  if (!Array.isArray(value)) {
    refuse({
      value,
      reason: 'wrong-type',
      why: 'is not a list of paths',
      fix: "write [{ path: '/graphql', policy: { … } }]",
    });
    return [];
  }
  const paths = new Map<string, CorsPath>();
  for (const entry of value as unknown[]) {
    const path = readPath(entry, refuse);
    if (path === undefined) continue;
    if (paths.has(path.path)) {
      refuse({
        value: path.path,
        reason: 'path-twice',
        why: 'is listed twice',
        fix: 'list it once, with one policy',
      });
    }
    paths.set(path.path, path);
  }
  return [...paths.values()];
}

function readPath(
  entry: unknown,
  refuse: (issue: Omit<FoundIssue, 'option'>) => void,
): CorsPath | undefined {
  if (!isOptions(entry)) {
    refuse({
      value: entry,
      reason: 'wrong-type',
      why: 'is not a path with a policy',
      fix: "write { path: '/graphql', policy: { … } }",
    });
    return undefined;
  }
  const { path, policy, ...others } = entry;
  for (const name of Object.keys(others)) {
    refuse({
      value: name,
      reason: 'option-unknown',
      why: 'is set beside `path` and `policy`',
      fix: `write { path, policy: { ${name}: … } }, or remove it`,
    });
  }
  if (typeof path !== 'string' || !PATH.test(path)) {
    refuse({ value: path, reason: 'path-malformed', ...whyMalformed(path) });
    return undefined;
  }
  return { path, policy: policy as CorsPath['policy'] };
}

function whyMalformed(path: unknown): Pick<FoundIssue, 'why' | 'fix'> {
  if (path === '/') {
    return { why: 'is every path', fix: 'write its options beside `paths`, without a path' };
  }
  const plain = typeof path === 'string' ? path.replace(/[?#].*|\/?\{?\*.*|\/+$/g, '') : '';
  const meant = plain.startsWith('/') ? plain : `/${plain}`;
  return {
    why: 'is not a path',
    fix: PATH.test(meant)
      ? `write ${JSON.stringify(meant)}: it is for everything below it, too`
      : 'write it as it is served, with the global prefix, such as "/graphql"',
  };
}
