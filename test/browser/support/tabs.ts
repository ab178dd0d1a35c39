import type { Browser, BrowserContext, Page } from 'puppeteer-core';
import { originOf, type Place, type Site } from './site.js';

/** Where a script runs: a page, or what has the origin `null` in one. */
export type From = 'page' | 'sub' | 'page on another port' | 'sandbox' | 'data-worker';

/** What client.js is asked to do. */
export interface Action {
  readonly how: 'fetch' | 'xhr' | 'eventSource' | 'webSocket' | 'image' | 'script';
  readonly init?: RequestInit;
  /** How often a fetch is sent, one after another. */
  readonly times?: number;
  /** Milliseconds before it is sent again. */
  readonly pause?: number;
  /** An upload listener, which alone makes a preflight necessary. */
  readonly upload?: boolean;
  readonly crossOrigin?: string;
  readonly type?: string;
}

/** What the script could see. */
export interface Outcome {
  readonly result: 'resolve' | 'opaque' | 'reject';
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly reason?: string;
}

/** The pages of a site in a browser. */
export interface Pages {
  run(from: From, url: string, action: Action): Promise<Outcome>;
  close(): Promise<void>;
}

/** A browser that has started. */
export interface StartedBrowser {
  open(site: Site): Promise<Pages>;
  close(): Promise<void>;
}

/** Pages in a real browser, opened when they are needed, with cookies of their own. */
export class Tabs implements Pages {
  private readonly open = new Map<Place, Promise<Page>>();

  private constructor(
    private readonly context: BrowserContext,
    private readonly site: Site,
  ) {}

  static in(browser: Browser): StartedBrowser {
    return {
      open: async (site) => new Tabs(await browser.createBrowserContext(), site),
      close: () => browser.close(),
    };
  }

  async run(from: From, url: string, action: Action): Promise<Outcome> {
    const inPage = from === 'sandbox' || from === 'data-worker';
    const page = await this.pageOf(inPage ? 'page' : from);
    const call = [inPage ? from : 'page', { url, ...action }].map((value) => JSON.stringify(value));
    return (await page.evaluate(`run(${call.join()})`)) as Outcome;
  }

  close(): Promise<void> {
    return this.context.close();
  }

  private pageOf(place: Place): Promise<Page> {
    let page = this.open.get(place);
    if (!page) this.open.set(place, (page = this.load(place)));
    return page;
  }

  private async load(place: Place): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(`${originOf(place, this.site.ports)}/pages`);
    return page;
  }
}
