import { Logger } from '@nestjs/common';
import { RouterExplorer } from '@nestjs/core/router/router-explorer.js';

/** What `@Controller({ host })` takes. */
export type Hosts = string | RegExp | readonly (string | RegExp)[];

/** What Nest's filter asks of a platform. */
const BY_HOSTNAME = {
  container: {
    getHttpAdapterRef: () => ({ getRequestHostname: (request: Asked) => request.hostname }),
  },
  logger: new Logger('CorsModule'),
};

interface Asked {
  readonly hostname: string;
}

type Filter = (request: Asked, response: undefined, next: () => boolean) => boolean;

/**
 * Makes a function that says whether a host is one of a controller's. It is Nest's own filter, with
 * nothing behind it: Nest applies it inside the handler, where nobody can look.
 */
export function hostFilter(hosts: Hosts): (hostname: string) => boolean {
  const filter = RouterExplorer.prototype['applyHostFilter'].call(
    BY_HOSTNAME,
    hosts,
    () => true,
  ) as unknown as Filter;
  return (hostname) => filter({ hostname }, undefined, () => false);
}
