import { connect } from 'node:http2';
import { corsOf, type Response } from './test-app.js';

/** Sends a request over HTTP/2 without TLS, and reads the whole response. */
export function sendHttp2(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const session = connect(`http://127.0.0.1:${port}`).on('error', reject);
    const stream = session.request({ ':method': method, ':path': path, ...headers });
    let text = '';
    let received: Readonly<Record<string, string>> = {};
    stream.on('response', (fields) => {
      received = Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [name, [value].flat().join('\n')]),
      );
    });
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    stream.on('error', reject);
    stream.on('end', () => {
      session.close();
      resolve({
        status: Number(received[':status']),
        cors: corsOf(received),
        headers: received,
        body: text,
      });
    });
    stream.end(body);
  });
}
