import type { IncomingMessage, ServerResponse } from 'node:http';
import fc from 'fast-check';
import { originOf, type Place, type Ports } from '../support/site.js';

/** What a server answers that has never read the standard. `$PAGE` is the origin of the page. */
export interface RawAnswers {
  readonly preflight: RawAnswer;
  readonly actual: RawAnswer;
  /** Where the actual request is sent on to, and what is answered there. */
  readonly onward?: { readonly to: Place; readonly answers: RawAnswers };
}

interface RawAnswer {
  readonly status: number;
  /** A name may be there twice. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

export const RAW_PATH = '/raw';

/** The path that is answered so. */
export const pathOf = (answers: RawAnswers): string =>
  `${RAW_PATH}?answers=${encodeURIComponent(JSON.stringify(answers))}`;

/** Answers as the path says. */
export function answerRaw(
  { method, url = '', headers }: IncomingMessage,
  response: ServerResponse,
  ports: Ports,
): void {
  const { searchParams } = new URL(url, 'http://any');
  const { preflight, actual, onward } = JSON.parse(
    searchParams.get('answers') ?? '{}',
  ) as RawAnswers;
  const isPreflight = method === 'OPTIONS' && 'access-control-request-method' in headers;
  const answer = isPreflight ? preflight : actual;
  const fields = answer.headers.flatMap(([name, value]) => [
    name,
    value.replace('$PAGE', originOf('page', ports)),
  ]);
  if (onward && !isPreflight) {
    const run = `&run=${searchParams.get('run')}`;
    fields.push('Location', originOf(onward.to, ports) + pathOf(onward.answers) + run);
  }
  const body = answer.status === 204 ? '' : 'the answer';
  if (body) fields.push('Content-Length', String(body.length));
  response.writeHead(answer.status, fields).end(method === 'HEAD' ? '' : body);
}

/** The lines of a header: mostly what is right, often absent, else one of the many ways to be wrong. */
const lines = (name: string, right: readonly string[], ...wrong: (string | readonly string[])[]) =>
  fc
    .oneof(
      { weight: 6, arbitrary: fc.constantFrom(...right).map((value) => [value]) },
      { weight: 1, arbitrary: fc.constant<string[]>([]) },
      { weight: 2, arbitrary: fc.constantFrom(...wrong).map((value) => [value].flat()) },
    )
    .map((values) => values.map((value) => [name, value] as const));

const origin = lines(
  'Access-Control-Allow-Origin',
  ['$PAGE', '$PAGE', '*'],
  'null',
  '$PAGE/',
  'HTTP://page.localhost',
  '$PAGE, $PAGE',
  '$PAGE, *',
  '$PAGE $PAGE',
  '"$PAGE"',
  'http://page.localhost',
  '\t$PAGE ',
  '* ',
  '',
  ['$PAGE', '$PAGE'],
  ['*', '*'],
);
const credentials = lines(
  'Access-Control-Allow-Credentials',
  ['true'],
  'True',
  'TRUE',
  '1',
  'false',
  '',
  ' true',
  'true, true',
  ['true', 'true'],
);
const methods = lines(
  'Access-Control-Allow-Methods',
  ['PUT, DELETE,PATCH', '*', 'GET'],
  'put, delete',
  'PUT;DELETE',
  'PUT DELETE',
  'PUT,,DELETE,',
  'PUT, @',
  'PATCH, *',
  ' \tPUT\t ',
  '"PUT"',
  '',
  ['PUT', 'DELETE, PATCH'],
);
const allowedHeaders = lines(
  'Access-Control-Allow-Headers',
  [
    'x-a, X-B,accept,accept-language,content-language,content-type,range,authorization',
    'x-a, x-b',
    '*',
  ],
  'x-a x-b',
  'x-a;x-b',
  'x-a,,x-b,',
  'x-a, (x-b)',
  '*, authorization',
  'X-A\t, \tx-b',
  '"x-a"',
  '',
  ['x-a', 'X-B'],
);
const exposedHeaders = lines(
  'Access-Control-Expose-Headers',
  ['X-E', '*', 'x-e, X-F'],
  'x-e x-f',
  'x-e, (x-f)',
  'x-e,,x-f',
  'Set-Cookie, x-e',
  '',
  ['x-e', 'x-f'],
);
const maxAge = lines('Access-Control-Max-Age', ['600', '0'], '00600');

const together = (...parts: fc.Arbitrary<RawAnswer['headers']>[]) =>
  fc.tuple(...parts).map((fields) => fields.flat());
const always = fc.constant([
  ['X-E', 'e'],
  ['X-F', 'f'],
  ['Cache-Control', 'no-store'],
  ['Set-Cookie', 'name=value; Path=/nowhere'],
] as const);

const preflight = fc.record({
  status: fc.constantFrom(204, 204, 200, 299, 302, 307, 403, 404, 500),
  headers: together(origin, credentials, methods, allowedHeaders, maxAge),
});
const actualHeaders = together(origin, credentials, exposedHeaders, always);
const actual = fc.record({
  status: fc.constantFrom(200, 200, 201, 204, 401, 404, 500),
  headers: actualHeaders,
});

/** Any answers of one address. */
export const answers: fc.Arbitrary<RawAnswers> = fc.record({ preflight, actual });

/** Answers that lead on to another address. */
export const redirects: fc.Arbitrary<RawAnswers> = fc.record({
  preflight,
  actual: fc.record({
    status: fc.constantFrom(301, 302, 303, 307, 308),
    headers: actualHeaders,
  }),
  onward: fc.record({
    to: fc.constantFrom<Place>('other-host', 'other-host-port', 'page'),
    answers,
  }),
});
