import type { Figures } from './figures.js';

/** A table of Markdown. All columns but the first are figures. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = heads.map((_, column) => (column === 0 ? '---' : '--:'));
  return [heads, line, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** A median with its quartiles: `12.3 (11.9–12.8)`. */
export function cell(figures: Figures | undefined, digits = 2): string {
  if (figures === undefined) return '–';
  const { median, low, high } = figures;
  return `${number(median, digits)} (${number(low, digits)}–${number(high, digits)})`;
}

/** A number, with its thousands told apart. */
export const number = (value: number, digits = 0) =>
  value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
