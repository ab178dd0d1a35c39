import { randomUUID } from 'node:crypto';
import type { Browser } from 'puppeteer-core';
import type { Platform } from '../../support/test-app.js';
import { Site, type Place, type Ports, type ReceivedRequest, type SiteSetup } from './site.js';
import { Tabs, type Action, type From, type Outcome } from './tabs.js';

/** What a test says about a request: from where, where to, and how, with `fetch` unless told. */
export interface Sent extends Partial<Action> {
  readonly from?: From;
  readonly to?: Place;
  readonly path: string;
  /** Requests of one run have one address, and are counted together. */
  readonly run?: string;
}

/** What the script could see, and what the server has received. */
export interface Exchange extends Outcome {
  readonly requests: readonly ReceivedRequest[];
  readonly preflights: number;
}

/** An app on a platform, and its pages in a browser. */
export class World {
  private site: Site | undefined;
  private tabs: Tabs | undefined;

  async open(browser: Browser | undefined, platform: Platform, setup: SiteSetup): Promise<void> {
    if (!browser) throw new Error('the browser has not started');
    this.site = await Site.start(platform, setup);
    this.tabs = await Tabs.of(browser, this.site);
  }

  async close(): Promise<void> {
    try {
      await this.tabs?.close();
    } finally {
      await this.site?.close();
    }
  }

  get ports(): Ports {
    return this.opened.site.ports;
  }

  async send(sent: Sent): Promise<Exchange> {
    const { from = 'page', to = 'other-host', path, run = randomUUID(), ...action } = sent;
    const { site, tabs } = this.opened;
    const outcome = await tabs.run(from, site.address(to, path, run), { how: 'fetch', ...action });
    const requests = site.requestsOf(run);
    const preflights = requests.filter(({ isPreflight }) => isPreflight).length;
    return { ...outcome, requests, preflights };
  }

  private get opened(): { site: Site; tabs: Tabs } {
    const { site, tabs } = this;
    if (!site || !tabs) throw new Error('the world is not open');
    return { site, tabs };
  }
}
