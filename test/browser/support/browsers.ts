import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';
import { chromiumArguments, chromiumPath, noChromium } from './chromium.js';
import { Tabs, type StartedBrowser } from './tabs.js';

/** A browser that the conformance tests run in, if it is installed. */
export interface InstalledBrowser {
  readonly name: string;
  readonly path: string | undefined;
  /** What to say where it is not installed. */
  readonly missing: string;
  /** Starts it, without a window. */
  launch(): Promise<StartedBrowser>;
}

const firefoxPath = [process.env['FIREFOX_PATH'], '/usr/bin/firefox-esr', '/usr/bin/firefox'].find(
  (path) => path && existsSync(path),
);

/** One program drives both: a preflight cache that an interception switches off would be no oracle. */
export const browsers: readonly InstalledBrowser[] = [
  {
    name: 'Chromium',
    path: chromiumPath,
    missing: noChromium,
    launch: async () =>
      Tabs.in(
        await puppeteer.launch({
          browser: 'chrome',
          executablePath: chromiumPath ?? noChromium,
          args: chromiumArguments,
        }),
      ),
  },
  {
    name: 'Firefox',
    path: firefoxPath,
    missing: noFirefox(),
    launch: async () =>
      Tabs.in(
        await puppeteer.launch({ browser: 'firefox', executablePath: firefoxPath ?? noFirefox() }),
      ),
  },
];

function noFirefox(): string {
  return 'no Firefox: install it (apt-get install firefox-esr), or set FIREFOX_PATH to one';
}
