import { describe, expect, it } from '@jest/globals';
import { originChecks } from '../../lib/origin-checks.js';
import type { IssueReason } from '../../lib/protocol/issue.js';
import { checkOptions } from '../../lib/protocol/policy.js';

const APP = 'https://app.example.com';
const FORM = 'write scheme://host or scheme://host:port, such as "https://app.example.com"';
const REMOVE_SLASH = 'remove the trailing slash';
const SEPARATE =
  'separate the origins with commas and pass the string through parseOrigins(), or write an array';
const LIST = 'pass the string through parseOrigins(), or write an array';
const WILDCARDS =
  'write "*." before a whole host ("https://*.example.com"), or "*" for the whole port ("http://localhost:*")';
const write = (origin: string) => `write "${origin}"`;

type Case = readonly [text: string, fix: string];

/** What is said of a text that is no origin, and what to write in its place. */
const FAULTS: readonly [rule: string, IssueReason, why: string, cases: readonly Case[]][] = [
  [
    'R2',
    'origin-empty',
    'is empty',
    [
      ['', 'name an origin, or write false; is an environment variable empty?'],
      [' \t', 'name an origin, or write false; is an environment variable empty?'],
    ],
  ],
  [
    'R2',
    'origin-quoted',
    'has quotation marks in it',
    [
      [`"${APP}"`, write(APP)],
      [`  '${APP}`, write(APP)],
      [`${APP}\``, write(APP)],
      [`${APP}"  `, write(APP)],
      ['"app"', 'remove them, also from the environment variable'],
    ],
  ],
  [
    'R2',
    'origin-list',
    'is a list in one string, separated by ","',
    [
      [`${APP},https://b.example`, LIST],
      [`${APP}/,https://b.example/`, LIST],
      [`${APP}, `, LIST],
    ],
  ],
  [
    'R2',
    'origin-list',
    'is a list in one string, separated by ";"',
    [
      [`${APP};https://b.example`, SEPARATE],
      [`${APP}; https://b.example`, SEPARATE],
      [`${APP}/;https://b.example/`, SEPARATE],
      [`${APP};`, SEPARATE],
      [`;${APP}`, SEPARATE],
      ['app.example.com;b.example', SEPARATE],
      ['app://.;app://-', SEPARATE],
    ],
  ],
  [
    'R2',
    'origin-list',
    'is a list in one string, separated by "|"',
    [
      [`${APP}|https://b.example`, SEPARATE],
      [`${APP} | https://b.example`, SEPARATE],
      [`${APP}/path|https://b.example/path`, SEPARATE],
    ],
  ],
  [
    'R2',
    'origin-list',
    'is a list in one string, separated by white space',
    [
      [`${APP}/ https://b.example/`, LIST],
      [`${APP} https://b.example`, LIST],
      [`${APP}  https://b.example`, LIST],
      [`${APP}\thttps://b.example`, LIST],
      [`${APP}\nhttps://b.example`, LIST],
    ],
  ],
  [
    'R2',
    'origin-white-space',
    'has white space in it',
    [
      [`  ${APP}  `, write(APP)],
      ['https://app .example.com', 'remove it'],
      ['https://app\t.example.com', 'remove it'],
    ],
  ],
  [
    'R5',
    'origin-file',
    'is the origin of every file: like "null", anybody can have it',
    [
      ['file:///index.html', 'serve the page over http://localhost, and list that'],
      ['FILE://app.example.com', 'serve the page over http://localhost, and list that'],
    ],
  ],
  [
    'R2',
    'origin-undefined',
    'was made of a variable that is not set',
    [
      ['https://undefined', 'set the variable'],
      ['https://null:3000', 'set the variable'],
      ['://undefined', 'set the variable'],
    ],
  ],
  [
    'R2',
    'origin-without-scheme',
    'has no scheme',
    [
      ['app.example.com', write(APP)],
      ['//app.example.com', write(APP)],
      ['https:app.example.com', write(APP)],
      ['http:app.example.com', write('http://app.example.com')],
      ['app.example.com//path', write(APP)],
      ['localhost', write('http://localhost')],
      ['//LOCALHOST:3000', write('http://localhost:3000')],
      ['127.0.0.1:3000', write('http://127.0.0.1:3000')],
      ['[::1]:3000', write('http://[::1]:3000')],
      ['api.localhost.example', write('https://api.localhost.example')],
      // None of these is a host that somebody means.
      ['my-localhost', FORM],
      ['localhosts', FORM],
      ['devnull', FORM],
      ['nullable', FORM],
      ['me@app.example.com', FORM],
    ],
  ],
  [
    'R4',
    'origin-pattern',
    'has a "*" for its scheme',
    [
      ['*://app.example.com', 'list one origin for each scheme'],
      ['http*://app.example.com', 'list one origin for each scheme'],
      ['h*ps://app.example.com', 'list one origin for each scheme'],
    ],
  ],
  [
    'R4',
    'origin-pattern',
    'is not a pattern',
    [
      ['https://app.*.com', WILDCARDS],
      ['https://app*.example.com:3000', 'write /^https:\\/\\/app[a-z0-9-]+\\.example\\.com:3000$/'],
      ['https://*example.com', WILDCARDS],
      ['https://app.example.*', WILDCARDS],
      ['https://*.*.co.uk', WILDCARDS],
      ['https://**.example.com', WILDCARDS],
      ['http://localhost*', WILDCARDS],
      [
        'https://a-*.b-*.example.co.uk',
        'write /^https:\\/\\/a-[a-z0-9-]+\\.b-[a-z0-9-]+\\.example\\.co\\.uk$/',
      ],
      [
        'http://app-*.example.com',
        'write /^http:\\/\\/app-[a-z0-9-]+\\.example\\.com$/ without credentials',
      ],
    ],
  ],
  [
    'R2',
    'origin-not-serialized',
    'is not a serialized origin (it has a user name)',
    [['https://user:secret@app.example.com', write(APP)]],
  ],
  [
    'R2',
    'origin-not-serialized',
    'is not a serialized origin',
    [
      [`${APP}/`, REMOVE_SLASH],
      ['https://*.example.com/', REMOVE_SLASH],
      ['https://file:3000/', REMOVE_SLASH],
      ['https://null.example/', REMOVE_SLASH],
      ['https://App.example.com/', write(APP)],
      ["https://app'.example.com", FORM],
      ['https://{tenant}.example.com', FORM],
    ],
  ],
  [
    'R2',
    'origin-not-serialized',
    'is not a serialized origin (it has a path)',
    [
      [`${APP}/path`, write(APP)],
      [`${APP}\\path`, write(APP)],
      ['app://./index.html', write('app://.')],
      ['app://Main/index.html', write('app://Main')],
      ['http://localhost:*/path', write('http://localhost:*')],
    ],
  ],
  [
    'R2',
    'origin-not-serialized',
    'is not a serialized origin (it has a query)',
    [[`${APP}?query`, write(APP)]],
  ],
  [
    'R2',
    'origin-not-serialized',
    'is not a serialized origin (it has a fragment)',
    [[`${APP}#fragment`, write(APP)]],
  ],
  [
    'R3',
    'origin-never-sent',
    'is not how a browser writes it',
    [
      ['NULL', 'remove it: it stands for origins that anybody can have'],
      ['https://App.example.com', write(APP)],
      ['Capacitor://LocalHost', write('capacitor://localhost')],
      ['APP://.', write('app://.')],
      [`${APP}:443`, write(APP)],
      [`${APP}.`, write(APP)],
      ['https://app\u200b.example.com', write(APP)],
      ['https://bücher.example', write('https://xn--bcher-kva.example')],
      ['app.example.com?from=ionic://localhost', write(APP)],
    ],
  ],
  [
    'R2',
    'origin-not-serialized',
    'is not a serialized origin (its port is malformed)',
    [
      [`${APP}:65536`, 'write a port from 1 to 65535'],
      ['http://[::1]:65536', 'write a port from 1 to 65535'],
    ],
  ],
  [
    'R2',
    'origin-not-serialized',
    'is not a serialized origin (its IPv6 address is malformed)',
    [['http://[::1', FORM]],
  ],
  [
    'R2',
    'origin-not-serialized',
    'is not a serialized origin (a label of its host is empty)',
    [
      ['https://', FORM],
      ['https://app..example.com', FORM],
    ],
  ],
];

it('what is longer than any origin is said to be, in linear time', () => {
  const started = performance.now();
  for (const text of [`${APP}/${'@/'.repeat(200_000)}`, `a://${'://'.repeat(200_000)}`]) {
    const [issue] = checkOptions({ origin: text }, originChecks);
    expect([issue?.reason, issue?.why, issue?.fix]).toEqual([
      'origin-not-serialized',
      'is not a serialized origin (it has more than 326 characters)',
      FORM,
    ]);
  }
  expect(performance.now() - started).toBeLessThan(1000);
});

describe.each(FAULTS)('%s %s: %s', (_rule, reason, why, cases) => {
  it.each(cases)('%j: %s', (text, fix) => {
    expect(checkOptions({ origin: text }, originChecks)).toEqual([
      { option: 'origin', value: text, reason, why, fix },
    ]);
  });
});
