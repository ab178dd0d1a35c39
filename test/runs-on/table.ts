import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

/** By CI script, then by kind: the names of what it has seen work, with versions where they are pinned. */
type Results = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Renders what the scripts of CI have seen work, one line a kind, as README shows it. */
export async function renderRunsOn(): Promise<string> {
  const results = JSON.parse(readFileSync('test/runs-on/results.json', 'utf8')) as Results;
  const kinds = new Map<string, readonly string[]>();
  for (const seen of Object.values(results)) {
    for (const [kind, names] of Object.entries(seen)) {
      kinds.set(kind, [...new Set([...(kinds.get(kind) ?? []), ...names])]);
    }
  }
  const lines = [...kinds].map(([kind, names]) => `| ${kind} | ${names.join(', ')} |`);
  const table = ['| what | which |', '| - | - |', ...lines].join('\n');
  return format(table, { ...(await resolveConfig('README.md')), parser: 'markdown' });
}
