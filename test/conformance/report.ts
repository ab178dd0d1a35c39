import { existsSync, readFileSync } from 'node:fs';
import type { Case } from './case.js';
import { groupOf, groups, summaries } from './cases.js';
import { described, short } from './described.js';
import { cellsOf, failuresOf, headsFor, type Row } from './row.js';

/** The scoreboard, as a table of Markdown. */
export function scoreboard(rows: readonly Row[], cases: readonly Case[]): string {
  const table = [
    ['', ...headsFor(cases)],
    ['---', ...headsFor(cases).map(() => '--:')],
    ...rows.map((row) => [row.engine.name, ...cellsOf(row)]),
  ];
  return table.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The page that the runner writes. */
export function report(rows: readonly Row[], cases: readonly Case[], date: Date): string {
  const peers = rows.filter(({ engine }) => !engine.isOurs);
  return `# Conformance

What this library and its peers answer to the same requests, over raw sockets, byte for byte. This page
is written by \`npm run conformance\`; nobody edits it. Written on ${date.toISOString().slice(0, 10)}, on Node.js ${process.versions.node}.

${scoreboard(rows, cases)}

## How to read it

A row is an engine, a column a class of cases, and a cell says how many have passed of those that were asked.

- **control** to **config** come from a collection of attacks, and of controls that have to be granted. In **config**
  the app must not boot.
- **replay** restates cases of public suites: Kubernetes Gateway API, jub0bs/cors, rs/cors, Spring, Micronaut,
  django-cors-headers, @fastify/cors and others. Where implementations differ, whatever one of them does is accepted,
  and this library is held to what it promises.
- **own** are ours, about what every engine has to do; **contract** is what only this library promises.
- **no leak** counts the refused requests whose answer keeps quiet about the policy. Not to is safe: without
  \`Access-Control-Allow-Origin\` the other headers mean nothing. It is no failure of a peer.
- **cannot be expressed** counts the cases whose policy an engine has no words for. They are not failures, and in no
  other column.

Each engine has the fairest configuration that its documentation offers: patterns are anchored expressions, lists are
functions where an option takes one origin only, and where the policy depends on the request, so does the function that
the documentation names. They are in \`test/conformance/engines\`, to be reviewed. Of a case of level
DECISION a refusal is as good as the expected answer.

${summaries()
  .map((summary) => `- \`${summary}\``)
  .join('\n')}

## Versions

${rows.map(({ engine }) => `- ${engine.name}: ${engine.packages.map(version).join(', ')}`).join('\n')}

## Where this library differs on purpose

${differences(cases)}

## What fails

${peers.map(failures).join('\n\n')}
`;
}

/** Cases that differ for one reason are one line. */
function differences(cases: readonly Case[]): string {
  const reasons = new Set(cases.flatMap(({ differs }) => differs ?? []));
  return [...reasons]
    .map((reason) => {
      const same = cases.filter(({ differs }) => differs === reason);
      const suites = new Set(same.map(({ suite }) => suite));
      return `- ${reason} (${[...suites].join('; ')}: ${same.map(({ id }) => `\`${id}\``).join(', ')})`;
    })
    .join('\n');
}

/** By class, how many a peer fails, and one of them: a MUST, if there is one. */
function failures(row: Row): string {
  const failed = failuresOf(row);
  const lines = Object.keys(groups).flatMap((group) => {
    const mine = failed.filter(({ one }) => groupOf(one) === group);
    const example = mine.find(({ one }) => one.level === 'MUST') ?? mine[0];
    if (example === undefined) return [];
    const { one, verdict } = example;
    const fault = short(verdict.faults[0] ?? '');
    return [`- ${group}, ${mine.length}: \`${one.id}\`, \`${described(one)}\`: ${code(fault)}`];
  });
  return [`### ${row.engine.name}`, ...lines].join('\n');
}

/** Headers are code, sentences are not. */
const code = (fault: string) => (/^[a-z-]+:|^access-/.test(fault) ? `\`${fault}\`` : fault);

/** The version of a package, or of the one that another package brings: `a > b`. */
function version(name: string): string {
  const [outer = '', last = outer] = name.split(' > ');
  const folders = [`node_modules/${outer}/node_modules/${last}`, `node_modules/${last}`, '.'];
  const folder = folders.find((folder) => existsSync(`${folder}/package.json`));
  const { version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as {
    version: string;
  };
  return `${last} ${version}`;
}
