import proxy from '@fastify/http-proxy';
import { startUpstream } from './upstream.js';

export default {
  name: '@fastify/http-proxy',
  packages: ['@fastify/http-proxy'],
  path: '/proxied/a',
  says: 'upstream /a',
  mount: {
    fastify: async (app) =>
      app.register(proxy, { upstream: await startUpstream(), prefix: '/proxied' }),
  },
};
