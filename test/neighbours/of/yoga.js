import { createSchema, createYoga } from 'graphql-yoga';

const createServer = () =>
  createYoga({
    graphqlEndpoint: '/yoga',
    logging: false,
    schema: createSchema({
      typeDefs: 'type Query { cats: [String] }',
      resolvers: { Query: { cats: () => ['Tom'] } },
    }),
  });

/** By itself it reflects every origin, with credentials: the policy leaves nothing of that. */
export default {
  name: 'GraphQL Yoga',
  packages: ['graphql-yoga'],
  method: 'POST',
  path: '/yoga',
  headers: { 'Content-Type': 'application/json' },
  body: '{"query":"{ cats }"}',
  says: '{"data":{"cats":["Tom"]}}',
  mount: {
    express: (app) => app.use('/yoga', createServer()),
    fastify(app) {
      const yoga = createServer();
      const instance = app.getHttpAdapter().getInstance();
      instance.route({
        url: '/yoga',
        method: ['GET', 'POST', 'OPTIONS'],
        handler: (request, reply) =>
          yoga.handleNodeRequestAndResponse(request, reply, { request, reply }),
      });
    },
  },
};
