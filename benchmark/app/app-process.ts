import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AppSpec, Listening } from './spec.js';

const SERVER = fileURLToPath(new URL('server.js', import.meta.url));

/** An app in a process of its own. */
export class AppProcess {
  private constructor(
    readonly spec: AppSpec,
    private readonly child: ChildProcess,
    readonly listening: Listening,
  ) {}

  /** Resolves once the app listens. */
  static async start(spec: AppSpec): Promise<AppProcess> {
    const child = fork(SERVER, [JSON.stringify(spec)], {
      execArgv: ['--expose-gc'],
      env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' },
    });
    const ended = once(child, 'close').then(() => {
      throw new Error(`the app ended: ${JSON.stringify(spec)}`);
    });
    // It ends in the end, when nobody is waiting.
    ended.catch(() => undefined);
    const [listening] = (await Promise.race([once(child, 'message'), ended])) as [Listening];
    return new AppProcess(spec, child, listening);
  }

  get url(): string {
    return `http://127.0.0.1:${this.listening.port}`;
  }

  /** The CPU time that the process has had so far, in microseconds. */
  async cpuTime(): Promise<number> {
    const answer = once(this.child, 'message') as Promise<[number]>;
    this.child.send('CPU time');
    const [microseconds] = await answer;
    return microseconds;
  }

  async stop(): Promise<void> {
    const closed = once(this.child, 'close');
    this.child.kill('SIGKILL');
    await closed;
  }
}
