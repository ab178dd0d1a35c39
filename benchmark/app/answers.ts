import { request as send } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import type { AppProcess } from './app-process.js';
import { policy } from './policies.js';
import type { AppRequest } from './requests.js';
import { policyNumber } from './spec.js';

/** Sends a request once, and throws if the answer is not what everything that is measured says it is. */
export async function checkAnswer(app: AppProcess, asked: AppRequest): Promise<void> {
  const expected = expectedOf(app, asked);
  const actual = await answerOf(app, asked, Object.keys(expected));
  if (isDeepStrictEqual(actual, expected)) return;
  const { platform, contestant } = app.spec;
  const said = `${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`;
  throw new Error(`${contestant} on ${platform}, ${asked.name}: answered ${said}`);
}

type Answer = Readonly<Record<string, string | undefined>>;

/** The status, and the headers that browsers read of such an answer. */
function expectedOf({ spec }: AppProcess, { name, headers }: AppRequest): Answer {
  const { credentials, methods, allowedHeaders, exposedHeaders, maxAge } = policy(
    policyNumber(spec, spec.controllers - 1),
  );
  if (spec.contestant === 'no CORS') return { status: '200', ...NO_ORIGIN, vary: undefined };
  const granted = {
    'access-control-allow-origin': headers['Origin'],
    'access-control-allow-credentials': String(credentials),
  };
  switch (name) {
    case 'allowed':
      return {
        status: '200',
        ...granted,
        'access-control-expose-headers': listed(exposedHeaders.join()),
        vary: 'origin',
      };
    case 'preflight granted':
      return {
        status: '204',
        ...granted,
        'access-control-allow-methods': listed(methods.join()),
        'access-control-allow-headers': listed(allowedHeaders.join()),
        'access-control-max-age': String(maxAge),
      };
    case 'preflight refused':
      // `cors` and `@fastify/cors` say 204 to everybody, and leave it to the browser to read on.
      return { status: spec.contestant === 'nestjs-cors' ? '403' : '204', ...NO_ORIGIN };
    default:
      return { status: '200', ...NO_ORIGIN, vary: 'origin' };
  }
}

const NO_ORIGIN = { 'access-control-allow-origin': undefined };

async function answerOf(
  { url }: AppProcess,
  { method, path, headers }: AppRequest,
  names: readonly string[],
): Promise<Answer> {
  const sent = send(url + path, { method, headers: { ...headers }, agent: false }).end();
  const [response] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
  await text(response);
  const read = { ...response.headers, status: String(response.statusCode) };
  const entries = Object.entries(read).map(([name, value]) => [name, listed(String(value))]);
  const all = Object.fromEntries(entries) as Answer;
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

/** A list as it is meant: in any order and any case, with or without white space. */
function listed(value: string): string {
  if (value.startsWith('https:')) return value;
  return value
    .toLowerCase()
    .split(/\s*,\s*/)
    .sort()
    .join();
}
