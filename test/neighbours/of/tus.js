import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import assert from 'node:assert/strict';
import { ROOT, send } from '../app.js';

const TUS = { 'Tus-Resumable': '1.0.0' };
const EXPOSED = 'Location,Upload-Offset,Upload-Length,Tus-Resumable';

function createServer() {
  const directory = mkdtempSync(join(tmpdir(), 'tus-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return new Server({ path: '/files', datastore: new FileStore({ directory }) });
}

/** It has CORS headers of its own, of which the policy leaves none: what uploads need is declared. */
export default {
  name: 'tus',
  packages: ['@tus/server', '@tus/file-store'],
  method: 'POST',
  path: '/files',
  headers: { ...TUS, 'Upload-Length': '3' },
  status: 201,
  exposed: EXPOSED,
  paths: [{ path: '/files', policy: { origin: ROOT, exposedHeaders: EXPOSED } }],
  also: {
    title: 'a file is uploaded',
    async run(url) {
      const created = await send(`${url}/files`, 'POST', { ...TUS, 'Upload-Length': '3' });
      const { pathname } = new URL(created.location);
      const headers = { ...TUS, 'Upload-Offset': '0', Origin: ROOT };
      const type = { 'Content-Type': 'application/offset+octet-stream' };
      const { status } = await send(url + pathname, 'PATCH', { ...headers, ...type }, 'cat');
      assert.equal(status, 204);
    },
  },
  mount: {
    express(app) {
      const server = createServer();
      app.use('/files', (request, response) => server.handle(request, response));
    },
    fastify(app) {
      const server = createServer();
      const instance = app.getHttpAdapter().getInstance();
      instance.addContentTypeParser('application/offset+octet-stream', (_request, _body, done) =>
        done(null),
      );
      for (const path of ['/files', '/files/*']) {
        instance.all(path, (request, reply) => {
          reply.hijack();
          return server.handle(request.raw, reply.raw);
        });
      }
    },
  },
};
