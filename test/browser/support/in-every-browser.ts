import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'puppeteer-core';
import { platforms } from '../../support/test-app.js';
import { browsers } from './browsers.js';
import type { SiteSetup } from './site.js';
import { World } from './world.js';

/** Tests that share an app. */
export interface Suite extends SiteSetup {
  readonly name: string;
  /** Declares the tests; the world is open when they run. */
  tests(world: World, browser: string): void;
}

/** Runs suites in every browser that is installed, on every platform. */
export function inEveryBrowser(suites: readonly Suite[]): void {
  for (const installed of browsers) {
    const { name, path, missing } = installed;
    if (!path) console.log(`The conformance tests do not run in ${name} here: ${missing}`);

    test(`with CI set, there is ${name}`, () => {
      expect(process.env['CI'] && !path ? missing : 'fine').toBe('fine');
    });

    (path ? describe : describe.skip)(`in ${name}`, () => {
      let browser: Browser | undefined;
      beforeAll(async () => {
        browser = await installed.launch();
      });
      afterAll(() => browser?.close());

      describe.each(platforms)('on %s', (platform) => {
        describe.each(suites)('$name', (suite) => {
          const world = new World();
          beforeAll(() => world.open(browser, platform, suite));
          afterAll(() => world.close());
          suite.tests(world, name);
        });
      });
    });
  }
}
