import { HEAD } from './snippets.js';

/** How many lines a message may have: one that names what a block returns has a line for each step. */
export const MOST_LINES = 8;

const NAMES = [...HEAD.matchAll(/^export (type )?\{([^}]*)\}/gm)].map(
  ([, type = '', names]) => `import ${type}{${names!}} from './head.js';`,
);

/** The file of a snippet: a module that imports every name that the head exports, and may use them. */
export function fileOf(code: string): string {
  return `${NAMES.join(' ').replaceAll('\n', ' ')}\n${code};\n`;
}

/** The code without the «marks». */
export function withoutMarks(code: string): string {
  return code.replaceAll(/[«»]/g, '');
}

/** What is marked in the code, in order. */
export function marksOf(code: string): string[] {
  return [...code.matchAll(/«(.*?)»/gs)].map(([, marked]) => marked!);
}
