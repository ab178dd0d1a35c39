import type {
  CorsOptions,
  CorsOptionsDelegate,
} from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { Policy } from '../case.js';
import { type Asked, isOne, type Layers, optionsFor } from './layers.js';
import { methodsOf, originsOf } from './origins.js';

/**
 * The options of `cors`, which `@fastify/cors` and `enableCors()` have too.
 *
 * - A list of one stays a list: a string would be sent to every origin.
 * - With credentials `'*'` is a literal name. For headers, leaving the option out echoes what is asked
 *   for; nothing says "any method".
 * - `null` is an origin like any other, and needs no consent.
 */
export function corsOptionsOf(policy: Policy): CorsOptions {
  const { credentials = false, allowedHeaders = [], exposedHeaders, maxAge } = policy;
  return {
    origin: originsOf(policy),
    credentials,
    methods: methodsOf(policy),
    ...(!(allowedHeaders === '*' && credentials) && { allowedHeaders: listed(allowedHeaders) }),
    ...(exposedHeaders !== undefined && { exposedHeaders: listed(exposedHeaders) }),
    // "Do not keep it" is 0 here.
    ...(maxAge !== undefined && { maxAge: Math.max(0, maxAge) }),
  };
}

const listed = (names: '*' | readonly string[]) => (names === '*' ? names : [...names]);

/** The options, or the function for those that depend on the request. Off is `origin: false`. */
export function corsOptionsOrDelegate<Request>(
  layers: Layers<CorsOptions>,
  asked: (request: Request) => Asked,
): CorsOptions | CorsOptionsDelegate<Request> {
  if (isOne(layers) && layers.root !== undefined) return layers.root;
  return (request, done) => done(null, optionsFor(layers, asked(request)) ?? { origin: false });
}
