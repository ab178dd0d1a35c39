import { describe, expect, it } from '@jest/globals';
import { platforms } from '../support/test-app.js';
import { forAnySet, TIME } from './for-any-set.js';
import { pageCases } from './page-cases.js';
import { Visit } from './visit.js';

describe.each(platforms)('on %s', (platform) => {
  it(
    'what a preflight grants, the actual request gets, and what it refuses, a handler refuses',
    async () => {
      const seen = await forAnySet(
        pageCases(platform),
        ({ root = {}, says }) => ({ root, of: (handler) => says.get(handler) }),
        async (app, one, seen) => {
          for (const asked of one.requests) await new Visit(app, one, asked, seen).check();
        },
      );
      expect(seen.of('handler reached') / seen.of('request')).toBeGreaterThan(0.3);
      expect(seen.of('granted, handler reached') / seen.of('request')).toBeGreaterThan(0.05);
      expect(seen.of('refused, handler reached') / seen.of('request')).toBeGreaterThan(0.05);
    },
    TIME,
  );
});
