import { expect } from '@jest/globals';
import type { Response, TestApp } from '../support/test-app.js';
import { isAnsweredBeforeAll } from './answered-before-all.js';
import { isGranted, isReadable, listed, sendPreflight, type PageRequest } from './browser.js';
import type { Seen } from './for-any-set.js';
import { inTime } from './in-time.js';
import { PASS } from './foreign.js';
import { isOdd } from './normal-path.js';
import { printedAsked, type Asked, type PageCase } from './page-cases.js';
import { RAN } from './tell-tale.js';
import { isUncertain } from './uncertain.js';
import { variantsOf } from './variants.js';
import { withoutVersion } from './versions.js';
import { allows, inside, type Effective } from './written-policies.js';

/** What a path may serve. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND', 'SEARCH', 'QUERY'];
/** What the README says of paths that no controller serves. */
const DEFAULT_METHODS = new Set(['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE']);

/** A preflight, and the actual requests that would tell whether it was right. */
export class Visit {
  private readonly text: string;

  constructor(
    private readonly app: TestApp,
    private readonly one: PageCase,
    private readonly asked: Asked,
    private readonly seen: Seen,
  ) {
    this.text = printedAsked(asked);
  }

  async check(): Promise<void> {
    const { page, sent } = this.asked;
    const headers = { ...sent.headers, [PASS]: '1' };
    const preflight = await inTime(this.text, sendPreflight(this.app.port, page, headers));
    const asOptions = { method: 'OPTIONS', path: page.path };
    if (isAnsweredBeforeAll(this.one.set.platform, asOptions, preflight)) return;

    const reached = await this.reached(page);
    const outcome = isGranted(preflight, page) ? 'granted' : 'refused';
    this.seen.count('request', outcome);
    const handlers = new Set(reached.map(handlerOf));
    if (handlers.size > 0) this.seen.count('handler reached', `${outcome}, handler reached`);
    if (handlers.size > 1) this.seen.count(`${outcome}, several handlers reached`);
    if (outcome === 'granted') {
      await this.isKept(preflight, reached);
      if (handlers.size === 0 && !this.isUnversioned()) await this.isTheRoots();
    } else await this.isDue(reached);
  }

  /** What is granted is what every handler gives that the request may reach. */
  private async isKept(preflight: Response, reached: readonly Response[]): Promise<void> {
    const { page } = this.asked;
    const methods = listed(preflight.cors['access-control-allow-methods']);
    const names = listed(preflight.cors['access-control-allow-headers']);
    // A browser remembers all that is listed, not only what it has asked for.
    const others = names.map((name) => (name === '*' ? 'x-other' : name.toLowerCase()));
    this.gives(reached, { ...page, headers: [...page.headers, ...others] });
    const listedMethods = methods.includes('*') ? METHODS : methods;
    for (const method of listedMethods.filter((other) => other !== page.method).slice(0, 3)) {
      const another = { ...page, method, headers: [] };
      this.gives(await this.reached(another), another);
    }
  }

  private gives(reached: readonly Response[], page: PageRequest): void {
    for (const response of reached) {
      const handler = handlerOf(response);
      const known = { asked: this.text, method: page.method, headers: page.headers, handler };
      expect({
        ...known,
        isReadable: isReadable(response, page),
        isAllowed: allows(this.policyOf(handler), page),
      }).toEqual({ ...known, isReadable: true, isAllowed: true });
    }
  }

  /** What is refused is not allowed by one of the handlers that the request may reach. */
  private async isDue(reached: readonly Response[]): Promise<void> {
    const { page } = this.asked;
    const handlers = [...new Set(reached.map(handlerOf))];
    const isRefused =
      handlers.length > 0
        ? handlers.some((handler) => !allows(this.policyOf(handler), page))
        : !(await this.isAllowedByRoot());
    const isNarrowed = !isRefused && this.isNarrowed();
    if (isNarrowed) this.seen.count('narrowed');
    expect([this.text, handlers, isRefused || isNarrowed]).toEqual([this.text, handlers, true]);
  }

  /** Where it is in doubt who answers, all that may have to grant. */
  private isNarrowed(): boolean {
    const { set, root, says } = this.one;
    const { page } = this.asked;
    // Fastify tells "1" and ["1"] apart when it is given them, and not when it is asked.
    const isVersioned = set.platform === 'fastify' && set.versioning !== undefined;
    const mayBeOthers = isOdd(page.path) || isVersioned;
    const others = mayBeOthers ? [...says.keys()].map((name) => this.policyOf(name)) : [];
    if (this.isUnversioned()) return true;
    const isInDoubt = isUncertain(set, page.path) || isVersioned;
    return isInDoubt && [root, ...others].some((policy) => !allows(policy, page));
  }

  /** An own instance of Fastify does not know how Nest tells versions apart: no handler is reached. */
  private isUnversioned(): boolean {
    const { outside, versioning } = this.one.set;
    return versioning !== undefined && outside.some(({ where }) => where === 'own');
  }

  private policyOf(handler: string): Effective {
    return inside(this.one.root, this.one.says.get(handler));
  }

  /** What no handler serves is granted by the root, if anything is. */
  private async isTheRoots(): Promise<void> {
    this.seen.count('granted, no handler reached');
    expect([this.text, await this.isAllowedByRoot()]).toEqual([this.text, true]);
  }

  /** What the README says of a method that no handler serves at a path. */
  private async isAllowedByRoot(): Promise<boolean> {
    const { root } = this.one;
    const { page } = this.asked;
    if (!allows(root, page) || !root) return false;
    if (root.methods === undefined && !DEFAULT_METHODS.has(page.method)) return false;
    const handlers = await this.handlersOfOthers();
    return handlers.length === 0 || handlers.some((handler) => this.policyOf(handler) !== false);
  }

  /** The handlers of the other methods of the path. */
  private async handlersOfOthers(): Promise<readonly string[]> {
    const { page } = this.asked;
    const handlers: string[] = [];
    for (const method of METHODS) {
      const reached = await this.reached({ ...page, method, headers: [] });
      handlers.push(...reached.map(handlerOf));
    }
    return handlers;
  }

  /** The responses of handlers to the actual request, whatever version and tenant it is for. */
  private async reached({ origin, method, path, headers }: PageRequest): Promise<Response[]> {
    const isQuery = method === 'QUERY';
    const responses = await Promise.all(
      variantsOf(this.one.set).map((variant) => {
        const all = {
          ...withoutVersion(this.asked.sent.headers),
          ...Object.fromEntries(headers.map((name) => [name, '1'])),
          ...variant,
          ...(isQuery && { 'content-type': 'application/json' }),
          Origin: origin,
          [PASS]: '1',
        };
        return inTime(this.text, this.app.send(method, path, all, isQuery ? '{}' : undefined));
      }),
    );
    return responses.filter(({ headers }) => RAN in headers);
  }
}

function handlerOf({ headers }: Response): string {
  return String(headers[RAN]);
}
