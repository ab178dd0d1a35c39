import type { INestApplication } from '@nestjs/common';
import { addToExpress, type ExpressRoute } from './express-outside.js';
import { addToFastify, type FastifyInstance, type FastifyRoute } from './fastify-outside.js';

/** A route that is not Nest's. */
export type OutsideRoute = ExpressRoute | FastifyRoute;

/** Adds a route to an app that Nest has made. */
export function addOutside(nest: INestApplication, route: OutsideRoute): void {
  if (route.platform === 'express') addToExpress(nest, route);
  else addToFastify(nest.getHttpAdapter().getInstance() as FastifyInstance, route);
}
