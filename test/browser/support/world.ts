import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Platform } from '../../support/test-app.js';
import { expectExplained, isExplained } from './explained.js';
import { Site, type Place, type Ports, type SiteSetup } from './site.js';
import { seen, type Exchange } from './exchange.js';
import type { Action, From, Pages, StartedBrowser } from './tabs.js';

/** What a test says about a request: from where, where to, and how, with `fetch` unless told. */
export interface Sent extends Partial<Action> {
  readonly from?: From;
  readonly to?: Place;
  readonly path: string;
  /** Requests of one run have one address, and are counted together. */
  readonly run?: string;
  /** Why `corsFetch` is not asked too. */
  readonly alone?: string | undefined;
}

/** An app on a platform, and its pages in a browser. */
export class World {
  private site: Site | undefined;
  private pages: Pages | undefined;
  private beside: Pages | undefined;

  async open(
    browser: StartedBrowser | undefined,
    platform: Platform,
    setup: SiteSetup,
    beside?: StartedBrowser,
  ): Promise<void> {
    if (!browser) throw new Error('the browser has not started');
    this.site = await Site.start(platform, setup);
    this.pages = await browser.open(this.site);
    this.beside = await beside?.open(this.site);
  }

  async close(): Promise<void> {
    try {
      await this.pages?.close();
    } finally {
      await this.site?.close();
    }
  }

  get ports(): Ports {
    return this.opened.site.ports;
  }

  async send({ alone, run = randomUUID(), ...sent }: Sent): Promise<Exchange> {
    const { pages } = this.opened;
    const exchange = await this.sendFrom(pages, run, sent);
    if (this.beside && alone === undefined) {
      const other = [...run].reverse().join('');
      const repeated = await this.sendFrom(this.beside, other, sent);
      expect({ corsFetch: seen(repeated, other, sent.how) }).toEqual({
        corsFetch: seen(exchange, run, sent.how),
      });
    }
    return exchange;
  }

  private async sendFrom(pages: Pages, run: string, sent: Sent): Promise<Exchange> {
    const { from = 'page', to = 'other-host', path, ...action } = sent;
    const { site } = this.opened;
    const asked: Action = { how: 'fetch', ...action };
    const before = site.requestsOf(run).length;
    const outcome = await pages.run(from, site.address(to, path, run), asked);
    const requests = site.requestsOf(run);
    const preflights = requests.filter(({ isPreflight }) => isPreflight).length;
    const { cors } = site;
    const explained = cors !== undefined && isExplained(asked);
    if (explained) {
      const received = requests.slice(before);
      const isRepeated = before > 0 || (asked.times ?? 1) > 1;
      await expectExplained(cors, site.ports, from, asked, outcome, received, isRepeated);
    }
    return { ...outcome, requests, preflights, explained };
  }

  private get opened(): { site: Site; pages: Pages } {
    const { site, pages } = this;
    if (!site || !pages) throw new Error('the world is not open');
    return { site, pages };
  }
}
