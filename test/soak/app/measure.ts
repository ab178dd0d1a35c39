import type { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a process holds when nothing is asked of it. */
export interface Measurement {
  readonly heapUsed: number;
  readonly rss: number;
  /** Of the process so far, in seconds. */
  readonly cpu: number;
  readonly connections: number;
  readonly resources: readonly string[];
  readonly listeners: Readonly<Record<string, number>>;
}

/** Measures a server that has answered everything, and whose clients are gone. */
export async function measure(server: Server): Promise<Measurement> {
  const connections = await connectionsLeft(server);
  // A few times: what finalizers let go of is collected by the next one.
  for (let round = 0; round < 2; round++) {
    globalThis.gc?.();
    await sleep(20);
  }
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return {
    heapUsed,
    rss,
    cpu: (user + system) / 1e6,
    connections,
    resources: activeResources(),
    listeners: { ...listenersOf('server', server), ...listenersOf('process', process) },
  };
}

/** Without the pipes to the parent: Node opens stdout and stderr when somebody looks at them. */
function activeResources(): readonly string[] {
  return process
    .getActiveResourcesInfo()
    .filter((name) => name !== 'PipeWrap')
    .sort();
}

/** How many connections are open, once they have had five seconds to close. */
async function connectionsLeft(server: Server): Promise<number> {
  for (let tries = 0; ; tries++) {
    const count = await new Promise<number>((resolve, reject) => {
      server.getConnections((error, open) => (error ? reject(error) : resolve(open)));
    });
    if (count === 0 || tries === 100) return count;
    await sleep(50);
  }
}

/** Counts the listeners of connections that are kept and wait: the most that one of them has. */
export async function mostListeners(sockets: ReadonlySet<Socket>): Promise<number> {
  // What was given up may not have come to its end.
  await sleep(200);
  const counts = Array.from(sockets, (socket) =>
    Object.values(listenersOf('socket', socket)).reduce((sum, count) => sum + count, 0),
  );
  return Math.max(0, ...counts);
}

function listenersOf(name: string, emitter: EventEmitter): Record<string, number> {
  return Object.fromEntries(
    emitter.eventNames().map((event) => [`${name} ${String(event)}`, emitter.listenerCount(event)]),
  );
}
