import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { originChecks } from '../../lib/origin-checks.js';
import type { OriginChecks } from '../../lib/protocol/origin-checks.js';
import type { PolicyOptions } from '../../lib/protocol/options.js';
import { compilePolicy } from '../../lib/protocol/policy.js';
import { judge } from '../protocol/engine.js';
import { runs } from '../support/property-runs.js';

/** What a fix says to write in the place of the origin, or which option it says to set. */
interface Change {
  readonly origin?: string | RegExp;
  readonly others?: PolicyOptions;
}

/** Reads a fix as its reader does. */
function changesOf(fix: string, faulty: string | RegExp): readonly Change[] {
  const others = (text: string): PolicyOptions => ({
    ...(/credentials: false|without credentials/.test(text) && { credentials: false }),
    ...(text.includes('dangerouslyAllowNullOrigin: true') && { dangerouslyAllowNullOrigin: true }),
    ...(text.includes('dangerouslyAllowInsecureOrigins: true') && {
      dangerouslyAllowInsecureOrigins: true,
    }),
    ...insecureIn(text),
    ...suffixesIn(text),
  });
  const [expression, after = ''] = expressionIn(fix);
  if (expression !== undefined) {
    const ways = after.startsWith(' without credentials, or with ')
      ? [{ credentials: false }, suffixesIn(after)]
      : [after.startsWith(' without') ? { credentials: false } : {}];
    return [
      ...ways.map((others) => ({ origin: expression, others })),
      ...setAlone(fix).map((text) => ({ others: others(text) })),
      ...textsIn(fix),
    ];
  }
  if (fix === 'remove the trailing slash') return [{ origin: String(faulty).replace(/\/$/, '') }];
  return [...textsIn(fix), ...setAlone(fix).map((text) => ({ others: others(text) }))];
}

const textsIn = (fix: string): readonly Change[] =>
  [...fix.matchAll(/\bwrite (?:origin: )?"(?!\*\.)([^"]+)"(?! before)/g)].map(
    ([, origin = '']) => ({
      origin,
    }),
  );
const setAlone = (fix: string) =>
  [...fix.matchAll(/(?:^|, or |, )set ((?:[^,[]|\[[^\]]*\])+)/g)].map(([, text = '']) => text);

function insecureIn(text: string): PolicyOptions {
  const [, list] = /dangerouslyAllowInsecureOrigins: (\[[^\]]*\])/.exec(text) ?? [];
  if (list === undefined) return {};
  return { dangerouslyAllowInsecureOrigins: JSON.parse(list) as string[] };
}

function suffixesIn(text: string): PolicyOptions {
  const [, list] = /dangerouslyAllowPublicSuffixes: \[([^\]]*)\]/.exec(text) ?? [];
  if (list === undefined) return {};
  return { dangerouslyAllowPublicSuffixes: list.split(', ').map((name) => name.slice(1, -1)) };
}

function expressionIn(fix: string): readonly [] | readonly [RegExp, string] {
  const start = /(?:write|anchor it:|remove the flag:|escape the dot:) \/(?=\S)/.exec(fix);
  if (start === null) return [];
  const text = fix.slice(start.index + start[0].length);
  const [all, source = '', flags] =
    /^((?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\])*)\/([a-z]*)/.exec(text) ?? [];
  return all === undefined ? [] : [new RegExp(source, flags), text.slice(all.length)];
}

// The same few expressions come again and again, and looking into one takes time.
const known = new Map<string, string | undefined>();
const checks: OriginChecks = {
  ...originChecks,
  slowness(expression) {
    const text = String(expression);
    if (!known.has(text)) known.set(text, originChecks.slowness(expression));
    return known.get(text);
  },
};

/** How often something was named that can be tried. */
interface Seen {
  named: number;
}

/** Tries all that is said to be written, and looks at what it grants. */
function tryFixes(
  options: PolicyOptions & { readonly origin: string | RegExp },
  asked: readonly string[],
  expected: (origin: string) => boolean,
  seen: Seen,
): void {
  const { issues = [] } = compilePolicy(options, checks);
  const before = issues.map(({ reason }) => reason);
  for (const { fix, reason } of issues) {
    for (const change of changesOf(fix, options.origin)) {
      seen.named++;
      const changed = {
        ...options,
        ...change.others,
        ...(change.origin && { origin: change.origin }),
      };
      const { policy, issues: left = [] } = compilePolicy(changed, checks);
      const said = { options, fix };
      // Each fault has a fix: what is set to allow one does not mend the others.
      const mended = change.origin === undefined ? before.filter((one) => one !== reason) : [];
      const reasons = left.map(({ reason }) => reason);
      expect({ ...said, left: reasons.filter((one) => !mended.includes(one)) }).toEqual({
        ...said,
        left: [],
      });
      if (policy === undefined) continue;
      const wider = asked.filter((one) => judge(policy, one).granted && !expected(one));
      expect({ ...said, wider }).toEqual({ ...said, wider: [] });
    }
  }
}

