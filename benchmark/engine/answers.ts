import { isDeepStrictEqual } from 'node:util';
import type { Engine, Exchange } from './engine.js';
import type { EnginePolicy } from './policy.js';
import type { EngineRequest } from './requests.js';

/** Answers once, and throws if the headers are not those that everybody who is measured has to write. */
export async function checkAnswer(
  { name, isStrict = false }: Engine,
  exchange: Exchange<object>,
  policy: EnginePolicy,
  request: EngineRequest,
): Promise<void> {
  const response = exchange.fresh();
  const headers = exchange.headersOf(response, await exchange.answer(response));
  const isGranted = request.allowed && !(request.excessive === true && isStrict);
  const expected = isGranted
    ? granted(policy, request)
    : { 'access-control-allow-origin': undefined };
  const read = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), listed(String(value))]),
  );
  const actual = Object.fromEntries(Object.keys(expected).map((name) => [name, read[name]]));
  if (isDeepStrictEqual(actual, expected)) return;
  const said = `${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`;
  throw new Error(`${name}, ${request.name}: wrote ${said}`);
}

/** What a browser reads of the answer to a request that is granted. */
function granted(
  policy: EnginePolicy,
  { method, headers }: EngineRequest,
): Record<string, unknown> {
  const requested = headers['access-control-request-headers'] ?? '';
  const origins = {
    'access-control-allow-origin': policy.origins === '*' ? '*' : headers['origin'],
    'access-control-allow-credentials': policy.credentials ? 'true' : undefined,
  };
  return method === 'GET'
    ? { ...origins, 'access-control-expose-headers': listed(policy.exposedHeaders.join()) }
    : {
        ...origins,
        'access-control-allow-methods': listed(policy.methods.join()),
        'access-control-allow-headers': listed(policy.allowedHeaders?.join() ?? requested),
        'access-control-max-age': String(policy.maxAge),
      };
}

/** A list with or without white space. */
const listed = (value: string) => value.split(/\s*,\s*/).join();
