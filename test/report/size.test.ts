import { Controller, Get, type Type } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import {
  Cors,
  CorsModule,
  CorsReport,
  type CorsModuleOptions,
  type CorsOptions,
} from 'nestjs-cors';
import { TestApp } from '../support/test-app.js';

const ROUTES = 5000;

/** Fifty controllers of a hundred routes each, with what each route says. */
function controllers(optionsOf: (route: number) => CorsOptions | undefined): Type[] {
  return Array.from({ length: ROUTES / 100 }, (_, at) => {
    class Many {}
    for (let route = at * 100; route < (at + 1) * 100; route++) {
      const value = () => route;
      Object.defineProperty(Many.prototype, `read${route}`, { value, configurable: true });
      const descriptor = Object.getOwnPropertyDescriptor(Many.prototype, `read${route}`)!;
      const options = optionsOf(route);
      if (options !== undefined) Cors(options)(Many.prototype, `read${route}`, descriptor);
      Get(`${route}`)(Many.prototype, `read${route}`, descriptor);
    }
    Controller(`many${at}`)(Many);
    return Many;
  });
}

async function reported(
  root: CorsModuleOptions,
  optionsOf: (route: number) => CorsOptions | undefined,
) {
  const app = await TestApp.start('express', {
    imports: [CorsModule.forRoot<CorsModuleOptions>(root)],
    controllers: controllers(optionsOf),
  });
  const report = app.nest.get(CorsReport);
  const made = { data: report.data(), html: report.html(), markdown: report.markdown() };
  await app.close();
  return made;
}

describe('an app of 5,000 routes', () => {
  it('with one policy has a report of a row for each', async () => {
    const { data, html, markdown } = await reported(
      { origin: 'https://app.example.com' },
      () => undefined,
    );
    expect(data.policies.map(({ routes }) => routes.length)).toEqual([ROUTES + 1]);
    expect(html.length).toBeLessThan(ROUTES * 150);
    expect(markdown.length).toBeLessThan(ROUTES * 60);
    expect(html).toContain('Nothing stands out.');
  });

  it('with a policy each, and a long list of origins that all inherit, has one of bounded size', async () => {
    const origin = Array.from({ length: 500 }, (_, at) => `https://tenant-${at}.example`);
    const { data, html, markdown } = await reported({ origin }, (maxAge) => ({ maxAge }));
    expect(data.policies.length).toBe(ROUTES + 1);
    expect(html.length).toBeLessThan(ROUTES * 4000);
    expect(markdown.length).toBeLessThan(ROUTES * 1500);
    expect(html).toContain('and 480 more');
  });
});
