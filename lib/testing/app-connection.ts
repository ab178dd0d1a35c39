import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Server } from 'node:net';
import { Readable } from 'node:stream';
import { Server as TlsServer } from 'node:tls';
import type { INestApplication } from '@nestjs/common';

/** A request as it goes over the wire. */
export interface AppRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array | undefined;
  readonly signal: AbortSignal;
}

/** A response as it comes over the wire: its head, and its body still to be read. */
export interface AppResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  /** The body, as it arrives. */
  body(): ReturnType<typeof Readable.toWeb>;
  /** Reads the body to its end and throws it away. */
  discard(): void;
  /** Hangs up. */
  abort(): void;
}

/** Apps that listen, or have been asked to, so that nobody asks twice. */
const listening = new WeakMap<INestApplication, Promise<unknown>>();

/**
 * Sends requests to an app over real sockets, whatever host their addresses name: that is in
 * `Host`. Nothing is sent anywhere else.
 */
export class AppConnection {
  constructor(private readonly app: INestApplication) {}

  /** Where the app listens. One that does not, listens on a free port of the loopback from now on. */
  async address(): Promise<URL> {
    const { host = 'localhost', port = '' } = await this.socket();
    const scheme = this.server instanceof TlsServer ? 'https' : 'http';
    return new URL(`${scheme}://${host?.includes(':') ? `[${host}]` : host}:${port}`);
  }

  async send({ url, method, headers, body, signal }: AppRequest): Promise<AppResponse> {
    const socket = await this.socket();
    const isSecure = this.server instanceof TlsServer;
    const options: RequestOptions = {
      ...socket,
      method,
      path: url.pathname + url.search,
      headers: { ...Object.fromEntries(headers), Host: url.host },
      agent: false,
      signal,
    };
    return new Promise((resolve, reject) => {
      const request = isSecure
        ? httpsRequest({ ...options, rejectUnauthorized: false })
        : httpRequest(options);
      // Node.js writes methods in upper case; a browser writes `patch` as it is.
      request.method = method;
      request.on('response', (message) => resolve(received(message)));
      request.on('error', (error) => reject(signal.aborted ? signal.reason : error));
      request.end(body);
    });
  }

  private get server(): Server {
    return this.app.getHttpServer() as Server;
  }

  private async socket(): Promise<Pick<RequestOptions, 'host' | 'port' | 'socketPath'>> {
    // An app that has been closed stays closed.
    const started =
      listening.get(this.app) ??
      (this.server.listening ? Promise.resolve() : this.app.listen(0, '127.0.0.1'));
    listening.set(this.app, started);
    await started;
    const address = this.server.address();
    if (address === null) throw new Error('corsFetch: the app does not listen any more');
    if (typeof address === 'string') return { socketPath: address };
    const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[address.address] ?? address.address;
    return { host, port: address.port };
  }
}

function received(message: IncomingMessage): AppResponse {
  const headers = new Headers();
  const { rawHeaders: raw } = message;
  for (let at = 0; at < raw.length; at += 2) headers.append(raw[at] ?? '', raw[at + 1] ?? '');
  return {
    status: message.statusCode ?? 0,
    statusText: message.statusMessage ?? '',
    headers,
    body: () => Readable.toWeb(message),
    discard: () => void message.on('error', () => {}).resume(),
    abort: () => void message.on('error', () => {}).destroy(),
  };
}
