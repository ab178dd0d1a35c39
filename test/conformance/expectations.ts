import { type Case, type Expect, type Policy, written } from './case.js';
import { refusalOf } from './preflight-check.js';
import { type Answer, listOf } from './wire.js';

/** Says what is wrong with an answer; `null` where an expectation holds. */
type Check<Key extends keyof Expect> = (
  expected: NonNullable<Expect[Key]>,
  answer: Answer,
  one: Case,
) => string | null;

const HEADERS = {
  acao: 'access-control-allow-origin',
  acac: 'access-control-allow-credentials',
  acam: 'access-control-allow-methods',
  acah: 'access-control-allow-headers',
  aceh: 'access-control-expose-headers',
  acma: 'access-control-max-age',
  acapn: 'access-control-allow-private-network',
} as const;

/** Request headers that need no permission, unless for their value. */
const SAFELISTED_HEADERS = [
  'accept',
  'accept-language',
  'content-language',
  'content-type',
  'range',
];

const lower = (names: readonly string[]) => names.map((name) => name.toLowerCase());

/** A header's value. Two lines are two values, even if they are equal. */
const valueOf = (answer: Answer, name: string) => answer.headers.get(name)?.join(' | ') ?? null;

function isValue(name: string, allowed: readonly (string | null)[], answer: Answer) {
  const value = valueOf(answer, name);
  const wanted = allowed.map((value) => value ?? 'none').join(' or ');
  return allowed.includes(value) ? null : `${name}: ${value ?? 'none'}, not ${wanted}`;
}

function has(name: string, wanted: readonly string[], actual: readonly string[]) {
  const missing = wanted.filter((member) => !actual.includes(member));
  return missing.length === 0 ? null : `${name} without ${missing.join(', ')}`;
}

function hasNot(name: string, unwanted: readonly string[], actual: readonly string[]) {
  const found = unwanted.filter((member) => actual.includes(member));
  return found.length === 0 ? null : `${name} with ${found.join(', ')}`;
}

const methodsIn = (answer: Answer) => listOf(answer, HEADERS.acam);
const headersIn = (answer: Answer) => lower(listOf(answer, HEADERS.acah));
const varyIn = (answer: Answer) => lower(listOf(answer, 'vary'));

/** Members of a list that the policy does not have. */
function outside(
  name: string,
  policy: '*' | readonly string[],
  always: readonly string[],
  actual: readonly string[],
) {
  if (policy === '*') return null;
  const known = new Set([...always, ...lower(policy), ...policy]);
  const found = actual.filter((member) => !known.has(member));
  return found.length === 0 ? null : `${name} beyond the policy: ${found.join(', ').slice(0, 80)}`;
}

/** The policy of the route that a case is about. */
function policyOf({ config, headers = [], path = '/t', ...one }: Case): Policy {
  const [, asked] =
    headers.find(([name]) => name.toLowerCase() === 'access-control-request-method') ?? [];
  const method = one.method === 'OPTIONS' && asked !== undefined ? written(asked) : one.method;
  return config?.routes?.[`${method} ${path}`] || (config ?? {});
}

