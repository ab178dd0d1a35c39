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
      done(enabled ? enabledElsewhere('@fastify/cors', FASTIFY) : undefined);
    });
  } else {
    const { router } = adapter.getInstance<{ router: { stack: readonly Layer[] } }>();
    if (router.stack.some(({ name, slash }) => name === 'corsMiddleware' && slash)) {
      throw enabledElsewhere('cors', EXPRESS);
    }
  }
}

const EXPRESS = {
  seen: 'has a layer named corsMiddleware in the router of Express',
  call: 'app.use(cors())',
};
const FASTIFY = {
  seen: 'has decorated the requests of Fastify with corsPreflightEnabled',
  call: "app.register(import('@fastify/cors'))",
};

function enabledElsewhere(engine: string, { seen, call }: typeof EXPRESS): CorsConfigurationError {
  const issues = new ConfigurationIssues();
  issues.report('app', {
    option: 'enableCors',
    value: engine,
    reason: 'cors-enabled-elsewhere',
    why: `${seen}, and answers for every path, as CorsModule does`,
    fix: `remove app.enableCors(), NestFactory.create(…, { cors: true }) or ${call}; where you wrote none of them, a package did, such as an auth module: set its option, such as disableTrustedOriginsCors: true of @thallesp/nestjs-better-auth`,
  });
  return new CorsConfigurationError(issues.list());
}
