import { ServerResponse, type IncomingMessage } from 'node:http';
import type { AbstractHttpAdapter, HttpAdapterHost } from '@nestjs/core';
import { useBeforeExpress, type First } from './express.js';
import type { Params } from './fastify-router.js';
import { hasCorsHookSlot, type CorsHookSlot } from './nest-internals.js';

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

/** The part of a Fastify request that is used here. */
export interface FastifyRequest {
  readonly raw: IncomingMessage & { [WRAPPED]?: FastifyRequest };
  readonly hostname: string;
  readonly params: Params;
  readonly routeOptions: object;
  readonly is404: boolean;
}

type Hook = (
  request: FastifyRequest,
  reply: { readonly raw: ServerResponse },
  done: () => void,
) => void;

const WRAPPED = Symbol('nestjs-cors request');

/** Makes a function the first that a request meets. */
export function useFirst(adapter: AbstractHttpAdapter, first: First): void {
  if (adapter.getType() === 'express') {
    useBeforeExpress(adapter.getInstance(), first);
  } else if (hasCorsHookSlot(adapter)) {
    (adapter as CorsHookSlot<Hook>).corsHook = (request, reply, done) => {
      request.raw[WRAPPED] = request;
      first(request.raw, reply.raw, done);
    };
  } else {
    // The adapters of Nest 11.1 keep no place for CORS: there it is the first middleware.
    adapter.use(first);
  }
}

/** The request of Fastify's around a request of Node's, once Fastify has routed it. */
export function wrappedRequestOf(request: IncomingMessage): FastifyRequest | undefined {
  return (request as FastifyRequest['raw'])[WRAPPED];
}

/** The same request for another target, as one that Fastify has not routed. */
export function unrouted(request: IncomingMessage, url: string): IncomingMessage {
  return Object.create(request, {
    url: { value: url, writable: true },
    originalUrl: { value: url },
    [WRAPPED]: { value: undefined },
    // The adapter reads the host name of such a request off it.
    hostname: {
      value: wrappedRequestOf(request)?.hostname ?? (request as { hostname?: string }).hostname,
    },
  }) as IncomingMessage;
}

/** The host name that a request is for. It is read only where a controller asks for a host. */
export function hostnameOf(adapter: AbstractHttpAdapter, request: IncomingMessage): string {
  return String(adapter.getRequestHostname(wrappedRequestOf(request) ?? request) ?? '');
}
