import { createBullBoard } from '@bull-board/api';
import { ExpressAdapter } from '@bull-board/express';
import { FastifyAdapter } from '@bull-board/fastify';

/** A queue without a broker: what the board asks of one. */
const queue = {
  getName: () => 'mails',
  getDisplayName: () => '',
  getDescription: () => '',
  getStatuses: () => ['waiting'],
  getJobStatuses: () => ['waiting'],
  isVisible: () => true,
  isPaused: async () => false,
  getJobCounts: async () => ({ waiting: 7 }),
  getJobs: async () => [],
  getJobSchedulersCount: async () => 0,
  getGlobalConcurrency: async () => null,
  getActiveRateLimitTtl: async () => 0,
  getWorkers: async () => [],
  getRedisInfo: async () => null,
};

function board(serverAdapter) {
  serverAdapter.setBasePath('/queues');
  createBullBoard({ queues: [queue], serverAdapter });
  return serverAdapter;
}

export default {
  name: 'bull-board',
  packages: ['@bull-board/api', '@bull-board/express', '@bull-board/fastify'],
  path: '/queues/api/queues',
  says: '"counts":{"waiting":7}',
  mount: {
    express: (app) => app.use('/queues', board(new ExpressAdapter()).getRouter()),
    fastify: (app) =>
      app.register(board(new FastifyAdapter()).registerPlugin(), { prefix: '/queues' }),
  },
};
