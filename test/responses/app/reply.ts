import type { ServerResponse } from 'node:http';

/** Express's response, or Fastify's reply, which keeps Node's response as `raw`. */
export type Reply = ServerResponse & {
  readonly raw?: ServerResponse;
  status(code: number): Reply;
  send(body: unknown): void;
  header(name: string, value: string): void;
  /** Of Fastify: the handler answers past it. */
  hijack?(): void;
};

/** Node's response on both platforms. */
export const raw = (reply: Reply): ServerResponse => reply.raw ?? reply;
