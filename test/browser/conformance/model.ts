import type { AskedRequest } from './asked.js';
import { effective, type DeclaredController, type Method } from './declared.js';

/** What a browser has to do with a request, going by what is declared and by nothing else. */
export interface Verdict {
  readonly preflight: boolean;
  /** Whether the actual request is sent. */
  readonly sent: boolean;
  /** The response headers that the script sees, of X-A, X-B, X-C and Cache-Control; or nothing. */
  readonly reads: readonly string[] | 'nothing';
}

/** Reads the declaration the way its author would. It knows nothing of the library. */
export function verdictOn(declared: DeclaredController, asked: AskedRequest): Verdict {
  const named = namesToAskFor(asked);
  const preflight = !['GET', 'HEAD', 'POST'].includes(asked.method) || named.length > 0;

  const serving = (asked.method === 'HEAD' ? 'GET' : asked.method) as Method;
  const options = declared.serves.includes(serving) && effective(declared, serving);
  if (!options) return { preflight, sent: !preflight, reads: 'nothing' };

  const { covers } = options.origin;
  const readable =
    (covers === '*' || covers.includes(asked.from)) &&
    (asked.credentials !== 'include' || options.credentials === true);
  const granted = allowsMethod(options, asked.method) && named.every(isAllowedBy(options));
  if (preflight && !(readable && granted)) return { preflight, sent: false, reads: 'nothing' };
  return { preflight, sent: true, reads: readable ? visible(options) : 'nothing' };
}

/** Which headers are neither safelisted nor forbidden: https://fetch.spec.whatwg.org/#cors-safelisted-request-header */
function namesToAskFor({ headers }: AskedRequest): string[] {
  return Object.entries(headers)
    .filter(([name, value]) => {
      if (name === 'Content-Type') return value === 'application/json';
      if (name === 'Accept') return value.includes('"');
      return name !== 'Accept-Language' && name !== 'Sec-Anything';
    })
    .map(([name]) => name.toLowerCase());
}

type Options = DeclaredController['onClass'];

function allowsMethod({ methods = '*' }: Options, method: string): boolean {
  if (methods === '*') return true; // or left out: what is served is allowed
  return methods.includes(method) || (method === 'HEAD' && methods.includes('GET'));
}

function isAllowedBy({ allowedHeaders }: Options): (name: string) => boolean {
  if (allowedHeaders === undefined) return () => true;
  const names = new Set([allowedHeaders].flat().map((name) => name.toLowerCase()));
  return (name) => names.has(name) || (names.has('*') && name !== 'authorization');
}

function visible({ exposedHeaders = [] }: Options): string[] {
  const exposed = new Set([exposedHeaders].flat().map((name) => name.toLowerCase()));
  const sees = (name: string) => exposed.has('*') || exposed.has(name);
  return ['cache-control', ...['x-a', 'x-b', 'x-c'].filter(sees)];
}
