// Every neighbour, in the order of the table.
import adminjs from './of/adminjs.js';
import apollo from './of/apollo.js';
import betterAuth from './of/better-auth.js';
import bullBoard from './of/bull-board.js';
import expressSession from './of/express-session.js';
import fastifyHttpProxy from './of/fastify-http-proxy.js';
import fastifySession from './of/fastify-session.js';
import httpProxyMiddleware from './of/http-proxy-middleware.js';
import mcp from './of/mcp.js';
import mercurius from './of/mercurius.js';
import trpc from './of/trpc.js';
import tus from './of/tus.js';
import yoga from './of/yoga.js';

/**
 * Each has a `name`, the `packages` whose versions the table shows, a function for each platform
 * that mounts it, and one request with what its answer `says`. What is not there is as most have it:
 * GET, 200, the policy of the root, and a `Vary` of `Origin` alone. `also` is a test of its own.
 */
export const neighbours = [
  adminjs,
  apollo,
  betterAuth,
  bullBoard,
  expressSession,
  fastifyHttpProxy,
  fastifySession,
  httpProxyMiddleware,
  mcp,
  mercurius,
  trpc,
  tus,
  yoga,
];
