import type { AbstractHttpAdapter, HttpAdapterHost } from '@nestjs/core';

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
