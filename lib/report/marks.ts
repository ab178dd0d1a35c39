import type { CorsOptions } from '../cors-options.js';
import { KINDS, type CorsReportOrigin } from './declared-origins.js';
import { sign, type Icon } from './icons.js';
import type { Markup } from './markup.js';
import { by } from './sorted.js';

const ICONS: Readonly<Record<string, Icon>> = {
  [KINDS.any]: 'any',
  [KINDS.null]: 'danger',
  [KINDS.list]: 'code',
  [KINDS.code]: 'code',
  credentials: 'key',
};

/** Tells what of a policy a reviewer looks for. */
export function marksOf(
  options: CorsOptions,
  origins: readonly CorsReportOrigin[],
): readonly string[] {
  const kinds = new Set(origins.map(({ kind }) => KINDS[kind]));
  return [
    ...[...kinds].filter(isMark),
    ...(options.credentials ? ['credentials'] : []),
    ...Object.entries(options)
      .filter(([name, value]) => isDangerous(name) && value !== false)
      .map(([name]) => name),
  ];
}

/** Says whether a kind of origin is a mark by itself. */
export function isMark(kind: string): boolean {
  return Object.hasOwn(ICONS, kind);
}

/** Sorts marks: the widest first, the dangerous options last. */
export const byRank = by((mark: string) => {
  const rank = Object.keys(ICONS).indexOf(mark);
  return [rank < 0 ? Infinity : rank, mark];
});

/** Shows a mark. */
export function markSign(mark: string): Markup {
  return sign(isDangerous(mark) ? 'danger' : (ICONS[mark] ?? 'note'), mark);
}

function isDangerous(name: string): boolean {
  return name.startsWith('dangerously');
}
