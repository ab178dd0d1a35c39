import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll } from '@jest/globals';

/** A running sample. It ends with the test file at the latest. */
export interface Sample {
  /** Resolves when the sample has printed `text`; rejects with its output when it ends before. */
  printed(text: string): Promise<void>;
  /** Resolves when it has ended. */
  readonly ended: Promise<{ code: number | null; output: string }>;
  /** Sends a signal to it and its children, as a terminal does on Ctrl-C. */
  signal(signal: NodeJS.Signals): void;
}

/** Starts a sample as `npm start` does: compiles it, then runs it. */
export const startSample = (name: string, env: NodeJS.ProcessEnv) =>
  run(['node_modules/@nestjs/cli/bin/nest.js', 'start', '--no-shell', name], env);

/** Runs a sample that has been compiled, or another file of it. */
export const runCompiled = (
  name: string,
  env: NodeJS.ProcessEnv,
  file = 'main.js',
  ...more: string[]
) => run([`sample/dist/${name}/${file}`, ...more], env);

const samples: Sample[] = [];
afterAll(() => {
  for (const sample of samples) sample.signal('SIGKILL');
});

function run(command: string[], env: NodeJS.ProcessEnv): Sample {
  const child = spawn(process.execPath, command, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group of its own
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      child.emit('output');
    });
  }
  let running = true;
  const ended = once(child, 'close').then(([code]: (number | null)[]) => {
    running = false;
    return { code: code ?? null, output };
  });

  const sample: Sample = {
    ended,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = () => output.includes(text) && resolve();
        child.on('output', look);
        look();
        void ended.then(() => reject(new Error(`ended without printing "${text}":\n${output}`)));
      }),
    signal: (signal) => {
      if (running && child.pid !== undefined) process.kill(-child.pid, signal);
    },
  };
  samples.push(sample);
  return sample;
}
