import { afterEach, describe, expect, it } from '@jest/globals';
import { CorsService } from 'nestjs-cors';
import { platforms, TestApp } from '../support/test-app.js';
import { saidOf, seenOf } from './agreement.js';
import { visit } from './page-visit.js';
import { REFUSALS } from './refusals.js';
import { applied, moduleOf, type Written } from './written-cats.js';

describe.each(platforms)(
  'on %s, what is refused is explained, and granted once it is mended:',
  (platform) => {
    let app: TestApp;
    afterEach(() => app.close());

    async function ask(written: Written) {
      app = await TestApp.start(platform, moduleOf(written));
      const visited = await visit(app, written.question);
      const explained = await app.nest.get(CorsService).explain(written.question);
      expect(saidOf(explained)).toEqual(seenOf(visited, explained));
      return explained;
    }

    it.each(REFUSALS)('$name', async ({ name: _, fix: message, byHand, ...written }) => {
      const { granted, fix } = await ask(written);
      expect([granted, fix?.message]).toEqual([false, message]);
      expect(fix?.changes.length === 0).toBe(byHand !== undefined);
      await app.close();

      const mended = (fix?.changes ?? []).reduce(applied, { ...written, ...byHand });
      expect((await ask(mended)).granted).toBe(true);
    });
  },
);

it('at least 25 ways to be refused are there, and most fixes are data', () => {
  expect(REFUSALS.filter(({ byHand }) => byHand === undefined).length).toBeGreaterThanOrEqual(25);
});