/** What is looked at in an answer, by key of `expect`. */
const checks: { readonly [Key in keyof Expect]?: Check<Key> } = {
  browser(expected, answer, one) {
    const modes = expected === 'accept' ? [policyOf(one).credentials === true] : [false, true];
    const refusals = modes.map((credentials) => refusalOf(answer, asked(one, credentials)));
    if (expected === 'accept') return refusals[0] === undefined ? null : `refused: ${refusals[0]}`;
    return refusals.includes(undefined) ? 'a browser goes on' : null;
  },
  acaoIn: (expected, answer) => isValue(HEADERS.acao, expected, answer),
  acmaIn: (expected, answer) => isValue(HEADERS.acma, expected, answer),
  silent(_, answer) {
    const found = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'));
    return found.length === 0 ? null : `sends ${found.join(', ')}`;
  },
  acamWithinPolicy: (_, answer, one) =>
    outside(HEADERS.acam, policyOf(one).methods ?? [], ['GET', 'HEAD', 'POST'], methodsIn(answer)),
  acahWithinPolicy: (_, answer, one) =>
    outside(
      HEADERS.acah,
      policyOf(one).allowedHeaders ?? [],
      SAFELISTED_HEADERS,
      headersIn(answer),
    ),
  acamIncludes: (expected, answer) => has(HEADERS.acam, expected, methodsIn(answer)),
  acamIncludesOrAbsent: (expected, answer) =>
    answer.headers.has(HEADERS.acam) ? has(HEADERS.acam, expected, methodsIn(answer)) : null,
  acamNot: (expected, answer) => hasNot(HEADERS.acam, expected, methodsIn(answer)),
  acahIncludes: (expected, answer) => has(HEADERS.acah, lower(expected), headersIn(answer)),
  acahNot: (expected, answer) => hasNot(HEADERS.acah, lower(expected), headersIn(answer)),
  acehIncludes: (expected, answer) =>
    has(HEADERS.aceh, lower(expected), lower(listOf(answer, HEADERS.aceh))),
  varyIncludes: (expected, answer) => has('vary', lower(expected), varyIn(answer)),
  varyExcludes: (expected, answer) => hasNot('vary', lower(expected), varyIn(answer)),
  vary(expected, answer) {
    const [wanted, actual] = [lower(expected).sort().join(', '), varyIn(answer).sort().join(', ')];
    return actual === wanted ? null : `vary: ${actual}, not ${wanted}`;
  },
  handlerReached: (expected, answer) =>
    answer.headers.has('x-handler') === expected
      ? null
      : `the handler ${expected ? 'does not run' : 'runs'}`,
  statusIn: (expected, { status }) =>
    expected.includes(status) ? null : `status ${status}, not ${expected.join(' or ')}`,
  noHeader: (expected, answer) =>
    answer.headers.has(expected.toLowerCase()) ? `sends ${expected}` : null,
  emptyBody: (_, { body }) => (body === '' ? null : `a body of ${body.length} bytes`),
  maxMs: (expected, { ms }) => (ms <= expected ? null : `${Math.round(ms)} ms, not ${expected}`),
  maxResponseBytes: (expected, { bytes }) =>
    bytes <= expected ? null : `${bytes} bytes, not ${expected}`,
};

/** What a browser would have to want, to send this preflight. */
function asked(one: Case, credentials: boolean) {
  const lines = (wanted: string) =>
    (one.headers ?? [])
      .filter(([name]) => name.toLowerCase() === wanted)
      .map(([, value]) => written(value));
  const origin = [one.origin ?? []].flat().map(written).join(', ');
  const headers = lines('access-control-request-headers').join(',').toLowerCase();
  return {
    origin,
    method: lines('access-control-request-method').join(', '),
    headers: headers.split(/[,\t ]*,[,\t ]*/).flatMap((name) => name.trim() || []),
    credentials,
  };
}

/** Keys that say what a case is, and nothing about a header. */
const TITLES = ['outcome', 'preflight', 'orConfigError', 'strict'];

/** The keys of an expectation that nobody looks at: a case would pass for its spelling. */
export function unknownKeys(expect: Expect): string[] {
  const known = new Set([...Object.keys(HEADERS), ...Object.keys(checks), ...TITLES]);
  return [...Object.keys(expect), ...Object.keys(expect.strict ?? {})].filter(
    (key) => !known.has(key),
  );
}

/** Every check of an expectation, the values of single headers first. */
export function faultsOf(expect: Expect, answer: Answer, one: Case): string[] {
  const faults: (string | null)[] = [];
  if (answer.status === 0) faults.push('no answer');
  for (const [key, name] of Object.entries(HEADERS)) {
    const value = expect[key as keyof typeof HEADERS];
    if (value !== undefined) faults.push(isValue(name, [value], answer));
  }
  for (const [key, check] of Object.entries(checks) as [keyof Expect, Check<keyof Expect>][]) {
    const expected = expect[key];
    if (expected !== undefined && expected !== null) faults.push(check(expected, answer, one));
  }
  return faults.filter((fault) => fault !== null);
}
