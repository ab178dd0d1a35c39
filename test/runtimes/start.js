import { spawn } from 'node:child_process';

/**
 * Starts an app under a runtime.
 *
 * @throws Error if it ends, or says nothing for a minute, before it has sent its ports
 */
export async function start({ program, args }, app) {
  const stdio = ['ignore', 'pipe', 'pipe', 'ipc'];
  const child = spawn(program, [...args, ...app], { stdio });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const stop = () => child.kill('SIGKILL');
  process.once('exit', stop);
  const ports = await new Promise((resolve, reject) => {
    const fail = () => reject(new Error(`${program} ${app.join(' ')}:\n${output}`));
    const late = setTimeout(fail, 60_000);
    child.once('message', resolve);
    child.once('close', fail);
    child.once('message', () => clearTimeout(late));
  });
  return { ports, printed: () => output, stop };
}
