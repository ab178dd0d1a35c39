import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { actual, compile, pathWith, preflight } from '../protocol/engine.js';
import { seed } from '../support/property-runs.js';
import { hostile, isDeclared } from './hostile.js';

/** `ATTACKS=1000000 npm run jest -- test/attackers/engine` takes its time. */
const RUNS = Number(process.env['ATTACKS'] ?? 20_000);

const TOKENS = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:,[!#$%&'*+.^_`|~0-9A-Za-z-]+)*$/;

// R20–R23, R26, R35, R42–R44, R47
it('the engine grants nothing that is not declared, and echoes nothing but tokens, whatever comes', () => {
  const policy = compile({
    origin: ['https://app.example.com', 'https://*.example.com', 'http://localhost:*'],
    credentials: true,
    dangerouslyAllowInsecureOrigins: true,
  });
  let granted = 0;
  fc.assert(
    fc.property(hostile, ({ fields }) => {
      const value = (name: string) =>
        fields
          .filter(([given]) => given.toLowerCase() === name)
          .map(([, text]) => text)
          .join(', ');
      const origin = value('origin');
      const method = value('access-control-request-method');
      const names = value('access-control-request-headers');

      const response = actual(policy, origin);
      expect([origin, response.granted]).toEqual([origin, isDeclared(origin)]);
      const decision = preflight(policy, origin, method, names, pathWith(['GET', 'PUT']));
      if (decision.granted) granted++;
      for (const { headers, granted: isGranted } of [response, decision]) {
        const acao = headers['Access-Control-Allow-Origin'];
        expect(acao).toBe(isGranted ? origin : undefined);
        if (!isGranted) expect(Object.keys(headers)).toEqual(['Vary']);
      }
      expect(decision.headers['Access-Control-Allow-Methods'] ?? 'GET').toMatch(TOKENS);
      expect(decision.headers['Access-Control-Allow-Headers'] ?? 'x').toMatch(TOKENS);
      expect(Object.values(decision.headers).join('').length).toBeLessThan(4096 + 600);
    }),
    { numRuns: RUNS, seed },
  );
  expect(granted).toBeGreaterThan(RUNS / 500);
});
