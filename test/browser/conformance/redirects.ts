import { All, Controller, Query, Redirect, type Type } from '@nestjs/common';
import { expect, test } from '@jest/globals';
import { Cors, type CorsOptions } from 'nestjs-cors';
import type { Suite } from '../support/in-every-browser.js';
import { originOf, type Place, type Ports, type ReceivedRequest } from '../support/site.js';
import type { Sent, World } from '../support/world.js';
import { redirectCases, type Stop } from './redirect-cases.js';

const PAGE = 'http://page.localhost:*';

const policies: Record<string, CorsOptions | undefined> = {
  page: { origin: PAGE, allowedHeaders: 'X-Key' },
  cookies: { origin: PAGE, credentials: true },
  any: { origin: '*' },
  null: { origin: ['null', PAGE], dangerouslyAllowNullOrigin: true },
  other: { origin: 'http://other.localhost' },
  none: undefined,
};

/** At `/<policy>` an answer, and at `/<policy>/hop` a redirect. */
function controllerOf([name, policy]: [string, CorsOptions | undefined]): Type {
  @Controller(name)
  class PolicyController {
    @All() answer() {
      return 'read';
    }
    @Redirect() @All('hop') hop(@Query() { to, run }: Record<string, string>) {
      return { url: `${to}&run=${run}`, statusCode: 307 };
    }
  }
  if (policy) Cors(policy)(PolicyController);
  return PolicyController;
}

export const redirects: Suite = {
  name: 'redirects',
  metadata: () => ({ controllers: Object.entries(policies).map(controllerOf) }),
  tests(world, browser) {
    test.each(redirectCases)('%s', async (_, stops, init, result, received) => {
      expect(await followed(world, stops, { init })).toEqual({ result, received });
    });

    // Only the actual request of Firefox says that the origin is tainted: what is allowed to the
    // page is sent, and is not read.
    const preflighting = browser === 'Firefox' ? 'page' : 'null';
    const alone = browser === 'Firefox' ? 'the standard says null on both' : undefined;
    const hop = ['OPTIONS other-host, from page', 'PUT other-host, from page'];
    const asked = `OPTIONS other-host-port, from ${preflighting}`;
    const sent = 'PUT other-host-port, from null';
    const put = { init: { method: 'PUT' }, alone };

    test(`a PUT is sent on, with a preflight from ${preflighting}`, async () => {
      expect(await followed(world, ['other-host /any/hop', 'other-host-port /any'], put)).toEqual({
        result: 'resolve',
        received: [...hop, asked, sent],
      });
    });

    test(`a PUT that is sent on is refused, with a preflight from ${preflighting}`, async () => {
      expect(await followed(world, ['other-host /page/hop', 'other-host-port /page'], put)).toEqual(
        {
          result: 'reject',
          received: [...hop, asked, ...(browser === 'Firefox' ? [sent] : [])],
        },
      );
    });
  },
};

async function followed(
  world: World,
  [first, second]: readonly [Stop, Stop],
  asked: Pick<Sent, 'init' | 'alone'>,
) {
  const [to, hop] = first.split(' ') as [Place, string];
  const [place, end] = second.split(' ') as [Place, string];
  const destination = encodeURIComponent(`${originOf(place, world.ports)}${end}?`);
  const path = `${hop}?to=${destination}`;
  const { result, requests } = await world.send({ to, path, ...asked });
  return { result, received: requests.map((request) => described(request, world.ports)) };
}

function described({ method, host, headers: { origin } }: ReceivedRequest, ports: Ports): string {
  const places = ['page', 'other-host', 'other-host-port'] as const;
  const place = places.find((each) => originOf(each, ports) === `http://${host}`);
  const from = origin === originOf('page', ports) ? 'page' : origin;
  return `${method} ${place}${from === undefined ? '' : `, from ${from}`}`;
}
