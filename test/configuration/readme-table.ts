import { inspect } from 'node:util';
import {
  type CorsBootReason,
  type CorsConfigurationError,
  type CorsConfigurationReason,
  CorsModule,
} from 'nestjs-cors';
import { format, resolveConfig } from 'prettier';
import { printed } from '../../lib/printed.js';
import { APP, REFUSED } from './refused.js';
import type { Refused } from './refused-row.js';
import { moduleOf, refusal } from './written-app.js';

/** Which row of the table stands for a reason in README. */
const SHOWN: Readonly<Record<ReasonOfOptions, string>> = {
  'origin-any-with-credentials': 'any origin with credentials',
  'origin-true': 'whoever asks',
  'origin-any-in-list': 'any origin after another',
  'origin-missing': 'a class that takes part, where nobody names an origin',
  'origin-undefined': 'a variable that is not set',
  'origin-empty': 'a variable that is not set, as a list',
  'origin-list': 'two origins with a comma',
  'origin-quoted': 'double quotation marks',
  'origin-white-space': 'a blank at the end',
  'origin-without-scheme': 'a host',
  'origin-not-serialized': 'a path',
  'origin-never-sent': 'a Unicode host',
  'origin-pattern': 'a wildcard without a dot',
  'origin-public-suffix': 'a wildcard over github.io',
  'origin-insecure': 'an http origin with credentials',
  'origin-null': 'the origin `null`',
  'origin-null-with-credentials': 'the origin `null` with credentials, allowed',
  'origin-file': 'the scheme of files',
  'origin-provider': 'a class that is no provider',
  'origin-load': 'a load that throws',
  'refresh-out-of-range': 'a refresh in seconds',
  'cache-out-of-range': 'a cache that is not bounded',
  'regexp-not-anchored': 'an expression that is anchored at its end only',
  'regexp-stateful': 'an expression with the flag g',
  'regexp-slow': 'labels with a dot that may be missing',
  'regexp-open': 'any host that ends as the own one',
  'method-not-a-token': 'methods with a blank between them',
  'method-forbidden': 'TRACE',
  'header-not-a-token': 'a header with a colon',
  'header-forbidden': 'Cookie',
  'header-prohibited': 'a response header of CORS',
  'exposed-any-with-credentials': 'any exposed header with credentials',
  'max-age-out-of-range': 'a maximum age of a year',
  'status-out-of-range': 'a status of a redirect',
  'timeout-out-of-range': 'a timeout of nothing',
  'wrong-type': 'a variable that says true',
  'option-unknown': 'the option `origins`',
  'option-unreadable': 'an option that throws',
  'policy-unknown': 'a policy that is spelled in another way',
  'path-malformed': 'a path with a star behind it',
  'path-twice': 'a path twice',
  'path-upstream': 'an upstream beside a policy',
  'declaration-failed': 'a function that throws',
  'decorator-misplaced': 'a decorator on a resolver',
};
type ReasonOfOptions = Exclude<CorsConfigurationReason, CorsBootReason | ReasonOfApp>;
type ReasonOfApp = 'module-imported-twice' | 'cors-enabled-elsewhere';

/** Those that are no matter of options: what is written, and what an app then says. */
const OF_APP: Readonly<
  Record<ReasonOfApp, readonly [written: string, refused: () => Promise<CorsConfigurationError>]>
> = {
  'module-imported-twice': [
    '`CorsModule.forRoot()` in two modules',
    () =>
      refusal('express', () => ({
        imports: [CorsModule.forRoot({}), CorsModule.forRoot({ origin: APP })],
      })),
  ],
  'cors-enabled-elsewhere': [
    '`app.enableCors()`, or another engine for every path',
    () =>
      refusal(
        'express',
        () => moduleOf({}),
        (nest) => nest.enableCors(),
      ),
  ],
};

/** Renders what is refused, and why, as README shows it: one row for each reason. */
export async function renderTable(): Promise<string> {
  const rows: (readonly string[])[] = [];
  for (const [reason, name] of Object.entries(SHOWN)) {
    const row = REFUSED.find((refused) => refused.name === name);
    if (row === undefined) throw new Error(`no configuration is called ${JSON.stringify(name)}`);
    const error = await refusal('express', () => moduleOf(row));
    rows.push([row.shown ?? `\`${written(row)}\``, ...whyAndFix(error, reason)]);
  }
  for (const [reason, [shown, refused]] of Object.entries(OF_APP)) {
    rows.push([shown, ...whyAndFix(await refused(), reason)]);
  }
  const table = [['what is written', 'why it is refused', 'what to do'], ['-', '-', '-'], ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`)
    .join('\n');
  return format(table, { ...(await resolveConfig('README.md')), parser: 'markdown' });
}

/** What a message says behind the value, in its two parts. */
function whyAndFix({ issues }: CorsConfigurationError, reason: string): readonly string[] {
  const issue = issues.find((found) => found.reason === reason);
  if (issue === undefined) throw new Error(`nothing is refused as ${reason}`);
  const { source, option, value, message, fix } = issue;
  const texts = [`${printed(value)} `, 'an object ', '[] ', 'undefined ', ''];
  const text = texts.find((text) => message.startsWith(`${source}: ${option} ${text}`)) ?? '';
  const what = `${source}: ${option} ${text}`;
  const why = message.slice(what.length, message.lastIndexOf(`: ${fix}`));
  if (message.indexOf(`${what}${why}: ${fix}`) !== 0) throw new Error(`unlike others: ${message}`);
  return [why, fix].map(asMarkdown);
}

/** Shows what is code as code, also because Markdown reads a `*` or a backslash in its own way. */
function asMarkdown(text: string): string {
  const code = /`[^`]+`|"[^"]*"|\/\^\S+\/[a-z]*|https?:\/\/[^\s,]+/g;
  return text.replaceAll(code, (part) => (part.startsWith('`') ? part : `\`${part}\``));
}

/** What is written in the decorator of a row, or else in the root. */
function written(row: Refused): string {
  if ('class' in row) return `@Cors(${decoration(row.class)})`;
  const { origin, ...others } = row.root as Readonly<Record<string, unknown>>;
  // The origin is there only because something else could not be wrong without one.
  const isBeside = origin === APP && Object.keys(others).length > 0;
  const options = isBeside ? others : (row.root as object);
  return Object.entries(options)
    .map(([name, value]) => `${name}: ${literal(value)}`)
    .join(', ');
}

function decoration(declaration: unknown): string {
  return inspect(declaration) === '{}' ? '' : literal(declaration);
}

/** A value as Prettier would have it. */
function literal(value: unknown): string {
  if (typeof value === 'function') return value.name;
  return inspect(value, { breakLength: Infinity }).replaceAll(/(?<=\[) | (?=\])/g, '');
}
