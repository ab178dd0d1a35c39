import { connect } from 'node:net';
import type { Hostile } from './hostile.js';

export interface Answer {
  readonly status: number;
  readonly fields: ReadonlyMap<string, string>;
  /** All of its bytes. */
  readonly length: number;
}

/** Far more than an answer takes: who needs it has hung. */
const PATIENCE = 5000;

/** Sends requests without waiting between them, and reads until the server closes. */
export function pipeline(port: number, requests: readonly Hostile[]): Promise<readonly Answer[]> {
  const text = requests.map((request, index) => written(request, index === requests.length - 1));
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text.join(''), 'latin1'));
    socket.setEncoding('latin1').setTimeout(PATIENCE, () => {
      socket.destroy(new Error(`no answer to ${JSON.stringify(requests)}`));
    });
    socket.on('data', (chunk: string) => (received += chunk));
    socket.on('close', () => {
      try {
        resolve(answers(received, requests));
      } catch (error) {
        reject(error);
      }
    });
    // A reset is what a server may do to a request that it has refused already.
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? undefined : reject(error),
    );
  });
}

function written({ method, path, fields }: Hostile, isLast: boolean): string {
  const host = fields.some(([name]) => name === 'Host') ? [] : ['Host: localhost'];
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...host,
    ...fields.map(([name, value]) => `${name}: ${value}`),
    ...(isLast ? ['Connection: close'] : []),
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Takes what was received apart. Each answer says how long it is, or is the last. */
function answers(received: string, requests: readonly Hostile[]): readonly Answer[] {
  const found: Answer[] = [];
  let rest = received;
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n');
    if (end === -1) throw new Error(`an answer that does not end: ${rest.slice(0, 200)}`);
    const [status = '', ...lines] = rest.slice(0, end).split('\r\n');
    const fields = new Map<string, string>();
    for (const line of lines) {
      const name = line.slice(0, line.indexOf(':')).toLowerCase();
      const value = line.slice(line.indexOf(':') + 1).trim();
      fields.set(name, fields.has(name) ? `${fields.get(name)}\n${value}` : value);
    }
    // An answer to HEAD says the length of a body that does not come; a parser's does come.
    const isHead = requests[found.length]?.method === 'HEAD';
    const hasBody = !isHead || !/^(?:HTTP|$)/.test(rest.slice(end + 4));
    const body = hasBody ? Number(fields.get('content-length') ?? rest.length) : 0;
    const length = Math.min(rest.length, end + 4 + body);
    if (!(length > 0)) throw new Error(`an answer without a length: ${rest.slice(0, 300)}`);
    found.push({ status: Number(status.split(' ')[1]), fields, length });
    rest = rest.slice(length);
  }
  return found;
}
