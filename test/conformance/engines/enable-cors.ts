import type { CorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { IncomingMessage } from 'node:http';
import type { Platform } from '../../support/test-app.js';
import { corsOptionsOf, corsOptionsOrDelegate } from './cors-options.js';
import type { Engine } from './engine.js';
import { type Asked, layersOf, type Layers } from './layers.js';
import { startNest } from './nest-app.js';

/** Both platforms give a request whose `headers` are those of Node. */
const asked = ({ method = '', url = '', headers }: IncomingMessage): Asked => ({
  method,
  path: url.split('?')[0] ?? '',
  header: (name) => headers[name]?.toString(),
});

function start(platform: Platform, layers: Layers<CorsOptions>) {
  return startNest(platform, [], undefined, (nest) => {
    if (layers.root !== undefined) nest.enableCors(corsOptionsOrDelegate(layers, asked));
  });
}

/** Nest's own `enableCors()`: `cors` on Express, `@fastify/cors` on Fastify. */
export function enableCors(platform: Platform): Engine {
  const isExpress = platform === 'express';
  return {
    name: `enableCors(), ${isExpress ? 'Express' : 'Fastify'}`,
    isOurs: false,
    packages: [
      '@nestjs/core',
      `@nestjs/platform-${platform}`,
      `@nestjs/platform-${platform} > ${isExpress ? 'cors' : '@fastify/cors'}`,
    ],
    prepare(config) {
      const options = layersOf(config, corsOptionsOf);
      return { options, start: () => start(platform, options) };
    },
  };
}
