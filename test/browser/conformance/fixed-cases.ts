import { expect, test } from '@jest/globals';
import type { Suite } from '../support/in-every-browser.js';
import { cases, optionsOf } from './browser-case.js';
import { caseController } from './case-controller.js';
import { observed } from './observed.js';
import { acceptUpgrades } from './upgrades.js';

const named = cases.map((each) => ({
  ...each,
  title: each.init.ws ? `${each.title} (which has no CORS: the app checks it)` : each.title,
}));

export const fixedCases: Suite = {
  name: 'fixed cases',
  metadata: (ports) => ({ controllers: cases.map((each) => caseController(each, ports)) }),
  configure(nest, ports, platform) {
    // Nest's own list lacks it. Express serves whatever Node.js can read.
    if (platform === 'fastify') nest.getHttpAdapter().getInstance().addHttpMethod('PURGE');
    // CORS is not for WebSocket: as README says, the app checks the origin at the upgrade.
    acceptUpgrades(nest.getHttpServer(), (path, origin) => {
      const policy = cases.find(({ id }) => path === `/w/${id}`)?.policy;
      return policy ? [optionsOf(policy, ports).origin].flat().includes(origin) : false;
    });
  },
  tests(world, browser) {
    const withCors = named.filter(({ init }) => !init.ws);
    test.each(browser === 'corsFetch' ? withCors : named)(
      '$id: $title',
      async ({ id, page, target, init, expect: expected }) => {
        const { repeat, sse, ws, xhrUpload, ...request } = init;
        const exchange = await world.send({
          from: page,
          ...(target && { to: target }),
          path: `/w/${id}`,
          how: sse ? 'eventSource' : ws ? 'webSocket' : xhrUpload ? 'xhr' : 'fetch',
          init: request,
          ...(repeat && { times: repeat }),
          ...(xhrUpload && { upload: true }),
          ...(ws && { alone: 'a WebSocket has no CORS' }),
        });
        // Nothing is refused because nothing was there.
        expect(exchange.requests).not.toHaveLength(0);
        // And `send` has compared it with what the library explains.
        expect(exchange.explained).toBe(!ws && init.mode !== 'no-cors');
        expect(observed(expected, exchange)).toEqual(expected);
      },
    );
  },
};
