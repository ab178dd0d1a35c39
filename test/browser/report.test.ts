import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { CorsReport, CorsService, type CorsAnswer } from 'nestjs-cors';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath, launchChromium, noChromium } from './support/chromium.js';
import { TestApp } from '../support/test-app.js';
import { AppModule } from '../../sample/01-getting-started/app.module.js';

/** `UPDATE_SCREENSHOTS=1` writes the pictures of the README. */
const updateScreenshots = process.env['UPDATE_SCREENSHOTS'] === '1';
/** What is not sent is not answered. */
const NOTHING: CorsAnswer = { headers: {} };
const pictures = 'coverage/screenshots';

jest.setTimeout(60_000);

if (!chromiumPath) console.log(`The report is not looked at: ${noChromium}`);

(chromiumPath ? describe : describe.skip)('in Chromium, the report', () => {
  let app: TestApp;
  let browser: Browser;
  let address: string;
  const asked: string[] = [];
  const errors: string[] = [];

  beforeAll(async () => {
    app = await TestApp.start('express', { imports: [AppModule] });
    address = `http://localhost:${app.port}/cors-report`;
    browser = await launchChromium();
    await mkdir(pictures, { recursive: true });
  });

  afterAll(async () => {
    await browser.close();
    await app.close();
  });

  async function open(url = address, options: Parameters<Browser['newPage']>[0] = {}) {
    const page = await browser.newPage({ viewport: { width: 1200, height: 800 }, ...options });
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(url);
    return page;
  }

  const picture = (page: Page, path: string) => page.screenshot({ path, fullPage: true });

  test('has a heading for each part, and links that lead there', async () => {
    const page = await open();
    const headings = await page.getByRole('heading', { level: 2 }).allInnerTexts();
    expect(headings).toEqual([
      'At a glance',
      'Origins',
      'Policies',
      'Switched off',
      'Explain a request',
    ]);
    const parts = page.getByRole('navigation', { name: 'Parts of the report' });
    expect(await parts.getByRole('link').allInnerTexts()).toEqual(headings.slice(1));
    for (const link of await page.locator('a[href^="#"]').all()) {
      const id = decodeURIComponent((await link.getAttribute('href'))!.slice(1));
      expect([id, await page.locator(`[id="${id}"]`).count()]).toEqual([id, 1]);
    }
    await page.close();
  });

  test('names its tables, their rows and columns, and its policies', async () => {
    const page = await open();
    for (const name of [
      'Options of policy CorsModule.forRoot',
      '4 routes of policy CorsModule.forRoot',
      '3 routes',
    ]) {
      const table = page.getByRole('table', { name, exact: true });
      expect(await table.getByRole('columnheader').count()).toBe(2);
      const rows = await table.locator('tbody').getByRole('row').count();
      expect(await table.getByRole('rowheader').count()).toBe(rows);
    }
    const article = page.getByRole('article', { name: 'Policy CorsModule.forRoot' });
    expect(await article.getByRole('row').allInnerTexts()).toEqual([
      'Option\tValue, and where it is written',
      'origin\t["http://app.localhost:3001"] CorsModule.forRoot',
      'methods\tthose served at the path; elsewhere GET, HEAD, PUT, PATCH, POST, DELETE default',
      'allowedHeaders\tany that is asked for default',
      'exposedHeaders\tnone default',
      'credentials\ttrue CorsModule.forRoot',
      'Route\tHandler',
      'GET /profile\tAccountController.profile',
      'PUT /profile\tAccountController.rename',
      'POST /session\tAccountController.logIn',
      'ALL *\tCorsModule.forRoot',
    ]);
    await page.close();
  });

  test.each(['http://app.localhost:3001', 'http://evil.localhost:3001'])(
    'explains by keyboard what a page on %s gets',
    async (origin) => {
      const page = await open();
      const focused = () =>
        page.evaluate<string>('document.activeElement.closest("label")?.innerText.trim() ?? ""');
      for (let tabs = 0; (await focused()) !== 'Origin of the page'; tabs++) {
        expect(tabs).toBeLessThan(30);
        await page.keyboard.press('Tab');
      }
      await page.keyboard.type(origin);
      for (const text of ['put', '/profile', 'Content-Type, X-Trace']) {
        await page.keyboard.press('Tab');
        await page.keyboard.type(text);
      }
      await page.keyboard.press('Tab');
      expect(await focused()).toBe('with credentials');
      await page.keyboard.press('Space');
      await Promise.all([page.waitForURL(/\?origin=.*#explain$/), page.keyboard.press('Enter')]);

      const explained = await app.nest.get(CorsService).explain({
        origin,
        method: 'put',
        path: '/profile',
        headers: ['Content-Type', 'X-Trace'],
        credentials: true,
      });
      const verdict = explained.granted ? 'Granted' : 'Blocked';
      const line = `put /profile from ${origin}, with credentials`;
      expect(await page.title()).toBe(`${verdict}: ${line} · CORS report`);
      const section = page.getByRole('region', { name: 'Explain a request' });
      expect(await section.getByRole('heading', { level: 3 }).innerText()).toBe(
        `${verdict} ${line}`,
      );
      const steps = section.getByRole('table', { name: 'What a browser does, in order' });
      const rows = await steps.locator('tbody').getByRole('row').allInnerTexts();
      expect(rows.map((row) => row.replace('\n', ''))).toEqual(
        explained.steps.map(({ step, verdict, detail }) => `${step}\t${verdict} ${detail}`),
      );
      const answers = [explained.preflight, explained.actual].map(
        (answer: CorsAnswer = NOTHING) => [
          ...(answer.status === undefined ? [] : [`${answer.status}`]),
          ...Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`),
        ],
      );
      const lines = section.getByRole('figure').getByRole('listitem');
      expect(await lines.allInnerTexts()).toEqual(answers.flat());
      const fix = section.getByText('To grant it:');
      expect(await fix.count()).toBe(explained.fix === undefined ? 0 : 1);
      // What was asked is still there, to be asked a little differently.
      expect(await section.getByLabel('Origin of the page').inputValue()).toBe(origin);
      expect(await section.getByLabel('with credentials').isChecked()).toBe(true);
      await page.close();
    },
  );

  test('says what is wrong with a path', async () => {
    const page = await open(`${address}?origin=http://app.localhost:3001&path=profile`);
    const message = await page.getByRole('alert').innerText();
    expect(message).toContain('"profile" is not a path');
    const path = page.getByLabel('Path');
    expect(await path.getAttribute('aria-invalid')).toBe('true');
    expect(await path.evaluate((field) => field.ownerDocument.title)).toBe(
      'Not a path · CORS report',
    );
    await page.close();
  });

  test.each(['light', 'dark'] as const)('fits a phone, %s', async (colorScheme) => {
    const url = `${address}?origin=http://evil.localhost:3001&method=PUT&path=/profile&credentials=on`;
    const page = await open(url, { colorScheme, viewport: { width: 360, height: 740 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await picture(page, `${pictures}/report-phone-${colorScheme}.png`);
    await page.close();
  });

  test('has a contrast of 4.5 to 1 everywhere, light and dark', async () => {
    const url = `${address}?origin=http://evil.localhost:3001&method=PUT&path=/profile&credentials=on`;
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open(url, { colorScheme });
      expect(await page.evaluate(CONTRASTS)).toEqual([]);
      await page.close();
    }
  });

  test('fits paper: no form is printed, and nothing is cut off', async () => {
    const page = await open();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.setViewportSize({ width: 680, height: 960 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(680);
    expect(await page.getByRole('button').count()).toBe(0);
    await picture(page, `${pictures}/report-print.png`);
    await page.close();
  });

  test.each([
    ['light', 'report.png'],
    ['dark', 'report-dark.png'],
  ] as const)('the picture for the README, %s', async (colorScheme, file) => {
    const page = await open(address, { colorScheme });
    const last = await page.getByRole('article').nth(1).boundingBox();
    const height = Math.round((last?.y ?? 0) + (last?.height ?? 0) + 24);
    expect(height).toBeGreaterThan(800);
    await page.setViewportSize({ width: 1200, height });
    await page.screenshot({ path: `${updateScreenshots ? 'docs' : pictures}/${file}` });
    await page.close();
  });

  test('as a file is the same page without the form', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cors-report-'));
    const file = join(folder, 'cors-report.html');
    await writeFile(file, app.nest.get(CorsReport).html());
    const page = await open(pathToFileURL(file).href);
    const served = await open();
    const [parts, all] = await Promise.all(
      [page, served].map((page) => page.getByRole('region').allInnerTexts()),
    );
    expect(parts).toEqual(all?.slice(0, -1));
    expect(await page.getByRole('textbox').count()).toBe(0);
    await Promise.all([page.close(), served.close()]);
    await rm(folder, { recursive: true });
  });

  test('asks for nothing but itself, and met no error', () => {
    const elsewhere = asked.filter((url) => !url.startsWith(address) && !url.startsWith('file:'));
    expect(asked.length).toBeGreaterThan(10);
    expect([elsewhere, errors]).toEqual([[], []]);
  });
});

/** https://www.w3.org/TR/WCAG22/#contrast-minimum: the texts whose contrast is less. */
const CONTRASTS = `(() => {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (color) => {
    const [r, g, b] = rgb(color).map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    const color = getComputedStyle(element).backgroundColor;
    return rgb(color)[3] === 255 ? color : ground(element.parentElement);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const low = [];
  while (walker.nextNode()) {
    const { parentElement: element, textContent } = walker.currentNode;
    if (textContent.trim() === '') continue;
    const [dark, light] = [getComputedStyle(element).color, ground(element)].map(luminance)
      .sort((one, other) => one - other);
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < 4.5) low.push(textContent.trim() + ': ' + contrast.toFixed(2));
  }
  return low;
})()`;
