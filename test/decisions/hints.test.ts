import { Controller, Get } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule } from 'nestjs-cors';
import { HintLog } from '../../lib/monitoring/hint-log.js';
import { platforms, TestApp } from '../support/test-app.js';
import { HeardLogger } from './heard.js';

const APP = 'https://app.example.com';
const WITH_COOKIES = {
  Origin: APP,
  Cookie: 'session=1',
  'Sec-Fetch-Mode': 'cors',
  'Sec-Fetch-Site': 'cross-site',
};

@Cors({ origin: '*' })
@Controller('cats')
class CatsController {
  @Get() list() {
    return 'list';
  }
  @Cors({ origin: APP, credentials: true }) @Get('own') own() {
    return 'own';
  }
}

const asked = (route: string) =>
  `${route}: a page asked with credentials, and the policy is "*", which has none: the browser blocks the response; ` +
  'list the origins with `credentials: true` here, or ask without credentials in the page (said once)';
const NO_PREFLIGHT =
  'an OPTIONS request with `Origin` but without `Access-Control-Request-Method` is no preflight, and goes to the app: ' +
  'a browser sends both; whoever tries it by hand, or a proxy in front, has to send both too (said once)';

describe.each(platforms)('on %s, the log at debug level hints', (platform) => {
  let app: TestApp;
  let logger: HeardLogger;
  beforeEach(async () => {
    logger = new HeardLogger();
    const imports = [CorsModule.forRoot({ origin: '*' })];
    app = await TestApp.start(platform, { imports, controllers: [CatsController] }, { logger });
    logger.said('debug');
  });
  afterEach(() => app.close());

  it('once at credentials where any origin is allowed', async () => {
    await app.send('GET', '/cats', WITH_COOKIES);
    await app.send('GET', '/cats', { ...WITH_COOKIES, 'Sec-Fetch-Site': 'same-site' });
    await app.send('GET', '/elsewhere', WITH_COOKIES);
    expect(logger.said('debug')).toEqual([
      asked('CatsController.list'),
      asked('CorsModule.forRoot'),
    ]);
  });

  it.each([
    ['without cookies', '/cats', { Cookie: '' }],
    ['of the own page', '/cats', { 'Sec-Fetch-Site': 'same-origin' }],
    ['that is no fetch', '/cats', { 'Sec-Fetch-Mode': 'navigate' }],
    ['to a route that allows them', '/cats/own', {}],
  ])('at no request %s', async (_, path, headers) => {
    await app.send('GET', path, { ...WITH_COOKIES, ...headers });
    expect(logger.said('debug')).toEqual([]);
  });

  it('once at an OPTIONS that is no preflight', async () => {
    await app.send('OPTIONS', '/cats', { Origin: APP });
    await app.send('OPTIONS', '/cats/own', { Origin: APP });
    await app.send('OPTIONS', '/cats');
    await app.preflight('/cats', APP, 'GET');
    expect(logger.said('debug')).toEqual([NO_PREFLIGHT]);
  });
});

it('no more than 1,000 hints are given', () => {
  const hints = new HintLog();
  const names: string[] = [];
  const headers = { cookie: 'a=b', 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'cross-site' };
  for (let at = 0; at < 1010; at++) {
    hints.anyOrigin({ headers } as never, () => {
      names.push(`Cats.m${at}`);
      return `Cats.m${at}`;
    });
  }
  expect(names.length).toBe(1000);
});
