import type { ExpectedIssue, Refused } from './refused-row.js';

const APP = 'https://app.example.com';
const ROOT = 'CorsModule.forRoot';
const AS_SERVED = 'write it as it is served, with the global prefix, such as "/graphql"';
const BELOW = 'it is for everything below it, too';
const A_PATH = "write { path: '/graphql', policy: { … } }";

const refused = (
  name: string,
  paths: unknown,
  ...issues: readonly ExpectedIssue[]
): Refused & { readonly name: string } => ({
  rule: 'paths',
  name,
  root: { origin: APP, paths },
  issues,
});
const malformed = (name: string, path: unknown, fix: string) =>
  refused(name, [{ path, policy: {} }], [ROOT, 'paths', 'path-malformed', fix, { value: path }]);
const atPath = (
  name: string,
  policy: unknown,
  ...[option, reason, fix, value]: [string, ExpectedIssue[2], string, unknown]
) =>
  refused(
    name,
    [{ path: '/docs', policy }],
    ['paths["/docs"]', option, reason, fix, { value, routes: [] }],
  );

/** `paths` that do not boot. */
export const PATHS: readonly Refused[] = [
  malformed('a path without a slash', 'graphql', `write "/graphql": ${BELOW}`),
  malformed('a path with a slash at its end', '/docs/', `write "/docs": ${BELOW}`),
  malformed('a path with a star behind it', '/docs/*', `write "/docs": ${BELOW}`),
  malformed('a path with a named wildcard', '/docs/{*path}', `write "/docs": ${BELOW}`),
  malformed('a path with a query', '/docs?a=1', `write "/docs": ${BELOW}`),
  malformed('a path with a parameter', '/docs/:page', AS_SERVED),
  malformed('a path with an escape', '/caf%C3%A9', AS_SERVED),
  malformed('a path with a letter that URLs do not have', '/café', AS_SERVED),
  malformed('a path with a step up', '/docs/../admin', AS_SERVED),
  malformed('a path with two slashes', '//docs', AS_SERVED),
  malformed('a path that is empty', '', AS_SERVED),
  malformed('a path that is an expression', /^\/docs/, AS_SERVED),
  malformed('a path that is not there', undefined, AS_SERVED),
  malformed('every path', '/', 'write its options beside `paths`, without a path'),
  refused(
    'a path twice',
    [
      { path: '/docs', policy: {} },
      { path: '/docs', policy: false },
    ],
    [ROOT, 'paths', 'path-twice', 'list it once, with one policy', { value: '/docs' }],
  ),
  refused('one path without a list', { path: '/docs', policy: {} }, [
    ROOT,
    'paths',
    'wrong-type',
    "write [{ path: '/graphql', policy: { … } }]",
  ]),
  refused(
    'a path without its policy, as a string',
    ['/docs'],
    [ROOT, 'paths', 'wrong-type', A_PATH, { value: '/docs' }],
  ),
  refused(
    'options of a path beside it',
    [{ path: '/docs', policy: {}, maxAge: 60 }],
    [ROOT, 'paths.maxAge', 'option-unknown', 'write { path, policy: { maxAge: … } }, or remove it'],
  ),
  refused(
    'an upstream beside a policy',
    [{ path: '/proxy', policy: 'public', upstream: true }],
    [ROOT, 'paths.upstream', 'path-upstream', 'remove one of them'],
  ),
  refused(
    'an upstream that is switched off',
    [{ path: '/proxy', upstream: false }],
    [
      ROOT,
      'paths.upstream',
      'wrong-type',
      'write upstream: true, or remove it and write a policy',
      { value: false },
    ],
  ),
  refused(
    'an upstream by its address, which is not told (R60), beside a policy',
    [{ path: '/proxy', policy: {}, upstream: 'https://user:secret@upstream.example' }],
    [
      ROOT,
      'paths.upstream',
      'wrong-type',
      'write upstream: true, or remove it and write a policy',
      { value: 'https://user:secret@upstream.example' },
    ],
    [ROOT, 'paths.upstream', 'path-upstream', 'remove one of them'],
  ),
  refused(
    'an upstream that is misspelt',
    [{ path: '/proxy', policy: {}, upstrem: true }],
    [ROOT, 'paths.upstrem', 'option-unknown', 'write `upstream`, or remove it'],
  ),
  atPath(
    'a path without a policy',
    undefined,
    ...(['options', 'wrong-type', 'write { … }, with the options to set', undefined] as const),
  ),
  atPath(
    'an origin of a path with a slash at its end',
    { origin: `${APP}/` },
    ...(['origin', 'origin-not-serialized', 'remove the trailing slash', `${APP}/`] as const),
  ),
  atPath(
    'the name of a policy that there is not, of a path',
    'public',
    ...([
      '@Cors',
      'policy-unknown',
      'add it to `policies` of CorsModule.forRoot',
      'public',
    ] as const),
  ),
  {
    rule: 'paths',
    name: 'any origin of a path, with the credentials of the root',
    root: { origin: APP, credentials: true, paths: [{ path: '/docs', policy: { origin: '*' } }] },
    issues: [
      [
        'paths["/docs"]',
        'origin',
        'origin-any-with-credentials',
        'list the origins, or set credentials: false',
        { value: '*', from: ['paths["/docs"]', ROOT], routes: [] },
      ],
    ],
  },
  {
    rule: 'paths',
    name: 'a path that takes part, where nobody names an origin',
    root: { paths: [{ path: '/docs', policy: {} }] },
    issues: [
      [
        'paths["/docs"]',
        'origin',
        'origin-missing',
        'name the origins, here or in CorsModule.forRoot',
        { value: undefined },
      ],
    ],
  },
  {
    rule: 'paths',
    name: 'paths of a class',
    root: { origin: APP },
    class: { paths: [] },
    issues: [
      [
        'Cats',
        'paths',
        'option-unknown',
        'move it: only CorsModule.forRoot has `paths`',
        { value: [] },
      ],
    ],
  },
];
