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
}

/** The controllers of a small app: a request to a large one must not cost more. */
export const SMALL = 1;

/** The apps of a platform. */
export function configurationsOf(
  platform: AppSpec['platform'],
  { controllers: large, requests }: Effort,
): readonly Configuration[] {
  const specs = (controllers: number, policies: number, ...contestants: Contestant[]) =>
    contestants.map((contestant): AppSpec => ({ platform, contestant, controllers, policies }));
  return [
    {
      name: 'one policy for all',
      specs: specs(10, 0, 'no CORS', 'enableCors', 'nestjs-cors'),
      requests,
    },
    {
      name: '10 decorated controllers',
      specs: specs(10, 10, 'no CORS', 'enableCors', 'delegate', 'nestjs-cors'),
      requests,
    },
    {
      name: `${number(large * ROUTES)} routes`,
      specs: [
        ...specs(large, 3, 'no CORS', 'enableCors', 'delegate', 'nestjs-cors'),
        ...specs(SMALL, SMALL, 'no CORS', 'nestjs-cors'),
      ],
      // Express walks through all routes for each.
      requests: platform === 'express' ? requests / 4 : requests,
    },
  ];
}
