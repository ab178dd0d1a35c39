// The library in one app with what else answers requests: at a neighbour's path, actual requests and
// preflights, granted and refused, have the headers of the policy and no others, and the neighbour
// answers as it does by itself.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { EVIL, ROOT, send, startApp } from './app.js';
import { neighbours } from './neighbours.js';
import { printTable, writeNames } from './table.js';

const VARY_PREFLIGHT = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';
const METHODS = 'GET,HEAD,PUT,PATCH,POST,DELETE';

for (const neighbour of neighbours) {
  const { name, origin = ROOT, credentials = true, methods = METHODS, exposed } = neighbour;
  const granted = {
    'access-control-allow-origin': origin,
    ...(credentials && { 'access-control-allow-credentials': 'true' }),
  };
  const exposing = exposed && { 'access-control-expose-headers': exposed };

  for (const platform of Object.keys(neighbour.mount)) {
    describe(`${name}, on ${platform}`, async () => {
      const { app, url } = await startApp(platform, neighbour);
      after(() => app.close());
      const { method = 'GET', path, headers = {}, body, also } = neighbour;
      const { status = 200, says = '', vary = 'Origin' } = neighbour;
      const ask = (from) => send(url + path, method, { ...headers, Origin: from }, body);
      const preflight = (from) => {
        const asked = { 'Access-Control-Request-Method': method };
        const named = { 'Access-Control-Request-Headers': 'x-trace' };
        return send(url + path, 'OPTIONS', { Origin: from, ...asked, ...named });
      };

      test('an actual request is granted, and answered by the neighbour', async () => {
        const answer = await ask(origin);
        assert.ok(answer.text.includes(says), `${answer.status} ${answer.text}`);
        assert.deepEqual([answer.status, answer.cors], [status, { ...granted, ...exposing, vary }]);
      });

      test('an actual request is refused, and answered all the same', async () => {
        const answer = await ask(EVIL);
        assert.ok(answer.text.includes(says), answer.text);
        assert.deepEqual([answer.status, answer.cors], [status, { vary }]);
      });

      test('a preflight is granted', async () => {
        const { status, cors, cookie, text } = await preflight(origin);
        const allowed = {
          'access-control-allow-methods': methods,
          'access-control-allow-headers': 'x-trace',
        };
        const expected = { ...granted, ...allowed, vary: VARY_PREFLIGHT };
        assert.deepEqual([status, cors, cookie, text], [204, expected, undefined, '']);
      });

      test('a preflight is refused', async () => {
        const { status, cors, cookie, text } = await preflight(EVIL);
        assert.deepEqual(
          [status, cors, cookie, text],
          [403, { vary: VARY_PREFLIGHT }, undefined, ''],
        );
      });

      if (also !== undefined) test(also.title, () => also.run(url));
    });
  }
}

after(() => {
  printTable(neighbours);
  if (process.env.RUNS_ON) writeNames(neighbours, process.env.RUNS_ON);
});
