import { describe, expect, it } from '@jest/globals';
import {
  type CorsBootReason,
  type CorsConfigurationError,
  type CorsConfigurationIssue,
  type CorsConfigurationReason,
  CorsModule,
  type CorsModuleOptions,
} from 'nestjs-cors';
import { originChecks, PUBLIC_SUFFIX_DATA } from '../../lib/origin-checks.js';
import { printed } from '../../lib/printed.js';
import { shownValue } from '../../lib/shown-value.js';
import { visible } from '../../lib/visible.js';
import { OPTION_NAMES } from '../../lib/protocol/options.js';
import { compilePolicy } from '../../lib/protocol/policy.js';
import { platforms, TestApp } from '../support/test-app.js';
import { ACCEPTED } from './accepted.js';
import { APP, REFUSED } from './refused.js';
import { type ExpectedIssue, type Refused, RULES } from './refused-row.js';
import { moduleOf, refusal, type WrittenApp } from './written-app.js';

describe.each(platforms)('what is refused, on %s:', (platform) => {
  it.each(REFUSED.map((row) => [row.rule, row.name, row] as const))(
    '%s %s',
    async (...[, , row]) => {
      const error = await refusal(platform, () => moduleOf(row));
      expect(error.issues).toEqual(row.issues.map((issue) => expected(row, issue)));
      for (const [at, issue] of error.issues.entries()) {
        expectSentence(issue, textOf(row, row.issues[at]), row.issues[at]?.[4]?.from);
        expectPrinted(issue, error);
      }
    },
  );
});

describe.each(platforms)('what is accepted, on %s:', (platform) => {
  it.each(ACCEPTED.map((row) => [row.rule, row.name, row] as const))(
    '%s %s',
    async (...[, , row]) => {
      const app = await TestApp.start(platform, moduleOf(row));
      const granted = async (origin: string) => {
        const { cors } = await app.get('/list', origin);
        return [origin, '*'].includes(cors['access-control-allow-origin'] ?? '');
      };
      try {
        for (const origin of row.allows)
          expect([origin, await granted(origin)]).toEqual([origin, true]);
        for (const origin of row.refuses ?? [])
          expect([origin, await granted(origin)]).toEqual([origin, false]);
      } finally {
        await app.close();
      }
    },
  );
});

describe('the tables', () => {
  const reasons = new Set(REFUSED.flatMap(({ issues }) => issues.map(([, , reason]) => reason)));

  it('have enough rows, each with a name of its own', () => {
    expect(REFUSED.length).toBeGreaterThanOrEqual(150);
    expect(ACCEPTED.length).toBeGreaterThanOrEqual(60);
    for (const rows of [REFUSED, ACCEPTED]) {
      const names = rows.map(({ name }) => name);
      expect(names).toEqual([...new Set(names)]);
    }
  });

  it('cite every rule', () => {
    expect(new Set(REFUSED.map(({ rule }) => rule))).toEqual(new Set(Object.keys(RULES)));
  });

  it('have every reason there is', () => {
    expect([...reasons].sort()).toEqual(Object.keys(REASONS).sort());
  });
});

/** Those that a configuration can have: the other two are those of a whole app. */
const REASONS = {
  'wrong-type': true,
  'origin-missing': true,
  'origin-undefined': true,
  'origin-empty': true,
  'origin-true': true,
  'origin-list': true,
  'origin-quoted': true,
  'origin-white-space': true,
  'origin-without-scheme': true,
  'origin-not-serialized': true,
  'origin-never-sent': true,
  'origin-pattern': true,
  'origin-file': true,
  'origin-null': true,
  'origin-null-with-credentials': true,
  'origin-any-with-credentials': true,
  'origin-any-in-list': true,
  'origin-insecure': true,
  'origin-public-suffix': true,
  'origin-provider': true,
  'origin-load': true,
  'refresh-out-of-range': true,
  'cache-out-of-range': true,
  'regexp-not-anchored': true,
  'regexp-stateful': true,
  'regexp-slow': true,
  'regexp-open': true,
  'method-not-a-token': true,
  'method-forbidden': true,
  'header-not-a-token': true,
  'header-forbidden': true,
  'header-prohibited': true,
  'exposed-any-with-credentials': true,
  'max-age-out-of-range': true,
  'status-out-of-range': true,
  'timeout-out-of-range': true,
  'option-unknown': true,
  'option-unreadable': true,
  'policy-unknown': true,
  'path-malformed': true,
  'path-twice': true,
  'path-upstream': true,
  'declaration-failed': true,
  'decorator-misplaced': true,
} satisfies Record<
  Exclude<
    CorsConfigurationReason,
    CorsBootReason | 'module-imported-twice' | 'cors-enabled-elsewhere'
  >,
  true
