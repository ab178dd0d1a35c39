import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { AbstractHttpAdapter } from '@nestjs/core';

/** A request that is made up, to look up where it would lead. */
export interface SyntheticRequest {
  readonly method: string;
  readonly url: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Makes a request of the kind that a platform meets first. It is never sent. */
export function requestFor(
  adapter: AbstractHttpAdapter,
  { method, url, host, headers }: SyntheticRequest,
): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  const lowerCased = Object.entries({ ...headers, host }).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ]);
  Object.assign(request, { method, url, headers: Object.fromEntries(lowerCased) });
  // Fastify tells the host name; Express reads it off its own kind of request.
  if (adapter.getType() !== 'express') {
    return Object.assign(request, { hostname: host.replace(/:\d+$/, '') });
  }
  const express = adapter.getInstance<{ readonly request: object }>();
  return Object.setPrototypeOf(request, express.request) as IncomingMessage;
}
