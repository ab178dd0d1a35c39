import type { Place } from '../support/site.js';

/** Where a request is sent, and where it is sent on to: a host, and the path of a policy there. */
export type Stop = `${Place} /${string}`;
const OWN = 'page /pages/leave';
const withKey = { headers: { 'X-Key': '1' } };
const include = { credentials: 'include' } as const;
const by = (redirect: 'manual' | 'error') => ({ redirect });

/** What the page sees, and what the servers receive. */
// Across two origins the chain is tainted: https://fetch.spec.whatwg.org/#concept-request-tainted-origin
export const redirectCases: readonly [
  title: string,
  stops: readonly [Stop, Stop],
  init: RequestInit,
  result: string,
  received: readonly string[],
][] = [
  [
    'the own origin leads to an API',
    [OWN, 'other-host /page'],
    {},
    'resolve',
    ['GET page', 'GET other-host, from page'],
  ],
  [
    'the own origin leads to an API that wants a preflight',
    [OWN, 'other-host /page'],
    withKey,
    'resolve',
    ['GET page', 'OPTIONS other-host, from page', 'GET other-host, from page'],
  ],
  [
    'the own origin leads to an API that allows another page',
    [OWN, 'other-host /other'],
    {},
    'reject',
    ['GET page', 'GET other-host, from page'],
  ],
  [
    'the own origin leads to an API that allows another page, with a preflight',
    [OWN, 'other-host /other'],
    withKey,
    'reject',
    ['GET page', 'OPTIONS other-host, from page'],
  ],
  [
    'an API leads to itself',
    ['other-host /page/hop', 'other-host /page'],
    {},
    'resolve',
    ['GET other-host, from page', 'GET other-host, from page'],
  ],
  [
    'an API leads to itself, where another policy refuses',
    ['other-host /page/hop', 'other-host /other'],
    {},
    'reject',
    ['GET other-host, from page', 'GET other-host, from page'],
  ],
  [
    'an API without a policy leads to one for anybody',
    ['other-host /none/hop', 'other-host /any'],
    {},
    'reject',
    ['GET other-host, from page'],
  ],
  [
    'an API leads to another that allows the page, but not `null`',
    ['other-host /page/hop', 'other-host-port /page'],
    {},
    'reject',
    ['GET other-host, from page', 'GET other-host-port, from null'],
  ],
  [
    'an API leads to another that allows `null`',
    ['other-host /page/hop', 'other-host-port /null'],
    {},
    'resolve',
    ['GET other-host, from page', 'GET other-host-port, from null'],
  ],
  [
    'an API leads to another that is for anybody',
    ['other-host /page/hop', 'other-host-port /any'],
    {},
    'resolve',
    ['GET other-host, from page', 'GET other-host-port, from null'],
  ],
  [
    'an API leads to another that allows the page with cookies',
    ['other-host /cookies/hop', 'other-host-port /cookies'],
    include,
    'reject',
    ['GET other-host, from page', 'GET other-host-port, from null'],
  ],
  [
    'an API leads to itself, with cookies',
    ['other-host /cookies/hop', 'other-host /cookies'],
    include,
    'resolve',
    ['GET other-host, from page', 'GET other-host, from page'],
  ],
  [
    'an API leads back to the page, which is another origin now',
    ['other-host /page/hop', 'page /page'],
    {},
    'reject',
    ['GET other-host, from page', 'GET page, from null'],
  ],
  [
    'a page that follows by itself sees nothing',
    ['other-host /page/hop', 'other-host /page'],
    by('manual'),
    'opaque',
    ['GET other-host, from page'],
  ],
  [
    'a page that wants no redirect gets an error',
    ['other-host /page/hop', 'other-host /page'],
    by('error'),
    'reject',
    ['GET other-host, from page'],
  ],
];
