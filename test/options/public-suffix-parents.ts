import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { isPublicSuffix, PUBLIC_SUFFIX_DATA } from '../../lib/options/public-suffixes.js';

const FILE = new URL('../../lib/options/public-suffix-parents.ts', import.meta.url);

/** The rules as tldts ships them: nodes with edges, whose labels are cut out of one text. */
interface Trie {
  readonly rulesRoot: number;
  readonly nodeFlags: ArrayLike<number>;
  readonly edgeStart: ArrayLike<number>;
  readonly edgeChild: ArrayLike<number>;
  readonly edgeLength: Iterable<number>;
  readonly labelText: string;
}

/** The rules of the Public Suffix List, `*.ck` among them, without its exceptions. */
export function rules(): readonly string[] {
  const require = createRequire(import.meta.url);
  const trie = require('../../node_modules/tldts/dist/cjs/src/data/trie.js') as Trie;
  let end = 0;
  const labels = [...trie.edgeLength].map((length) => trie.labelText.slice(end, (end += length)));
  const found: string[] = [];
  const walk = (node: number, below: readonly string[]): void => {
    if (trie.nodeFlags[node] && below.length > 0) found.push(below.join('.'));
    for (let edge = at(trie.edgeStart, node); edge < at(trie.edgeStart, node + 1); edge++) {
      walk(at(trie.edgeChild, edge), [labels[edge] ?? '', ...below]);
    }
  };
  walk(trie.rulesRoot, []);
  return found;
}

/** What is above a rule, and no suffix itself. Origins are ASCII, and so are these. */
export function parents(): readonly string[] {
  const found = new Set<string>();
  for (const rule of rules()) {
    for (let dot = rule.indexOf('.'); dot !== -1; dot = rule.indexOf('.', dot + 1)) {
      const parent = rule.slice(dot + 1);
      if (/^[a-z0-9.-]+$/.test(parent) && !isPublicSuffix(parent)) found.add(parent);
    }
  }
  return [...found].sort();
}

/** The file with the parents, as it has to be for the list that is installed. */
export function rendered(): string {
  const lines = [''];
  for (const name of parents()) {
    const line = `${lines.at(-1)} ${name}`;
    if (line.length < 120) lines[lines.length - 1] = line;
    else lines.push(` ${name}`);
  }
  const { version, date } = PUBLIC_SUFFIX_DATA;
  return `/**
 * The domains that have public suffixes below them and are none themselves, such as \`amazonaws.com\`,
 * of the Public Suffix List in the named version of tldts. Generated: see CONTRIBUTING.md.
 */
export const PUBLIC_SUFFIX_PARENTS = {
  version: '${version}',
  date: '${date}',
  names: \`${lines.map((line) => line.slice(1)).join('\n')}\`,
};
`;
}

/** The file as it is, written anew where that is asked for. */
export async function written(): Promise<string> {
  if (process.env['UPDATE_SUFFIXES'] !== undefined) await writeFile(FILE, rendered());
  return readFile(FILE, 'utf8');
}

function at(list: ArrayLike<number>, index: number): number {
  return list[index] ?? 0;
}
