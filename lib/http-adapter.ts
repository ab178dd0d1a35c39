import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AbstractHttpAdapter, HttpAdapterHost } from '@nestjs/core';
import { useBeforeExpress, type First } from './before-express.js';

/** The HTTP adapter of an app. An application context and a microservice have none. */
export function adapterOf(host: HttpAdapterHost): AbstractHttpAdapter | undefined {
  return (host.httpAdapter as AbstractHttpAdapter | null | undefined) ?? undefined;
}

/**
 * Calls back with the HTTP adapter: now, or as soon as it is set. Under the testing module it is
 * still missing when providers are constructed.
 */
export function whenAdapterIsSet(
  host: HttpAdapterHost,
  use: (adapter: AbstractHttpAdapter) => void,
): void {
  const useIfSet = () => {
    const adapter = adapterOf(host);
    if (adapter !== undefined) use(adapter);
    return adapter !== undefined;
  };
  if (!useIfSet()) host.init$.subscribe(useIfSet);
}

/** What is used of Nest's adapter for Fastify. */
interface FastifyAdapter {
  /** What the adapter runs before its own hooks and before all middleware: the place of CORS. */
  corsHook?: (
    request: FastifyRequest,
    reply: { readonly raw: ServerResponse },
    done: () => void,
  ) => void;
}

/** What is used of a request of Fastify's, which knows the host that a proxy was asked for. */
interface FastifyRequest {
  readonly raw: IncomingMessage & { [WRAPPED]?: FastifyRequest };
  readonly hostname: string;
}

const WRAPPED = Symbol('nestjs-cors request');

/** Makes a function the first that a request meets. */
export function useFirst(adapter: AbstractHttpAdapter, first: First): void {
  if (adapter.getType() === 'express') {
    useBeforeExpress(adapter.getInstance(), first);
  } else if ('copyCorsHeadersToRaw' in adapter) {
    (adapter as FastifyAdapter).corsHook = (request, reply, done) => {
      request.raw[WRAPPED] = request;
      first(request.raw, reply.raw, done);
    };
  } else {
    // The adapters of Nest 11.1 keep no place for CORS: there it is the first middleware.
    adapter.use(first);
  }
}

/** The host name that a request is for. It is read only where a controller asks for a host. */
export function hostnameOf(adapter: AbstractHttpAdapter, request: IncomingMessage): string {
  const { [WRAPPED]: wrapped } = request as FastifyRequest['raw'];
  return String(adapter.getRequestHostname(wrapped ?? request) ?? '');
}
