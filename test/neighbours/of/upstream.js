// A server behind a proxy, with a CORS of its own that lets everybody read.
import { once } from 'node:events';
import { createServer } from 'node:http';

/** Starts the server, which ends with the process. */
export async function startUpstream() {
  const server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Private-Network', 'true');
    response.end(`upstream ${request.url}`);
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return `http://127.0.0.1:${server.address().port}`;
}
