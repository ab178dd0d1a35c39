import type { FoundIssue } from './configuration-issues.js';
import type { CorsDeclaration, CorsPath } from './cors-options.js';
import { closeTo, isOptions } from './layer-options.js';
import { FirstIssues } from './protocol/issue.js';
import { bare, OPTION_NAMES } from './protocol/options.js';

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
  const faults = new FirstIssues<FoundIssue>();
  const refuse: Refuse = (issue) => faults.add(() => ({ option: 'paths', ...issue() }));
  if (!Array.isArray(value)) {
    report({
      option: 'paths',
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
      refuse(() => ({
        value: path.path,
        reason: 'path-twice',
        why: 'is listed twice',
        fix: 'list it once, with one policy',
      }));
    }
    paths.set(path.path, path);
  }
  faults.list().forEach(report);
  return [...paths.values()];
}

/** Notes a fault, if it is one of the first. */
type Refuse = (issue: () => Omit<FoundIssue, 'option'> & { readonly option?: string }) => void;

function readPath(entry: unknown, refuse: Refuse): CorsPath | undefined {
  if (!isOptions(entry)) {
    refuse(() => ({
      value: entry,
      reason: 'wrong-type',
      why: 'is not a path with a policy',
      fix: "write { path: '/graphql', policy: { … } }",
    }));
    return undefined;
  }
  const { path, policy, upstream, ...others } = bare(entry);
  for (const name of Object.keys(others)) {
    refuse(() => ({
      option: `paths.${name}`,
      reason: 'option-unknown',
      why: 'is set beside `path` and `policy`',
      fix: intoPolicy(name),
    }));
  }
  if (typeof path !== 'string' || !PATH.test(path)) {
    refuse(() => ({ value: path, reason: 'path-malformed', ...whyMalformed(path) }));
    return undefined;
  }
  if (upstream === undefined) return { path, policy: policy as CorsDeclaration };
  if (upstream !== true) {
    refuse(() => ({
      option: 'paths.upstream',
      value: upstream,
      reason: 'wrong-type',
      why: 'is not true',
      fix: 'write upstream: true, or remove it and write a policy',
    }));
  }
  if (policy !== undefined) {
    refuse(() => ({
      option: 'paths.upstream',
      reason: 'path-upstream',
      why: `of ${JSON.stringify(path)} is set beside \`policy\`, and an upstream has its own`,
      fix: 'remove one of them',
    }));
  }
  return { path, upstream: true };
}

const MEMBERS = ['path', 'policy', 'upstream'];

/** An option belongs into the policy; another name belongs nowhere. */
function intoPolicy(name: string): string {
  const meant = closeTo(name, [...MEMBERS, ...OPTION_NAMES]);
  if (meant === undefined) return 'remove it: an entry has `path` and `policy`';
  if (MEMBERS.includes(meant)) return `write \`${meant}\`, or remove it`;
  return `write { path, policy: { ${meant}: … } }, or remove it`;
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
