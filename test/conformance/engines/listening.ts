import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunningApp } from './engine.js';

/** Waits until a server listens on a port of its own. */
export async function listening(server: Server): Promise<RunningApp> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { port, close };
}
