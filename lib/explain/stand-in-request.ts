import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { ACRH, ACRM } from '../protocol/header.js';
import type { PageRequest } from './page-request.js';

type Headers = Readonly<Record<string, string>>;

/** Makes the actual request that a browser would send, as the front door meets it. Nobody sends it. */
export function actualRequest(adapter: AbstractHttpAdapter, asked: PageRequest): IncomingMessage {
  return standIn(adapter, asked, asked.method, asked.headers);
}

/** Makes the preflight that a browser would send before it. */
export function preflightRequest(
  adapter: AbstractHttpAdapter,
  asked: PageRequest,
): IncomingMessage {
  const names = asked.unsafe.map(({ name }) => name.toLowerCase()).sort();
  return standIn(adapter, asked, 'OPTIONS', {
    [ACRM]: asked.method,
    ...(names.length > 0 && { [ACRH]: [...new Set(names)].join(',') }),
  });
}

function standIn(
  adapter: AbstractHttpAdapter,
  { host, origin, url }: PageRequest,
  method: string,
  headers: Headers,
): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  const lowerCased = Object.entries({ ...headers, host, origin }).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ]);
  Object.assign(request, { method, url, headers: Object.fromEntries(lowerCased) });
  // Fastify's front door is told the host name; Express reads it off its own kind of request.
  if (adapter.getType() !== 'express')
    return Object.assign(request, { hostname: host.replace(/:\d+$/, '') });
  const express = adapter.getInstance<{ readonly request: object }>();
  return Object.setPrototypeOf(request, express.request) as IncomingMessage;
}
