import { beforeAll, describe, expect, it } from '@jest/globals';
import { freePorts } from '../browser/support/ports.js';
import { startSample } from '../browser/support/sample.js';
import { preflight, send } from '../support/test-app.js';

const APP = 'https://app.example.com';
const OLD = 'https://old.example.com';

describe('the sample 03-metrics', () => {
  let port = 0;
  beforeAll(async () => {
    [port = 0] = await freePorts(1);
    await startSample('03-metrics', { PORT: `${port}` }).printed('Ctrl-C');
  }, 60_000);

  const get = (origin: string) => send(port, 'GET', '/orders', { Origin: origin });
  const counters = async () => {
    const { headers, body, cors } = await send(port, 'GET', '/metrics', { Origin: APP });
    expect([headers['content-type']?.split('; ').toSorted(), cors]).toEqual([
      ['charset=utf-8', 'text/plain', 'version=0.0.4'],
      {},
    ]);
    return body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  };

  it('counts every decision, and never by origin', async () => {
    expect(await counters()).toEqual([]);
    for (let time = 0; time < 3; time++) await get(APP);
    for (let time = 0; time < 20; time++) await get(`https://${time}.example`);
    for (let time = 0; time < 2; time++) await get(OLD);
    await get(`${APP}/`);
    await send(port, 'GET', '/orders');
    await preflight(port, '/orders/7', APP, 'PUT', 'content-type');
    await preflight(port, '/orders/7', APP, 'PUT', 'x-other');
    await preflight(port, '/metrics', APP, 'GET');
    await get('null');
    await send(port, 'GET', '/nowhere', { Origin: APP });
    expect(await counters()).toEqual([
      'cors_decisions_total{kind="actual",outcome="granted",reason="origin-allowed",route="OrdersController.list"} 5',
      'cors_decisions_total{kind="actual",outcome="refused",reason="origin-not-allowed",route="OrdersController.list"} 20',
      'cors_decisions_total{kind="actual",outcome="refused",reason="origin-malformed",route="OrdersController.list"} 1',
      'cors_decisions_total{kind="preflight",outcome="granted",reason="preflight-granted",route="OrdersController.update"} 1',
      'cors_decisions_total{kind="preflight",outcome="refused",reason="header-not-allowed",route="OrdersController.update"} 1',
      'cors_decisions_total{kind="preflight",outcome="refused",reason="cors-off",route="MetricsController.text"} 1',
      'cors_decisions_total{kind="actual",outcome="refused",reason="origin-null",route="OrdersController.list"} 1',
      'cors_decisions_total{kind="actual",outcome="granted",reason="origin-allowed",route="CorsModule.forRoot"} 1',
      'cors_report_only_refusals_total{kind="actual",reason="origin-not-allowed",route="OrdersController.list"} 2',
    ]);
  });
});
