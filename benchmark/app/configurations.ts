import type { Effort } from '../page/effort.js';
import { number } from '../page/table.js';
import { ROUTES } from './controllers.js';
import type { AppSpec, Contestant } from './spec.js';

/** Apps that are compared with each other. */
export interface Configuration {
  readonly name: string;
  readonly specs: readonly AppSpec[];
  /** How many requests of a kind each gets in a round. */
  readonly requests: number;
  /** How many of a kind each gets before. */
  readonly warmUp: number;
}

/** The controllers of a small app: a request to a large one must not cost more. */
export const SMALL = 1;

/** The apps of a platform. */
export function configurationsOf(
  platform: AppSpec['platform'],
  { controllers: large, requests, warmUp }: Effort,
): readonly Configuration[] {
  // Express takes several times as long as Fastify, and walks through all routes for a request.
  const isSlow = platform === 'express';
  const small = isSlow ? requests / 2 : requests;
  const amounts = { requests: small, warmUp: (isSlow ? warmUp / 2 : warmUp) * small };
  const specs = (controllers: number, policies: number, ...contestants: Contestant[]) =>
    contestants.map((contestant): AppSpec => ({ platform, contestant, controllers, policies }));
  return [
    {
      name: 'one policy for all',
      specs: specs(10, 0, 'no CORS', 'enableCors', 'nestjs-cors'),
      ...amounts,
    },
    {
      name: '10 decorated controllers',
      specs: specs(10, 10, 'no CORS', 'enableCors', 'delegate', 'nestjs-cors'),
      ...amounts,
    },
    {
      name: `${number(large * ROUTES)} routes`,
      specs: [
        ...specs(large, 3, 'no CORS', 'enableCors', 'delegate', 'nestjs-cors'),
        ...specs(SMALL, SMALL, 'no CORS', 'nestjs-cors'),
      ],
      ...(isSlow ? { requests: small / 2, warmUp: (warmUp / 4) * small } : amounts),
    },
  ];
}
