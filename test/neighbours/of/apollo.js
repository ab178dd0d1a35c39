import { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import fastifyApollo, { fastifyApolloHandler } from '@as-integrations/fastify';
import express from 'express';

async function startServer(plugins = []) {
  const resolvers = { Query: { cats: () => ['Tom'] } };
  const server = new ApolloServer({
    typeDefs: 'type Query { cats: [String] }',
    resolvers,
    plugins,
  });
  await server.start();
  return server;
}

/** Without Nest's module, as it is mounted beside controllers. */
export default {
  name: 'Apollo Server',
  packages: ['@apollo/server', '@as-integrations/express5', '@as-integrations/fastify'],
  method: 'POST',
  path: '/apollo',
  headers: { 'Content-Type': 'application/json' },
  body: '{"query":"{ cats }"}',
  says: '{"data":{"cats":["Tom"]}}',
  mount: {
    express: async (app) =>
      app.use('/apollo', express.json(), expressMiddleware(await startServer())),
    async fastify(app) {
      const instance = app.getHttpAdapter().getInstance();
      const server = await startServer();
      await app.register(fastifyApollo(server));
      instance.post('/apollo', fastifyApolloHandler(server));
    },
  },
};
