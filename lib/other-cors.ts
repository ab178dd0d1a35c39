import type { AbstractHttpAdapter } from '@nestjs/core';
import { CorsConfigurationError } from './configuration-error.js';
import { ConfigurationIssues } from './configuration-issues.js';

/** What is used of a layer of Express's router. */
interface Layer {
  readonly name: string;
  /** Whether it is for every path. */
  readonly slash: boolean;
}

/** What is used of a Fastify instance. */
interface FastifyInstance {
  hasRequestDecorator(name: string): boolean;
  addHook(name: 'onReady', hook: (done: (error?: Error) => void) => void): void;
}

/**
 * Refuses an app that does CORS for every path in another way as well: each would answer the
 * preflights that the other grants. Plugins of Fastify load late, so there it is `ready()`, and
 * with it `listen()`, that fails.
 */
export function refuseOtherCors(adapter: AbstractHttpAdapter): void {
  if (adapter.getType() === 'fastify') {
    const fastify = adapter.getInstance<FastifyInstance>();
    fastify.addHook('onReady', (done) => {
      const enabled = fastify.hasRequestDecorator('corsPreflightEnabled');
      done(enabled ? enabledElsewhere('@fastify/cors') : undefined);
    });
  } else {
    const { router } = adapter.getInstance<{ router: { stack: readonly Layer[] } }>();
    if (router.stack.some(({ name, slash }) => name === 'corsMiddleware' && slash)) {
      throw enabledElsewhere('cors');
    }
  }
}

function enabledElsewhere(engine: string): CorsConfigurationError {
  const issues = new ConfigurationIssues();
  issues.report('app', {
    option: 'enableCors',
    value: engine,
    reason: 'cors-enabled-elsewhere',
    why: 'answers for every path, and so does CorsModule',
    fix: 'remove app.enableCors(), the `cors` option of NestFactory.create, or where you register it',
  });
  return new CorsConfigurationError(issues.list());
}
