import cookie from '@fastify/cookie';
import session from '@fastify/session';
import { visits } from './visits.js';

export default {
  ...visits,
  name: '@fastify/session',
  packages: ['@fastify/session', '@fastify/cookie'],
  mount: {
    async fastify(app) {
      await app.register(cookie);
      await app.register(session, { secret: 'a'.repeat(32), cookie: { secure: false } });
    },
  },
};
