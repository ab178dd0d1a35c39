import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { platforms } from '../../support/test-app.js';
import { browsers } from './browsers.js';
import { imitation } from './imitation.js';
import type { SiteSetup } from './site.js';
import type { StartedBrowser } from './tabs.js';
import { World } from './world.js';

/** Tests that share an app. */
export interface Suite extends SiteSetup {
  readonly name: string;
  /** Declares the tests; the world is open when they run. */
  tests(world: World, browser: string): void;
}

/**
 * Runs suites in every browser that is installed, on every platform. What a page asks a browser
 * for, it asks `corsFetch` too, and both must see the same; then the suites run in that alone.
 */
export function inEveryBrowser(suites: readonly Suite[]): void {
  for (const installed of browsers) {
    const { name, path, missing } = installed;
    if (!path) console.log(`The conformance tests do not run in ${name} here: ${missing}`);

    test(`with CI set, there is ${name}`, () => {
      expect(process.env['CI'] && !path ? missing : 'fine').toBe('fine');
    });

    (path ? describe : describe.skip)(`in ${name}`, () => {
      runIn(name, () => installed.launch(), suites, imitation);
    });
  }

  describe('in corsFetch', () => {
    runIn('corsFetch', () => Promise.resolve(imitation), suites);
  });
}

function runIn(
  name: string,
  launch: () => Promise<StartedBrowser>,
  suites: readonly Suite[],
  beside?: StartedBrowser,
): void {
  let browser: StartedBrowser | undefined;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  describe.each(platforms)('on %s', (platform) => {
    describe.each(suites)('$name', (suite) => {
      const world = new World();
      beforeAll(() => world.open(browser, platform, suite, beside));
      afterAll(() => world.close());
      suite.tests(world, name);
    });
  });
}
