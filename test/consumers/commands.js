// Runs commands, and servers that are asked for the exchanges.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { checkExchanges } from './exchanges.js';

// What a runner of tests sets for its own processes is not for the consumers'.
const { NODE_OPTIONS: _, NODE_PATH: __, ...inherited } = process.env;
const environment = { ...inherited, NO_COLOR: '1', CI: 'true' };

/** Runs a command and returns what it printed; if it fails, that is the error's message. */
export async function run(cwd, command, args, env = {}) {
  const child = start(cwd, command, args, env);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${code}\n${out}${err}`);
  return out + err;
}

/** Starts an app that says where it listens, has it answer every exchange, and stops it. */
export function serve(cwd, command, args, env = {}) {
  return whileRunning({ cwd, command, args, env }, /listening on (http:\S+)/, ([, url]) =>
    checkExchanges(url),
  );
}

/** Starts a program, calls a function with what it prints once it is ready, and stops it. */
export async function whileRunning({ cwd, command, args, env = {} }, ready, use) {
  const child = start(cwd, command, args, env, { detached: true });
  const errors = text(child.stderr);
  const lines = createInterface({ input: child.stdout });
  try {
    const found = await new Promise((resolve) => {
      lines.on('line', (line) => {
        const match = ready.exec(line);
        if (match !== null) resolve(match);
      });
      child.once('close', () => resolve(undefined));
    });
    if (found === undefined) throw new Error(`${command} ${args.join(' ')} ended\n${await errors}`);
    await use(found);
  } finally {
    killWithItsOwn(child);
  }
}

/** Kills a program and what it has started: `yarn node` starts the app, which would keep our pipes open. */
function killWithItsOwn({ pid }) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of them have ended.
  }
}

function start(cwd, command, args, env, options = {}) {
  const child = spawn(command, args, {
    cwd,
    env: { ...environment, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
    timeout: 240_000,
    killSignal: 'SIGKILL',
  });
  child.once('error', (error) => child.stderr.destroy(error));
  return child;
}

/** The environment in which `node` is the given one. */
export const withNode = (node) => ({ PATH: dirname(node) + delimiter + process.env.PATH });
