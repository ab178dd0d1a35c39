import mercurius from 'mercurius';

export default {
  name: 'Mercurius',
  packages: ['mercurius'],
  method: 'POST',
  path: '/graphql',
  headers: { 'Content-Type': 'application/json' },
  body: '{"query":"{ cats }"}',
  says: '{"data":{"cats":["Tom"]}}',
  mount: {
    fastify: (app) =>
      app.register(mercurius, {
        schema: 'type Query { cats: [String] }',
        resolvers: { Query: { cats: () => ['Tom'] } },
      }),
  },
};
