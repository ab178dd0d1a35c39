// The app, in a process of its own: memory, listeners and stderr are the app's alone.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { compiled } from './compiled.js';

export class Server {
  /** What it has printed, to stderr or stdout. It has nothing to say. */
  printed = '';

  static async start(platform) {
    const child = fork(join(compiled('test/soak/app'), 'main.js'), [platform], {
      execArgv: ['--expose-gc'],
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const server = new Server(child);
    server.port = await server.#answer();
    return server;
  }

  constructor(child) {
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (this.printed += text));
    }
    this.ended = once(child, 'close').then(([code, signal]) => {
      throw new Error(`the app ended (${code ?? signal}):\n${this.printed}`);
    });
    // Nobody may be waiting for it.
    this.ended.catch(() => undefined);
  }

  /** Asks for `sockets`, `log`, or a measurement: see app/main.ts. */
  ask(question) {
    this.child.send(question);
    return this.#answer();
  }

  async stop() {
    this.child.kill('SIGKILL');
    await this.ended.catch(() => undefined);
  }

  async #answer() {
    const [answer] = await Promise.race([once(this.child, 'message'), this.ended]);
    return answer;
  }
}