const HOSTS = [
  'app.example.com',
  'example.com',
  'a.b.example.co.uk',
  'localhost',
  '127.0.0.1',
  '[::1]',
  'me.github.io',
  'team.vercel.app',
  'xn--bcher-kva.example',
  'intranet',
];
const PORTS = ['', ':3000', ':8443', ':80', ':443'];
const SCHEMES = ['https', 'http'];

/** Everything near that somebody else could have. */
const ASKED = SCHEMES.flatMap((scheme) =>
  [
    ...HOSTS,
    'evil.example',
    'github.io',
    'evil.github.io',
    'x.app.example.com',
    'xexample.com',
    'evil.vercel.app',
  ]
    .flatMap((host) => [host, `x-1.${host}`, `a.b.${host}`])
    .flatMap((host) => PORTS.map((port) => `${scheme}://${host}${port}`)),
).concat('null', 'file://', 'app://.', 'app://-', 'app://Main', 'app://main');

const flags = fc.record({
  credentials: fc.boolean(),
  dangerouslyAllowNullOrigin: fc.boolean(),
  dangerouslyAllowInsecureOrigins: fc.boolean(),
  dangerouslyAllowPublicSuffixes: fc.constantFrom<(boolean | string[])[]>(
    false,
    false,
    true,
    ['github.io'],
    [],
  ),
});

/** What was meant, and a text for it with faults in it. */
const faulty = fc
  .record({
    scheme: fc.constantFrom('https', 'http', 'app', ''),
    wildcard: fc.constantFrom('', '', '', '*.'),
    host: fc.constantFrom(...HOSTS),
    port: fc.constantFrom('', '', ':3000', ':8443', ':*', ':80', ':443'),
    faults: fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 3 }),
  })
  .map(({ scheme, wildcard, host, port, faults }) => {
    const own = ['localhost', '127.0.0.1', '[::1]'].includes(host);
    const meant = {
      // Where none is written, it is what a reader would take.
      schemes: scheme === '' ? [own ? 'http' : 'https'] : [scheme],
      wildcard: wildcard !== '',
      host,
      port,
    };
    const whole = `${scheme}${scheme && '://'}${wildcard}${host}${port}`;
    const ways: readonly ((text: string) => string)[] = [
      (text) => `${text}/`,
      (text) => `${text}/path?x#y`,
      (text) => text.toUpperCase(),
      (text) => `"${text}"`,
      (text) => ` ${text}\n`,
      (text) => `${text}.`,
      (text) => text.replace('://', '://user:secret@'),
      (text) => text.replace('xn--bcher-kva', 'bücher'),
      (text) => text.replace('127.0.0.1', '127.1'),
      (text) => text.replace('app.', 'app\u200b.'),
      (text) => `${text};https://b.example`,
      (text) => `${text}\\`,
    ];
    return { text: faults.reduce((now, at) => ways[at]?.(now) ?? now, whole), meant };
  });

interface Meant {
  readonly schemes: readonly string[];
  readonly wildcard: boolean;
  readonly host: string;
  readonly port: string;
}

/** What a reader of a text takes it to grant. With credentials, `https:` may stand for `http:`. */
function readerExpects({ schemes, wildcard, host, port }: Meant) {
  return (origin: string): boolean => {
    const [, scheme = '', name = '', asked = ''] = /^([a-z]+):\/\/(.*?)(:\d+)?$/.exec(origin) ?? [];
    const isScheme = schemes.includes(scheme) || (scheme === 'https' && schemes.includes('http'));
    const standard = { https: ':443', http: ':80' }[scheme];
    const isPort = port === ':*' || asked === (port === standard ? '' : port);
    const isHost = wildcard ? name.endsWith(`.${host}`) : name === host;
    return isScheme && isPort && isHost;
  };
}

