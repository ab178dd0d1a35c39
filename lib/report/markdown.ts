import { KINDS } from './declared-origins.js';
import { few } from './few.js';
import { indexOrigins } from './origin-index.js';
import type { CorsReportData, CorsReportPolicy, CorsReportRoute } from './report-data.js';
import type { CorsReportOption } from './reported-options.js';
import { visible } from '../visible.js';

/**
 * Writes a report as Markdown: for a repository, where a review shows what has changed. It counts and
 * numbers nothing, so that a new route changes no other line.
 */
export function reportAsMarkdown(data: CorsReportData): string {
  const { policies } = data;
  return [
    '# CORS report',
    ...part('## Origins', table(['Origin', 'Kind', 'Policies'], originRows(policies))),
    ...policies.flatMap(policySection),
    ...part('## Switched off', routeTable(data.off)),
    ...part('## Nothing said', routeTable(data.unsaid)),
    ...part('## Answered by an upstream', routeTable(data.upstream ?? [])),
  ]
    .join('\n\n')
    .concat('\n');
}

function originRows(policies: readonly CorsReportPolicy[]): readonly (readonly string[])[] {
  return indexOrigins(policies).map(({ kind, text, policies }) => {
    const { shown, more } = few(policies, 20);
    const granted = shown.map(
      ({ name, marks }) => code(name) + (marks.includes('credentials') ? ' with credentials' : ''),
    );
    return [code(text), KINDS[kind], [...granted, ...andMore(more)].join(', ')];
  });
}

function policySection({ name, marks, options, routes }: CorsReportPolicy): string[] {
  return [
    `## Policy ${code(name)}`,
    ...(marks.length === 0 ? [] : [marks.map((mark) => `**${mark}**`).join(', ')]),
    table(['Option', 'Value', 'From'], options.map(optionRow)),
    routeTable(routes),
  ];
}

function optionRow({ name, value, sources }: CorsReportOption): readonly string[] {
  if (sources.length === 0) return [code(name), value, 'default'];
  const { shown, more } = few(sources, 3);
  return [code(name), code(value), [...shown.map(code), ...andMore(more)].join(', ')];
}

function routeTable(routes: readonly CorsReportRoute[]): string {
  const rows = routes.map(({ method, path, name, differs }) => [
    code(`${method} ${path}`),
    code(name),
    differs ? 'differs from its class' : '',
  ]);
  return table(['Route', 'Handler', 'Note'], rows);
}

function part(heading: string, body: string): readonly string[] {
  return body === '' ? [] : [heading, body];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

function andMore(more: number): readonly string[] {
  return more === 0 ? [] : [`${more} more`];
}

/**
 * Writes untrusted text as code. In the cell of a table, a code span cannot hold every character:
 * entities can.
 */
function code(text: string): string {
  const shown = visible(text);
  if (!/[`|\\]|^ | $|^$/.test(shown)) return `\`${shown}\``;
  const entities = shown.replaceAll(
    /[^\w /:.,"=>()-]/gu,
    (character) => `&#${character.codePointAt(0)};`,
  );
  return `<code>${entities}</code>`;
}
