import { request, type Agent, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type INestApplication,
  type LoggerService,
  Module,
  type ModuleMetadata,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';

/** The platforms that every expectation holds on. */
export const platforms = ['express', 'fastify'] as const;
export type Platform = (typeof platforms)[number];

export function createAdapter(platform: Platform): ExpressAdapter | FastifyAdapter {
  return platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
}

export interface Response {
  readonly status: number;
  /** Every `Access-Control-*` header and `Vary`, by lower-cased name. */
  readonly cors: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An app that listens on a port of its own. */
export class TestApp {
  private constructor(
    readonly nest: INestApplication,
    readonly port: number,
  ) {}

  /** Boots an app of one root module, on real sockets. */
  static async start(
    platform: Platform,
    metadata: ModuleMetadata,
    { configure, logger = false }: StartOptions = {},
  ): Promise<TestApp> {
    @Module(metadata)
    class AppModule {}
    const nest = await NestFactory.create(AppModule, createAdapter(platform), {
      logger,
      abortOnError: false,
    });
    return TestApp.listen(nest, configure);
  }

  /** Takes an app that was made in another way. */
  static async listen(
    nest: INestApplication,
    configure?: (nest: INestApplication) => void,
  ): Promise<TestApp> {
    try {
      configure?.(nest);
      await nest.listen(0, '127.0.0.1');
    } catch (error) {
      await nest.close();
      throw error;
    }
    const { port } = nest.getHttpServer().address() as AddressInfo;
    return new TestApp(nest, port);
  }

  send(...request: Tail<typeof send>): Promise<Response> {
    return send(this.port, ...request);
  }

  get(path: string, origin?: string): Promise<Response> {
    return this.send('GET', path, origin === undefined ? {} : { Origin: origin });
  }

  preflight(...request: Tail<typeof preflight>): Promise<Response> {
    return preflight(this.port, ...request);
  }

  close(): Promise<void> {
    return this.nest.close();
  }
}

interface StartOptions {
  readonly configure?: (nest: INestApplication) => void;
  readonly logger?: LoggerService | false;
}

type Tail<F> = F extends (first: never, ...rest: infer Rest) => unknown ? Rest : never;

/** Sends a request and reads the whole response. A header that comes twice shows both lines. */
export function send(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
  agent: Agent | false = false,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, method, path, headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => resolve(received(response, text)));
    })
      .on('error', reject)
      .end(body);
  });
}

function received({ statusCode = 0, rawHeaders }: IncomingMessage, body: string): Response {
  const headers = headersOf(rawHeaders);
  return { status: statusCode, cors: corsOf(headers), headers, body };
}

/** Every `Access-Control-*` header and `Vary`. */
export function corsOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => name === 'vary' || name.startsWith('access-control-'),
    ),
  );
}

/** The headers by lower-cased name. One that came twice shows both lines. */
function headersOf(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 0; at < raw.length; at += 2) {
    const [name = '', value = ''] = raw.slice(at, at + 2);
    const key = name.toLowerCase();
    headers[key] = key in headers ? `${headers[key]}\n${value}` : value;
  }
  return headers;
}

/** Sends what a browser sends before a request that is not simple. */
export function preflight(
  port: number,
  path: string,
  origin: string,
  method: string,
  headers?: string,
): Promise<Response> {
  return send(port, 'OPTIONS', path, {
    Origin: origin,
    'Access-Control-Request-Method': method,
    ...(headers !== undefined && { 'Access-Control-Request-Headers': headers }),
  });
}

/** A logger that keeps what it is told. */
export class MemoryLogger implements LoggerService {
  readonly warnings: string[] = [];
  readonly errors: string[] = [];
  log(): void {}
  warn(message: unknown): void {
    this.warnings.push(String(message));
  }
  error(message: unknown): void {
    this.errors.push(String(message));
  }
}