>;

describe('a fix', () => {
  const issues = REFUSED.flatMap((row) => row.issues);
  /** What the fixes of one option propose, once each. */
  const proposed = (option: string, expression: RegExp) => {
    const fixes = new Set(issues.filter((issue) => issue[1] === option).map(([, , , fix]) => fix));
    const all = [...fixes].flatMap((fix) => [...fix.matchAll(expression)]);
    return [...new Set(all.map(([, text = '']) => text))];
  };
  const reasonsOf = (origin: string | RegExp) => {
    const options = { origin, dangerouslyAllowNullOrigin: true };
    return (compilePolicy(options, originChecks).issues ?? []).map(({ reason }) => reason);
  };

  it.each(proposed('origin', /\bwrite "(?!\*\.")(.+?)"/g))(
    'that proposes the origin %p proposes one that is accepted',
    (origin) => {
      expect(reasonsOf(origin)).toEqual([]);
    },
  );

  it.each(proposed('origin', /(?:anchor it|remove the flag): (\/.*\/[a-z]*)$/g))(
    'that proposes the expression %s proposes one that has not the same fault',
    (text) => {
      const [, source = '', flags] = /^\/(.*)\/([a-z]*)$/.exec(text) ?? [];
      const fault = issues.find(([, , , fix]) => fix.endsWith(text))?.[2];
      expect(reasonsOf(new RegExp(source, flags))).not.toContain(fault);
    },
  );

  const ofUnknown = issues.filter(
    ([, option, reason]) =>
      reason === 'option-unknown' && !/^(?:policies|paths|origin\..*)$/.test(option),
  );
  it.each([...new Set(ofUnknown.map(([, , , fix]) => fix))])(
    'that says %p names an option',
    (fix) => {
      const [, named] =
        /^write (?:`|{ path, policy: { )(\w+)/.exec(fix) ?? /the options are (\w+)/.exec(fix) ?? [];
      expect([...OPTION_NAMES, 'upstream']).toContain(named);
    },
  );
});

describe('an option that is dangerous', () => {
  const cookies = { credentials: true };
  it.each<[string, object, string, CorsConfigurationReason, object, CorsConfigurationReason]>([
    [
      'dangerouslyAllowNullOrigin',
      { origin: [APP, 'null'] },
      'null',
      'origin-null',
      { origin: [APP, 'null'], ...cookies },
      'origin-null-with-credentials',
    ],
    [
      'dangerouslyAllowInsecureOrigins',
      { origin: 'http://app.example.com', ...cookies },
      'http://app.example.com',
      'origin-insecure',
      { origin: '*', ...cookies },
      'origin-any-with-credentials',
    ],
    [
      'dangerouslyAllowPublicSuffixes',
      { origin: 'https://*.github.io', ...cookies },
      'https://ada.github.io',
      'origin-public-suffix',
      { origin: 'https://*', ...cookies },
      'origin-pattern',
    ],
  ])('%s', async (option, root, origin, without, never, still) => {
    for (const platform of platforms) {
      const reasons = async (options: object) =>
        (await refusal(platform, () => moduleOf({ root: options }))).issues.map(
          ({ reason }) => reason,
        );
      expect(await reasons(root)).toEqual([without]);
      expect(await reasons({ ...root, [option]: false })).toEqual([without]);
      expect(await reasons({ ...never, [option]: true })).toEqual([still]);
      const app = await TestApp.start(platform, moduleOf({ root: { ...root, [option]: true } }));
      const { cors } = await app.get('/list', origin);
      expect(cors['access-control-allow-origin']).toBe(origin);
      await app.close();
    }
  });
});

describe.each(platforms)('CorsModule.forRoot of what are no options, on %s', (platform) => {
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a number', 7],
    ['a string', 'public'],
    ['a list', [APP]],
    ['a function', () => ({ origin: APP })],
    ['a map', new Map([['origin', APP]])],
  ])('%s', async (_name, options) => {
    const { issues } = await refusal(platform, () => ({
      imports: [CorsModule.forRoot(options as CorsModuleOptions)],
    }));
    expect(
      issues.map(({ source, option, value, reason }) => [source, option, value, reason]),
    ).toEqual([
      ['CorsModule.forRoot', 'options', isTold(options) ? options : undefined, 'wrong-type'],
    ]);
  });

  it('a promise, of which it takes what it resolves to', async () => {
    const options: unknown = Promise.resolve({ origin: `${APP}/` });
    const { issues } = await refusal(platform, () => ({
      imports: [CorsModule.forRoot(options as CorsModuleOptions)],
    }));
    expect(issues.map(({ value, reason }) => [value, reason])).toEqual([
      [`${APP}/`, 'origin-not-serialized'],
    ]);
  });
});

it('a public suffix is named with the date of its data', async () => {
  const { package: name, version, date } = PUBLIC_SUFFIX_DATA;
  const { issues } = await refusal('express', () =>
    moduleOf({ root: { origin: 'https://*.vercel.app' } }),
  );
  expect(issues[0]?.message).toBe(
    'CorsModule.forRoot: origin "https://*.vercel.app" is a wildcard over "vercel.app", where anybody can register a name ' +
      `(Public Suffix List in ${name} ${version}, ${date}): ` +
      "name what is yours below it, or set dangerouslyAllowPublicSuffixes: ['vercel.app'] (in Cats.list)",
  );
});

function isTold(value: unknown): boolean {
  return !['string', 'object'].includes(typeof value) || value === null;
}

function expected(row: Refused, [source, option, reason, fix, more = {}]: ExpectedIssue) {
  const shown = shownAt(row, [source, option, reason, fix, more]);
  const told = shown !== undefined && 'value' in shown ? shown.value : undefined;
  const value = typeof told === 'string' ? visible(told) : told;
  const routes = more.routes ?? expect.any(Array);
  return { source, option, value, reason, fix, routes, message: expect.any(String) };
}

const UNTOLD: ReadonlySet<string> = new Set(['decorator-misplaced', 'path-upstream']);

/** What is told of the value; nothing, where it could be anything. */
function shownAt(row: Refused, [source, option, reason, , more = {}]: ExpectedIssue) {
  const isLoad = option === 'origin.load' && reason === 'origin-load';
  const isUntold = reason.startsWith('option-un') || UNTOLD.has(reason);
  if (isUntold || option.includes('[') || isLoad) return undefined;
  const value = 'value' in more ? more.value : valueAt(row, source, option);
  const written = reason === 'origin-any-in-list' ? '*' : value;
  return { ...shownValue(option, reason, written), written };
}

/** How the value stands in the sentence. */
function textOf(row: Refused, issue: ExpectedIssue | undefined): string {
  const shown = issue && shownAt(row, issue);
  if (shown === undefined) return '';
  return 'value' in shown ? printed(shown.value) : shown.kind || printed(shown.written);
}

/** What is written at a source: for an option, or, where there are no options, instead of them. */
function valueAt(app: WrittenApp, source: string, option: string): unknown {
  const written = writtenAt(app, source);
  if (option === '@Cors' || option === 'options') return written;
  return (written as Readonly<Record<string, unknown>> | undefined)?.[option];
}

function writtenAt(app: WrittenApp, source: string): unknown {
  const root = app.root as { policies?: Readonly<Record<string, unknown>> } | undefined;
  if (source === 'CorsModule.forRoot') return root;
  const [place, name = ''] = source.split('.');
  if (place === 'policies') return root?.policies?.[name];
  return name === '' ? app.class : (app.methods ?? { list: app.method })[name];
}

/** On one line: where, what, why, what to do, and the routes that have it from there. */
function expectSentence(
  { source, option, message, fix, routes }: CorsConfigurationIssue,
  text: string,
  from: readonly [string, string] | undefined,
): void {
  const told = text === '' ? '' : ` ${text}`;
  const what =
    from === undefined
      ? `${option}${told} `
      : `\`${option}\`${told} from ${from[0]}, \`credentials\` from ${from[1]}: ${told.trimStart()}${told && ' '}`;
  const more = routes.length > 3 ? ` and ${routes.length - 3} more` : '';
  const reached = routes.length === 0 ? '' : ` (in ${routes.slice(0, 3).join(', ')}${more})`;
  const start = `${source}: ${what}`;
  const end = `: ${fix}${reached}`;
  expect([message.slice(0, start.length), message.slice(-end.length)]).toEqual([start, end]);
  const why = message.slice(start.length, -end.length);
  expect(why).toMatch(/^[a-z][^\n\r\u2028\u2029]+$/);
}

/** The error has it below its source. */
function expectPrinted({ source, message }: CorsConfigurationIssue, error: CorsConfigurationError) {
  const [, below] = error.message.split(`\n  ${source}\n`);
  const lines = below?.split('\n\n')[0]?.split('\n');
  expect(lines).toContain(`    - ${message.slice(`${source}: `.length)}`);
}
