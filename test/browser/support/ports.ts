import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';

/** Listens on a port, any free one unless told, on all interfaces as the samples do. */
export async function occupy(port = 0): Promise<Server & AsyncDisposable & { port: number }> {
  const server = createServer().listen(port);
  await once(server, 'listening');
  return Object.assign(server, { port: (server.address() as AddressInfo).port });
}

/** A number of ports on which nobody listens. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => occupy()));
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return servers.map(({ port }) => port);
}

/** Whether nobody listens on a port. */
export async function isFree(port: number): Promise<boolean> {
  try {
    await once((await occupy(port)).close(), 'close');
    return true;
  } catch {
    return false;
  }
}
