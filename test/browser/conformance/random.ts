import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seed } from '../../support/property-runs.js';
import type { Suite } from '../support/in-every-browser.js';
import type { Exchange } from '../support/exchange.js';
import type { World } from '../support/world.js';
import { requestsTo, type AskedRequest } from './asked.js';
import { controllers, type DeclaredController } from './declared.js';
import { controllerOf } from './declared-controller.js';
import { verdictOn, type Verdict } from './model.js';

const AT_ONCE = 20;

/** `CONFORMANCE_COUNT=2000` looks longer. */
const COUNT = Number(process.env['CONFORMANCE_COUNT'] ?? 200);
const pairs = controllers.chain((declared) =>
  fc.tuple(fc.constant(declared), requestsTo(declared)),
);
const samples = fc.sample(pairs, { numRuns: COUNT, seed });

export const random: Suite = {
  name: 'random',
  metadata: (ports) => ({
    controllers: samples.map(([declared], at) => controllerOf(`r/${at}`, declared, ports)),
  }),
  tests(world) {
    test(`${COUNT} random requests are read exactly where the declared policy grants it`, async () => {
      const disagreements: unknown[] = [];
      const reads: unknown[] = [];
      const compare = async ([declared, asked]: Sample, at: number) => {
        const expected = verdictOn(declared, asked);
        const exchange = await ask(world, `/r/${at}`, asked);
        const happened = verdictOf(exchange);
        reads.push(happened.reads);
        if (JSON.stringify(happened) !== JSON.stringify(expected)) {
          disagreements.push({ at, declared: printed(declared, world), asked, expected, happened });
        }
      };

      for (let from = 0; from < COUNT; from += AT_ONCE) {
        const batch = samples.slice(from, from + AT_ONCE);
        await Promise.all(batch.map((sample, index) => compare(sample, from + index)));
      }
      expect({ seed, disagreements }).toEqual({ seed, disagreements: [] });

      // Neither answer is a rarity, or the comparison says little.
      const share = reads.filter((headers) => headers !== 'nothing').length / COUNT;
      expect(share).toBeGreaterThan(0.1);
      expect(share).toBeLessThan(0.9);
    });
  },
};

type Sample = [DeclaredController, AskedRequest];

function ask(world: World, path: string, asked: AskedRequest): Promise<Exchange> {
  const { from, method, credentials, headers } = asked;
  const isJson = headers['Content-Type'] === 'application/json';
  const body = ['GET', 'HEAD'].includes(method) ? {} : { body: isJson ? '{}' : 'text' };
  return world.send({ from, path, init: { method, credentials, headers, ...body } });
}

function verdictOf({ result, headers = {}, preflights, requests }: Exchange): Verdict {
  const probes = ['cache-control', 'x-a', 'x-b', 'x-c'];
  return {
    preflight: preflights > 0,
    sent: requests.length > preflights,
    reads: result === 'resolve' ? probes.filter((name) => name in headers) : 'nothing',
  };
}

/** The declaration as it would be written, for whoever reads a failure. */
function printed({ serves, onClass, onMethods }: DeclaredController, { ports }: World): unknown {
  const own = Object.entries(onMethods).filter(([method]) => serves.includes(method as 'GET'));
  const options = (declared: (typeof own)[number][1] | undefined) =>
    declared && { ...declared, origin: String(declared.origin?.written(ports)) };
  return {
    serves: serves.join(),
    onClass: options(onClass),
    onMethods: Object.fromEntries(own.map(([method, declared]) => [method, options(declared)])),
  };
}
