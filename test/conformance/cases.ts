import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Case, Config } from './case.js';

/** The files, in the order of the report. */
export const files = ['attack-cases.json', 'replay-cases.json', 'own-cases.json'] as const;

/** A file of cases: a list, or a list whose configurations have names. */
type Written =
  | readonly Case[]
  | {
      readonly policies: Readonly<Record<string, Config | null>>;
      readonly cases: readonly (Omit<Case, 'config'> & { readonly config: string })[];
    };

function read(file: string): readonly Case[] {
  const written = JSON.parse(readFileSync(`test/conformance/${file}`, 'utf8')) as Written;
  if (!('policies' in written)) return written;
  return written.cases.map((one) => {
    const config = written.policies[one.config];
    if (config === undefined) throw new Error(`${file}, ${one.id}: no policy ${one.config}`);
    return { ...one, config };
  });
}

const contents = files.map((file) => ({ file, cases: read(file) }));

/** Every case. */
export const cases: readonly Case[] = contents.flatMap(({ cases }) => cases);

/** How many cases each file has, and a digest of them that does not depend on the layout. */
export function summaries(): string[] {
  return contents.map(({ file, cases }) => {
    const digest = createHash('sha256').update(JSON.stringify(cases)).digest('hex').slice(0, 12);
    return `${file}: ${cases.length} cases, ${digest}`;
  });
}

/** The columns of the scoreboard, and the classes of cases in each. */
export const groups: Readonly<Record<string, readonly string[]>> = {
  control: ['control', 'any'],
  origin: [
    'reflect',
    'prefix',
    'suffix',
    'substring',
    'unescaped-dot',
    'special-char',
    'syntax',
    'case',
    'unicode',
    'ip',
    'scheme',
    'scheme-host',
    'custom-scheme',
    'port',
    'length',
    'injection',
    'multi',
    'host',
  ],
  null: ['null'],
  preflight: ['preflight', 'pna'],
  method: ['pf-method'],
  headers: ['pf-headers'],
  config: ['config'],
  replay: ['replay'],
  own: ['own'],
  contract: ['contract'],
};

/** The column of a case. */
export function groupOf(one: Case): string {
  const group = Object.keys(groups).find((name) => groups[name]?.includes(one.class));
  if (group === undefined) throw new Error(`${one.id}: no column for the class ${one.class}`);
  return group;
}
