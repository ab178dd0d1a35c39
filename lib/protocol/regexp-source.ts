/**
 * The expression that is run: a copy, so that nothing done to the original later matters, without
 * state, and anchored around the whole, because in `^a|b$` each anchor holds one branch.
 */
export function anchored({ source, flags }: RegExp): RegExp {
  return new RegExp(`^(?:${source})$`, stateless(flags));
}

/** The flags but for those that make an expression remember where it stopped. */
export function stateless(flags: string): string {
  return flags.replaceAll(/[gy]/g, '');
}

/** Returns whether both ends are anchored, in every branch. */
export function isAnchored(source: string): boolean {
  const branches = topLevelBranches(source);
  return branches.every((branch) => branch.startsWith('^') && /(?<!\\)(?:\\\\)*\$$/.test(branch));
}

/** Writes the anchors, and the scheme that an origin has, around an expression that lacks them. */
export function withAnchors(source: string): string {
  const inside = source.replaceAll(/^\^|(?<!\\)\$$/g, '').replace(/^:?(?:\\\/){2}/, '');
  const whole = inside.includes('|') ? `(?:${inside})` : inside;
  // Anchored at both ends and without a scheme, it would match no origin at all.
  const likely = /^(?:localhost|127\\?\.)/.test(inside) ? 'http' : 'https';
  const scheme = /:(?:\\\/|\/){2}/.test(inside) ? '' : String.raw`${likely}:\/\/`;
  return `^${scheme}${whole}$`;
}

/** Escapes each `.` that stands for one character only: it was meant for a dot. */
export function withLiteralDots(source: string): string {
  const tokens = source.match(/\\.|\[(?:\\.|[^\]\\])*\]|\.[*+?{]|./gs) ?? [];
  return tokens.map((token) => (token === '.' ? String.raw`\.` : token)).join('');
}

/** Splits at the `|` that are in no group and in no class. */
function topLevelBranches(source: string): readonly string[] {
  const branches = [''];
  let depth = 0;
  let inClass = false;
  for (const [token] of source.matchAll(/\\.|./gs)) {
    if (token === '[') inClass = true;
    else if (token === ']') inClass = false;
    else if (!inClass && token === '(') depth++;
    else if (!inClass && token === ')') depth--;
    if (token === '|' && depth === 0 && !inClass) branches.push('');
    else branches[branches.length - 1] += token;
  }
  return branches;
}
