import { expect } from '@jest/globals';
import type { Response, TestApp } from '../support/test-app.js';
import { isAnsweredBeforeAll } from './answered-before-all.js';
import { elsewhere, ofHandler, type Bound } from './bounds.js';
import { sendPreflight } from './browser.js';
import { excess } from './excess.js';
import type { Seen } from './for-any-set.js';
import { FOREIGN, PASS } from './foreign.js';
import { inTime } from './in-time.js';
import { METHOD, REWRITE } from './meddler.js';
import { normalPath } from './normal-path.js';
import { printedTrouble, type SafetyCase, type SafetyRequest } from './safety-cases.js';
import { RAN, STOP } from './tell-tale.js';
import { TENANT } from './tenants.js';
import { variantsOf } from './variants.js';
import { withoutVersion } from './versions.js';

type Headers = Readonly<Record<string, string>>;

/** A preflight and its actual request, and the most that each may be granted. */
export class SafetyVisit {
  private readonly text: string;

  constructor(
    private readonly app: TestApp,
    private readonly one: SafetyCase,
    private readonly asked: SafetyRequest,
    private readonly seen: Seen,
  ) {
    this.text = printedTrouble(asked);
  }

  async check(): Promise<void> {
    const { page, sent } = this.asked;
    const actual = await this.send(page.path, this.asked.trouble, this.asked.isBroken);
    if (isAnsweredBeforeAll(this.one.set.platform, page, actual)) return;
    this.count(actual);
    this.isWithin('actual request', actual, await this.boundsOfActual(actual), false);

    const { [TENANT]: _, ...headers } = sent.headers;
    const preflight = await inTime(this.text, sendPreflight(this.app.port, page, headers));
    const asOptions = { method: 'OPTIONS', path: page.path };
    if (isAnsweredBeforeAll(this.one.set.platform, asOptions, preflight)) return;
    this.seen.count(preflight.status === 204 ? 'preflight granted' : 'preflight refused');
    this.isWithin('preflight', preflight, await this.boundsOfPreflight(), true);
  }

  /** The handler that was resolved, or what is allowed to what ends before. */
  private async boundsOfActual(actual: Response): Promise<readonly Bound[]> {
    const { [RAN]: ran, [FOREIGN]: foreign } = actual.headers;
    if (ran !== undefined) return [ofHandler(this.one, ran)];
    const { path } = this.asked.page;
    const predicted = (await this.send(path, { [PASS]: '1' })).headers[RAN];
    const isCertain = actual.status >= 400 && (foreign === undefined || foreign === 'middleware');
    return [
      ...(predicted === undefined ? [] : [ofHandler(this.one, predicted)]),
      ...(predicted === undefined || !isCertain ? elsewhere(this.one, path) : []),
      ...(await this.boundsOfNormal([predicted])),
    ];
  }

  /** Every handler that the actual request may reach, and what stands in front of them. */
  private async boundsOfPreflight(): Promise<readonly Bound[]> {
    const { path } = this.asked.page;
    const reached = new Set<string>();
    for (const variant of variantsOf(this.one.set)) {
      const { [RAN]: ran } = (await this.send(path, { ...variant, [PASS]: '1' }, false, true))
        .headers;
      if (ran !== undefined) reached.add(ran);
    }
    const { [FOREIGN]: foreign } = (await this.send(path, {})).headers;
    return [
      ...[...reached].map((handler) => ofHandler(this.one, handler)),
      ...(reached.size === 0 || foreign !== undefined ? elsewhere(this.one, path) : []),
      ...(await this.boundsOfNormal([...reached])),
    ];
  }

  /** What lies where a careless reader of the path would go, if that is another handler. */
  private async boundsOfNormal(known: readonly unknown[]): Promise<readonly Bound[]> {
    // A path that Fastify rewrites is another one before it is normalised.
    if (this.one.set.settings['rewriteUrl'] !== undefined) return [];
    const { path } = this.asked.page;
    const normal = /^\/[^#]*$/.test(path) ? normalPath(path) : undefined;
    if (normal === undefined) return [];
    this.seen.count('odd target');
    const { [RAN]: ran } = (await this.send(normal, { [PASS]: '1' })).headers;
    if (ran === undefined || known.includes(ran)) return [];
    this.seen.count('odd target for another handler');
    return [ofHandler(this.one, ran), ...elsewhere(this.one, path)];
  }

  private isWithin(
    what: string,
    response: Response,
    bounds: readonly Bound[],
    isPreflight: boolean,
  ): void {
    const { page } = this.asked;
    const { status, cors } = response;
    const exceeded = bounds.filter(({ anyOf }) =>
      anyOf.every((policy) => excess(response, policy, page, isPreflight).length > 0),
    );
    if (cors['access-control-allow-origin'] !== undefined) this.seen.count(`${what} with a grant`);
    const from = { asked: this.text, what, status, cors, ran: response.headers[RAN] };
    expect({ ...from, exceeded }).toEqual({ ...from, exceeded: [] });
  }

  private send(
    path: string,
    more: Headers,
    isBroken = false,
    isUnversioned = false,
  ): Promise<Response> {
    const { page, sent } = this.asked;
    const headers: Headers = {
      ...Object.fromEntries(page.headers.map((name) => [name, '1'])),
      ...(isUnversioned ? withoutVersion(sent.headers) : sent.headers),
      ...(isBroken && { 'content-type': 'application/json', 'Content-Length': '1' }),
      Origin: page.origin,
      ...more,
    };
    return inTime(this.text, this.app.send(page.method, path, headers, isBroken ? '{' : sent.body));
  }

  private count({ status, headers }: Response): void {
    const { trouble, isBroken } = this.asked;
    const { [RAN]: ran, [FOREIGN]: foreign } = headers;
    this.seen.count('request', ran === undefined ? 'no handler' : 'handler');
    if (foreign !== undefined) this.seen.count(`foreign ${foreign}`);
    if (foreign === 'middleware')
      this.seen.count(`middleware ${status < 400 ? 'below' : 'from'} 400`);
    if (ran === undefined && isBroken && status === 400) this.seen.count('broken body');
    if (ran === undefined) return;
    if (STOP in trouble) this.seen.count(`guard ${status}`);
    for (const meddling of [REWRITE, METHOD]) if (meddling in trouble) this.seen.count(meddling);
  }
}
