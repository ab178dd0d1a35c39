import type { IncomingMessage } from 'node:http';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { requestFor } from '../platforms/synthetic-request.js';
import { ACRH, ACRM } from '../protocol/header.js';
import type { PageRequest } from './page-request.js';

/** Makes the actual request that a browser would send, as the front door meets it. */
export function actualRequest(
  adapter: AbstractHttpAdapter,
  { method, url, host, origin, headers }: PageRequest,
): IncomingMessage {
  return requestFor(adapter, { method, url, host, headers: { ...headers, origin } });
}

/** Makes the preflight that a browser would send before it. */
export function preflightRequest(
  adapter: AbstractHttpAdapter,
  { method, url, host, origin, unsafe }: PageRequest,
): IncomingMessage {
  const names = unsafe.map(({ name }) => name.toLowerCase()).sort();
  const headers = {
    origin,
    [ACRM]: method,
    ...(names.length > 0 && { [ACRH]: [...new Set(names)].join(',') }),
  };
  return requestFor(adapter, { method: 'OPTIONS', url, host, headers });
}
