import { type IncomingMessage, ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Engine } from './engine.js';
import type { EnginePolicy } from './policy.js';

type Library = typeof import('../../lib/origin-checks.js') &
  typeof import('../../lib/response-headers.js') &
  typeof import('../../lib/protocol/actual.js') &
  typeof import('../../lib/protocol/origin-verdict.js') &
  typeof import('../../lib/protocol/policy.js') &
  typeof import('../../lib/protocol/preflight.js') &
  typeof import('../../lib/protocol/request.js');

// The engine as it is published. It is no public API, and this file is all that knows of it here.
const built = <Name extends keyof Library>(file: string, ..._names: Name[]) =>
  import(pathToFileURL(resolve('dist', file)).href) as Promise<Pick<Library, Name>>;
const { originChecks } = await built('origin-checks.js', 'originChecks');
const { carryHeaders, endWith } = await built('response-headers.js', 'carryHeaders', 'endWith');
const { decideActual } = await built('protocol/actual.js', 'decideActual');
const { judgeOrigin } = await built('protocol/origin-verdict.js', 'judgeOrigin');
const { compilePolicy } = await built('protocol/policy.js', 'compilePolicy');
const { decidePreflight } = await built('protocol/preflight.js', 'decidePreflight');
const { isPreflight } = await built('protocol/request.js', 'isPreflight');

/** A path without a handler: the policy names its methods. */
const RESOURCE = { methods: () => [], shares: () => true, isUniform: () => true };

/** Compiles a policy, as this library does at boot. */
export function compile({ origins, ...options }: EnginePolicy) {
  const origin =
    origins === '*'
      ? origins
      : [...origins.exact, ...origins.domains.map((domain) => `https://*.${domain}`)];
  const { policy, issues } = compilePolicy({ ...options, origin }, originChecks);
  if (policy === undefined) throw new Error(JSON.stringify(issues));
  return policy;
}

/** This library's engine, as its front door uses it. */
export const nestjsCors: Engine = {
  name: 'nestjs-cors',
  isStrict: true,
  prepare(written) {
    const policy = compile(written);
    const answer = (request: IncomingMessage, response: ServerResponse): void => {
      const { method, headers } = request;
      const { origin } = headers;
      const verdict = judgeOrigin(policy.origins, origin, request, policy.originTimeout);
      if (verdict instanceof Promise) throw new Error('no origin is decided later here');
      if (!isPreflight(method, headers)) {
        carryHeaders(response, { policy, ...decideActual(policy, origin, verdict) });
        // They are set when the head is written.
        response.writeHead(response.statusCode);
        return;
      }
      const asked = {
        origin: origin ?? '',
        method: headers['access-control-request-method'] ?? '',
        headers: headers['access-control-request-headers'],
      };
      const decision = decidePreflight(policy, asked, verdict, RESOURCE);
      endWith(response, decision.status, decision.headers);
    };
    return {
      exchange: (request) => ({
        fresh: () => {
          const response = new ServerResponse(request);
          // The others set headers and write no head: what Node would write is not this library's.
          if (!isPreflight(request.method, request.headers)) response.writeHead = () => response;
          return response;
        },
        answer: (response: ServerResponse) => answer(request, response),
        headersOf: (response: ServerResponse) => writtenHeaders(response) ?? response.getHeaders(),
      }),
    };
  },
};

/** What the head of a response says, if it is written: Node keeps it as text only. */
function writtenHeaders(response: ServerResponse): Record<string, string> | undefined {
  const { _header: head } = response as unknown as { readonly _header: string | null };
  if (head === null) return undefined;
  const lines = head.trimEnd().split('\r\n').slice(1);
  return Object.fromEntries(lines.map((line) => line.split(': ') as [string, string]));
}
