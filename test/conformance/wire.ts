import { connect } from 'node:net';
import { type Case, written } from './case.js';

const TIME_LIMIT = 3000;

/** An answer, read leniently: a case is about headers, not about framing. */
export interface Answer {
  readonly status: number;
  /** Every line, by lower-cased name. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
  readonly bytes: number;
  readonly ms: number;
}

/** Sends a case as it is written, byte for byte, which no HTTP client does. */
export async function ask(port: number, one: Case): Promise<Answer> {
  const request = Buffer.from(requestOf(one));
  const started = performance.now();
  const text = await exchange(port, request);
  return { ...parse(text), bytes: text.length, ms: performance.now() - started };
}

function requestOf(one: Case): string {
  const { method, path = '/t', host = '127.0.0.1', origin, headers = [], raw } = one;
  const origins = origin === null ? [] : [origin].flat();
  return [
    `${method} ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: close',
    ...(['POST', 'PUT', 'PATCH'].includes(method) ? ['Content-Length: 0'] : []),
    ...origins.map((value) => `Origin: ${written(value)}`),
    ...headers.map(([name, value]) => `${name}: ${written(value)}`),
    ...(raw === undefined ? [] : [unescaped(raw)]),
    '\r\n',
  ].join('\r\n');
}

function unescaped(raw: string): string {
  const bytes: Record<string, string> = { r: '\r', n: '\n', 0: '\0' };
  return raw.replaceAll(/\\([rn0])/g, (_, letter: string) => bytes[letter] ?? '');
}

/** Reads until the server closes. Where it answers and resets, the answer counts. */
function exchange(port: number, request: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.setEncoding('latin1').setTimeout(TIME_LIMIT, () => {
      socket.destroy(new Error(`no answer within ${TIME_LIMIT} ms`));
    });
    socket.on('data', (chunk: string) => (received += chunk));
    socket.on('error', (error) => (received === '' ? reject(error) : resolve(received)));
    socket.on('close', () => resolve(received));
  });
}

/** Parses what has been received. */
export function parse(text: string): Omit<Answer, 'bytes' | 'ms'> {
  const end = text.search(/\r\n\r\n|$/);
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()]);
  }
  return { status: Number(statusLine.split(' ')[1] ?? 0), headers, body: text.slice(end + 4) };
}

/** The members of a header that is a list. */
export function listOf({ headers }: Pick<Answer, 'headers'>, name: string): string[] {
  const lines = headers.get(name) ?? [];
  return lines
    .join(',')
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
}
