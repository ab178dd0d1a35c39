import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from '@jest/globals';

/** A shared cache that an administrator would put in front of an app. */
export interface Cache {
  readonly name: string;
  readonly program: string;
  /** How a shell starts it, in a folder that has its `configuration`. */
  command(port: number): string;
  /** Makes it listen on a port and ask another one. */
  configure(port: number, appPort: number): string;
  /** What it does with preflights: it passes them on and, if it can be told to, it keeps them. */
  readonly preflights: readonly ('passed' | 'kept')[];
}

/** Debian has the programs in a folder that is on root's path only. */
const PATH = `${process.env['PATH'] ?? ''}${delimiter}/usr/sbin`;

export function isInstalled({ program }: Cache): boolean {
  return PATH.split(delimiter).some((folder) => existsSync(join(folder, program)));
}

const stops: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all(stops.map((stop) => stop())));

/**
 * Ends the program when the standard input ends, which it does when Jest is killed, too. The shell
 * has a process group of its own, so that Ctrl-C does not end it before the program.
 */
const WHILE_INPUT_IS_OPEN = '2>&1 & read -r _; kill $!; wait; rm -rf "$PWD"';

/** Starts a cache in front of an app, with a folder of its own, until the test file ends. */
export async function startCache(cache: Cache, port: number, appPort: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'nestjs-cors-'));
  writeFileSync(join(folder, 'configuration'), cache.configure(port, appPort));
  const shell = spawn('sh', ['-c', `${cache.command(port)} ${WHILE_INPUT_IS_OPEN}`], {
    cwd: folder,
    env: { ...process.env, PATH },
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const closed = once(shell, 'close');
  stops.push(() => {
    shell.stdin.end();
    return closed;
  });
  let output = '';
  shell.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  for (const deadline = Date.now() + 20_000; !(await listens(port)); await sleep(20)) {
    if (Date.now() > deadline) throw new Error(`${cache.name} does not listen:\n${output}`);
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
