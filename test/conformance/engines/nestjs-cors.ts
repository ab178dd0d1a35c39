import { Cors, CorsModule, type CorsOptions } from 'nestjs-cors';
import type { Config, Policy } from '../case.js';
import type { Platform } from '../../support/test-app.js';
import type { Engine } from './engine.js';
import { layersOf, type Layers } from './layers.js';
import { startNest } from './nest-app.js';

/** The words of a policy are its own but for the methods, which have to be named. */
function optionsOf(policy: Policy): CorsOptions {
  const { methods = [], allowedHeaders = [], credentials, exposedHeaders, maxAge } = policy;
  return {
    origin: originOf(policy),
    methods: methods === '*' ? methods : ['GET', 'HEAD', 'POST', ...methods],
    allowedHeaders: allowedHeaders === '*' ? allowedHeaders : [...allowedHeaders],
    credentials,
    exposedHeaders,
    maxAge,
    dangerouslyAllowNullOrigin: policy.dangerouslyAllowNullOrigin,
  };
}

function originOf({ origins = [], onlyWith }: Policy): CorsOptions['origin'] {
  if (origins === '*') return origins;
  const entries = origins.map((one) =>
    typeof one === 'string' ? one : new RegExp(one.expression, one.flags),
  );
  if (onlyWith === undefined) return entries;
  return (origin, request) => onlyWith in request.headers && entries.includes(origin);
}

function start(platform: Platform, { root, routes }: Layers<CorsOptions>) {
  const on = (route: string) => (route in routes ? Cors(routes[route] ?? false) : () => undefined);
  // Without an origin from any layer, CORS is off.
  return startNest(platform, [CorsModule.forRoot(root ?? {})], on);
}

/** This library, on a platform. */
export function nestjsCors(platform: Platform): Engine {
  return {
    name: `nestjs-cors, ${platform === 'express' ? 'Express' : 'Fastify'}`,
    isOurs: true,
    packages: ['nestjs-cors', '@nestjs/core', `@nestjs/platform-${platform}`],
    prepare(config: Config | null) {
      const options = layersOf(config, optionsOf);
      return { options, start: () => start(platform, options) };
    },
  };
}
