import type { CorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import { type EnginePolicy, expressionFor } from './policy.js';

/**
 * The options of `cors`, which `@fastify/cors` has too. With `preflightContinue` neither ends the
 * response to a preflight: to end one costs everybody the same.
 */
export function corsOptionsOf({ origins, allowedHeaders, ...others }: EnginePolicy): CorsOptions {
  return {
    ...others,
    origin: origins === '*' ? '*' : [...origins.exact, ...origins.domains.map(expressionFor)],
    ...(allowedHeaders !== undefined && { allowedHeaders }),
    preflightContinue: true,
  };
}
