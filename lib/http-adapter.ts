import type { AbstractHttpAdapter, HttpAdapterHost } from '@nestjs/core';

/**
 * Calls back with the HTTP adapter: now, or as soon as it is set. In constructors it is missing
 * under the testing module; under an application context or a microservice it is never set.
 */
export function whenAdapterIsSet(
  host: HttpAdapterHost,
  use: (adapter: AbstractHttpAdapter) => void,
): void {
  const adapter = host.httpAdapter as AbstractHttpAdapter | undefined;
  if (adapter !== undefined) use(adapter);
  else host.init$.subscribe(() => use(host.httpAdapter));
}
