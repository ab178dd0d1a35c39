import { corsEngine } from './engines/cors.js';
import { enableCors } from './engines/enable-cors.js';
import type { Engine } from './engines/engine.js';
import { fastifyCorsEngine } from './engines/fastify-cors.js';
import { honoEngine } from './engines/hono.js';
import { koaCorsEngine } from './engines/koa-cors.js';
import { nestjsCors } from './engines/nestjs-cors.js';

/** The rows of the scoreboard. */
export const engines: readonly Engine[] = [
  nestjsCors('express'),
  nestjsCors('fastify'),
  enableCors('express'),
  enableCors('fastify'),
  corsEngine,
  fastifyCorsEngine,
  honoEngine,
  koaCorsEngine,
];
