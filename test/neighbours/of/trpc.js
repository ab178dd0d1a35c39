import { initTRPC } from '@trpc/server';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';

const { router: routerOf, procedure } = initTRPC.create();
const router = routerOf({ cats: procedure.query(() => ['Tom']) });

export default {
  name: 'tRPC',
  packages: ['@trpc/server'],
  path: '/trpc/cats',
  says: '{"result":{"data":["Tom"]}}',
  vary: 'trpc-accept, accept, Origin',
  mount: {
    express: (app) => app.use('/trpc', createExpressMiddleware({ router })),
    fastify: (app) => app.register(fastifyTRPCPlugin, { prefix: '/trpc', trpcOptions: { router } }),
  },
};
