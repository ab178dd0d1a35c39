import { fork } from 'node:child_process';
import { request } from 'node:http';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { tableFor } from './table.js';

/** Tells an app from the others with the same agent. */
export function printedCase({ nest, platform, root }) {
  return `Nest ${nest}, ${platform}, root ${root}`;
}

/** Starts an app in a process of its own, sends it the table, and counts what was answered as it has to be. */
export async function visit({ folder, agent, nest, platform, root }) {
  const app = join(folder, `nest-${nest}`);
  const child = fork(join(app, 'app.js'), [platform, root], {
    cwd: app,
    execArgv: nest === 11 ? agent.commonjs : agent.module,
    env: { ...process.env, ...agent.env, AGENT_PACKAGES: agent.packages.join() },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  try {
    const { url, refused, missing } = await started(child);
    if (refused !== undefined) return { passed: 0, complaints: [`does not boot: ${refused}`] };
    if (missing.length > 0) return { passed: 0, complaints: [`not loaded: ${missing.join()}`] };
    const outcomes = [];
    for (const row of tableFor(platform, root)) outcomes.push(await complaintAbout(url, row));
    const complaints = outcomes.filter((outcome) => outcome !== undefined);
    return { passed: outcomes.length - complaints.length, complaints };
  } finally {
    child.kill('SIGKILL');
  }
}

/** The first message of an app; if it ends before, what it has printed. */
function started(child) {
  return new Promise((resolve) => {
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    const late = setTimeout(() => resolve({ refused: `nothing in a minute\n${output}` }), 60_000);
    child.once('message', resolve);
    child.once('close', () => resolve({ refused: output }));
    child.once('message', () => clearTimeout(late));
    child.once('close', () => clearTimeout(late));
  });
}

async function complaintAbout(url, { method, path, asked, origin, status, cors }) {
  const headers = { Origin: origin, ...(asked && { 'Access-Control-Request-Method': asked }) };
  const answered = await send(url + path, method, headers);
  if (isDeepStrictEqual(answered, { status, cors })) return undefined;
  const what = `${method} ${path}${asked ? ` for ${asked}` : ''} from ${origin}`;
  return `${what}: ${JSON.stringify(answered)}, not ${JSON.stringify({ status, cors })}`;
}

function send(url, method, headers) {
  return new Promise((resolve, reject) => {
    request(url, { method, headers, agent: false }, (response) => {
      const cors = Object.fromEntries(
        Object.entries(response.headers).filter(
          ([name]) => name === 'vary' || name.startsWith('access-control-'),
        ),
      );
      response.resume().on('end', () => resolve({ status: response.statusCode, cors }));
    })
      .on('error', reject)
      .end();
  });
}
