import { betterAuth } from 'better-auth';
import { toNodeHandler } from 'better-auth/node';
import { memoryAdapter } from 'better-auth/adapters/memory';

const handler = () =>
  toNodeHandler(
    betterAuth({
      baseURL: 'http://127.0.0.1',
      secret: 'a'.repeat(32),
      database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
      telemetry: { enabled: false },
      // It warns of the secret.
      logger: { disabled: true },
    }),
  );

/** Its handler for Node.js: `@thallesp/nestjs-better-auth` mounts the same one. */
export default {
  name: 'better-auth',
  packages: ['better-auth'],
  path: '/api/auth/ok',
  says: '{"ok":true}',
  mount: {
    express: (app) => app.getHttpAdapter().getInstance().all('/api/auth/{*any}', handler()),
    fastify(app) {
      const handle = handler();
      app
        .getHttpAdapter()
        .getInstance()
        .all('/api/auth/*', (request, reply) => {
          reply.hijack();
          return handle(request.raw, reply.raw);
        });
    },
  },
};
