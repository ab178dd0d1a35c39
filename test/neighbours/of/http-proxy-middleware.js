import { createProxyMiddleware } from 'http-proxy-middleware';
import { startUpstream } from './upstream.js';

const mount = async (app) =>
  app.use('/proxied', createProxyMiddleware({ target: await startUpstream() }));

export default {
  name: 'http-proxy-middleware',
  packages: ['http-proxy-middleware'],
  path: '/proxied/a',
  says: 'upstream /a',
  mount: { express: mount, fastify: mount },
};
