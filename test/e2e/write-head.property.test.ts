import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addToVary } from '../../lib/protocol/vary.js';
import type { HeaderField } from '../../lib/protocol/header.js';
import { carryHeaders } from '../../lib/response-headers.js';
import { runs } from '../support/property-runs.js';

type Value = string | string[];
/** A method of a response, and what it is called with. */
type Step = readonly [method: string, ...args: unknown[]];

const name = fc.constantFrom(
  'X-A',
  'x-a',
  'X-B',
  'Vary',
  'vary',
  'Set-Cookie',
  'set-cookie',
  'Content-Type',
  'Access-Control-Allow-Origin',
  'access-control-allow-origin',
  'Access-Control-Max-Age',
  'ACCESS-CONTROL-NEW',
  'access-control-allow-credentials',
  'not a token',
);
const text = fc.constantFrom('a', 'b', 'Origin', '*', 'true', 'https://evil.example', 'a\r\nb');
const value: fc.Arbitrary<Value> = fc.oneof(text, fc.array(text, { maxLength: 3 }));
const field = fc.tuple(name, value);
const status = fc.constantFrom(200, 204, 304, 399, 400, 404, 500, 99);
const headers = fc
  .array(field, { maxLength: 5 })
  .chain((fields) =>
    fc.constantFrom<unknown>(
      Object.fromEntries(fields),
      fields.flat(),
      new Map(fields),
      undefined,
      null,
    ),
  );
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constantFrom('setHeader', 'appendHeader'), name, value),
  fc.tuple(fc.constant('removeHeader'), name),
  fc.tuple(
    fc.constant('setHeaders'),
    fc.array(fc.tuple(name, text), { maxLength: 3 }).map((fields) => new Map(fields)),
  ),
);
const last: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constantFrom('end', 'write'), fc.constant('body')),
  fc.tuple(fc.constant('writeHead'), status, headers),
  fc.tuple(
    fc.constant('writeHead'),
    status,
    fc.oneof(fc.constantFrom('Fine', undefined, null), headers),
    headers,
  ),
);

/** Takes the steps, and ends the response. Returns its header lines, and which steps threw. */
function answer(steps: readonly Step[], prepare: (response: ServerResponse) => void) {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  response.sendDate = false;
  // Writing after the end is an error that comes later.
  response.on('error', () => {});
  prepare(response);
  const methods = response as unknown as Record<string, (...args: unknown[]) => void>;
  const thrown = steps.map(([method, ...args]) => {
    try {
      // Node.js keeps a list of values, and appends to it.
      methods[method]?.(...structuredClone(args));
      return false;
    } catch {
      return true;
    }
  });
  response.end();
  const { _header: head } = response as unknown as { readonly _header: string };
  const lines = head.trimEnd().split('\r\n').slice(1);
  return { lines, thrown, status: response.statusCode };
}

const nameOf = (line: string) => line.slice(0, Math.max(0, line.indexOf(':'))).toLowerCase();
const isCors = (line: string) => nameOf(line).startsWith('access-control-');
const isVary = (line: string) => nameOf(line) === 'vary';
const isOther = (line: string) => !isCors(line) && !isVary(line);
const valueOf = (line: string) => line.slice(line.indexOf(':') + 2);
const namesOf = (lines: readonly string[]) =>
  new Set(
    lines
      .filter(isVary)
      .flatMap((line) => addToVary('', valueOf(line).toLowerCase()).split(', '))
      .filter((name) => name !== ''),
  );

/** What a naive library sends: what leaves without it, less CORS headers, and its own. */
const naive = (lines: readonly string[], own: readonly HeaderField[]) => ({
  others: lines.filter(isOther),
  cors: own.filter(([name]) => name !== 'Vary').map(([name, value]) => `${name}: ${value}`),
});

const ACAO: HeaderField = ['Access-Control-Allow-Origin', 'https://app.example.com'];
const ACAC: HeaderField = ['Access-Control-Allow-Credentials', 'true'];
const VARY: HeaderField = ['Vary', 'Origin'];
const carried = fc.constantFrom<{ headers: HeaderField[]; below400?: HeaderField[] }>(
  { headers: [] },
  { headers: [VARY] },
  { headers: [['Access-Control-Allow-Origin', '*']] },
  { headers: [ACAO, ACAC, VARY] },
  { headers: [ACAO, ACAC, VARY], below400: [ACAO, VARY] },
);

describe('a response that carries headers', () => {
  it('has what a naive library would send, whatever is done to it', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 4 }),
        fc.array(last, { maxLength: 2 }),
        carried,
        (steps, ends, carried) => {
          const all = [...steps, ...ends];
          const plain = answer(all, () => {});
          const { headers, below400 = headers } = carried;
          const narrow = (status: number) => ({ headers: status >= 400 ? headers : below400 });
          const own = answer(all, (response) => carryHeaders(response, { headers, narrow }));
          const expected = own.status < 400 ? below400 : headers;
          expect(own.status).toBe(plain.status);
          expect(own.thrown).toEqual(plain.thrown);
          expect({
            others: own.lines.filter(isOther),
            cors: own.lines.filter(isCors).toSorted(),
          }).toEqual({
            ...naive(plain.lines, expected),
            cors: naive(plain.lines, expected).cors.toSorted(),
          });
          const isVaried = expected.includes(VARY);
          if (!isVaried) {
            expect(own.lines.filter(isVary)).toEqual(plain.lines.filter(isVary));
            return;
          }
          // Of two that are given, Node.js can lose one: none is lost here.
          const names = namesOf(own.lines);
          const wanted = namesOf([...plain.lines, 'vary: origin']);
          if (!names.has('*')) expect([...wanted].filter((name) => !names.has(name))).toEqual([]);
        },
      ),
      { numRuns: runs(3000) },
    );
  });
});