describe('whatever is suggested boots, and grants no more than was meant:', () => {
  it('in the place of a text', () => {
    const seen = { named: 0 };
    fc.assert(
      fc.property(faulty, flags, ({ text, meant }, others) => {
        tryFixes({ ...others, origin: text }, ASKED, readerExpects(meant), seen);
      }),
      { numRuns: runs(800) },
    );
    expect(seen.named / runs(800)).toBeGreaterThan(0.4);
  });

  it('in the place of a text with a `*` where none can be', () => {
    const labels = fc.constantFrom('*', 'app-*', '*-team', 'pr-*-team', 'h*', 'x', '**');
    const text = fc.record({
      scheme: fc.constantFrom('https', 'http', 'moz-extension', 'app'),
      host: fc.oneof(
        fc
          .tuple(
            labels,
            fc.constantFrom('example.com', 'vercel.app', 'com', 'co.uk', 'me.github.io'),
          )
          .map((parts) => parts.join('.')),
        fc.constantFrom('*', 'app.*', '192.168.*.1', '*.*.example.com', 'app.*.com'),
      ),
      port: fc.constantFrom('', ':3000', ':*'),
    });
    const seen = { named: 0 };
    fc.assert(
      fc.property(text, flags, ({ scheme, host, port }, others) => {
        const stands = (part: string) =>
          part.replaceAll(/[.+[\]]/g, String.raw`\$&`).replaceAll('*', '[^.:/]+');
        // A whole leftmost label stands for any number of them.
        const wide = stands(host).replace(/^\[\^\.:\/\]\+\\\./, '(?:[^.:/]+\\.)+');
        const meant = new RegExp(`^${scheme}s?://${wide}${port === ':*' ? '(?::\\d+)?' : port}$`);
        const asked = [
          ...ASKED,
          ...'com co.uk vercel.app example.com me.github.io'
            .split(' ')
            .flatMap((top) =>
              ['app-1', 'x-team', 'pr-7-team', 'hello', 'x', 'evil', 'app-1.x'].flatMap((label) => [
                `${scheme}://${label}.${top}${port.replace('*', '1')}`,
                `http://${label}.${top}`,
              ]),
            ),
        ];
        tryFixes(
          { ...others, origin: `${scheme}://${host}${port}` },
          asked,
          (one) => meant.test(one),
          seen,
        );
      }),
      { numRuns: runs(250) },
    );
    expect(seen.named / runs(250)).toBeGreaterThan(0.3);
  });

  it('in the place of an expression', () => {
    const source = fc
      .record({
        start: fc.constantFrom('', '^', '^'),
        scheme: fc.constantFrom('', '', ':\\/\\/', 'https:\\/\\/', 'http:\\/\\/', 'https?:\\/\\/'),
        before: fc.constantFrom(
          '',
          '',
          '.*',
          '.*\\.',
          '\\.',
          '(.+\\.)?',
          '[a-z]+\\.',
          '\\w+\\.',
          '(?:[a-z0-9-]+\\.)*',
          '\\d+',
          '[a-f]{1,3}\\.',
        ),
        host: fc.constantFrom(
          'example\\.com',
          'example.com',
          'app.example.com',
          'localhost',
          '127\\.0\\.0\\.1',
          'vercel\\.app',
          'github\\.io',
          'a|b',
          'intranet',
          '(app|www)\\.example\\.co\\.uk',
        ),
        port: fc.constantFrom('', '', ':3000', ':\\d+', '(:\\d+)?', ':[0-9]+'),
        end: fc.constantFrom('', '$', '$'),
        flags: fc.constantFrom('', '', 'i', 'g', 'y', 'u'),
      })
      .map(
        ({ start, scheme, before, host, port, end, flags }) =>
          new RegExp(`${start}${scheme}${before}${host}${port}${end}`, flags),
      );
    const seen = { named: 0 };
    fc.assert(
      fc.property(source, flags, (expression, others) => {
        const { source, flags } = expression;
        // Where no scheme is written, the expression is about the host; on the own machine `:\d+` is any port.
        const begun = source.includes('http') ? source : source.replace('^', '');
        const meant = new RegExp(begun, flags.replaceAll(/[gy]/g, ''));
        const own = (one: string) => /^http:\/\/(?:localhost|127\.0\.0\.1)$/.test(one);
        tryFixes(
          { ...others, origin: expression },
          ASKED,
          (one) => meant.test(one) || (own(one) && meant.test(`${one}:1`)),
          seen,
        );
      }),
      { numRuns: runs(300) },
    );
    expect(seen.named / runs(300)).toBeGreaterThan(0.4);
  });
});
