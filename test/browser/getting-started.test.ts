import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { CorsReportData } from 'nestjs-cors';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chromiumPath, launchChromium, noChromium } from './support/chromium.js';
import { freePorts, isFree, occupy } from './support/ports.js';
import { runCompiled, startSample, type Sample } from './support/sample.js';

const name = '01-getting-started';
/** `UPDATE_SCREENSHOTS=1` writes the pictures of the README, taken on the ports that it names. */
const updateScreenshots = process.env['UPDATE_SCREENSHOTS'] === '1';
const pictures = 'coverage/screenshots';

jest.setTimeout(60_000);

let sample: Sample;
let apiPort: number;
let pagesPort: number;

beforeAll(async () => {
  const ports = updateScreenshots ? [3000, 3001] : await freePorts(2);
  [apiPort = 0, pagesPort = 0] = ports;
  sample = startSample(name, { API_PORT: `${apiPort}`, PAGES_PORT: `${pagesPort}` });
  await sample.printed('Ctrl-C');
});

if (!chromiumPath) console.log(`The browser tests do not run here: ${noChromium}`);

test('with CI set, there is a browser', () => {
  expect(process.env['CI'] && !chromiumPath ? noChromium : 'fine').toBe('fine');
});

// What happens to every request on the three pages: `read` by the script with that status, `kept`
// from it by the browser though the API answered so, or `unsent` because the preflight was refused.
const matrix = [
  // request                                     preflight  app         partner     evil
  ['GET /widget', '-', 'read 200', 'read 200', 'read 200'],
  ['GET /widget, with cookies', '-', 'kept 200', 'kept 200', 'kept 200'],
  ['GET /widget/news/1', '-', 'read 200', 'read 200', 'read 200'],
  ['PUT /widget, X-Api-Key, JSON body', 'sent', 'unsent', 'read 200', 'unsent'],
  ['GET /orders, X-Api-Key', 'sent', 'unsent', 'read 200', 'unsent'],
  ['GET /orders, no key: 401 from a guard', '-', 'kept 401', 'read 401', 'kept 401'],
  ['GET /orders, X-Api-Key, X-Debug', 'sent', 'unsent', 'unsent', 'unsent'],
  ['POST /orders, X-Api-Key, JSON body', 'sent', 'unsent', 'read 201', 'unsent'],
  ['POST /session, with cookies, logs in', '-', 'read 200', 'kept 200', 'kept 200'],
  ['GET /profile, with cookies', '-', 'read 200', 'kept 200', 'kept 200'],
  ['GET /profile, no cookies: 401 from a guard', '-', 'read 401', 'kept 401', 'kept 401'],
  ['PUT /profile, with cookies, JSON body', 'sent', 'read 200', 'unsent', 'unsent'],
  ['GET /nowhere, no handler: 404', '-', 'read 404', 'kept 404', 'kept 404'],
  ['GET /internal/metrics', '-', 'kept 200', 'kept 200', 'kept 200'],
  ['DELETE /internal/cache', 'sent', 'unsent', 'unsent', 'unsent'],
] as const;

interface Row {
  readonly request: string;
  readonly preflight: string;
  readonly policy: string;
  readonly result: string;
  readonly agreement: string;
}

async function rowsOf(page: Page): Promise<Row[]> {
  const text = async (selector: string) => page.locator(selector).allInnerTexts();
  const [preflight, policy, result, agreement] = await Promise.all(
    ['.preflight', '.policy', '.result', '.agreement'].map(text),
  );
  const rows = await page.locator('tr[data-request]').all();
  return Promise.all(
    rows.map(async (row, index) => ({
      request: (await row.getAttribute('data-request')) ?? '',
      preflight: preflight?.[index] ?? '',
      policy: policy?.[index] ?? '',
      result: result?.[index] ?? '',
      agreement: agreement?.[index] ?? '',
    })),
  );
}

const rowOf = (rows: Row[], request: string) => rows.find((row) => row.request === request);

function outcome({ result }: Row): string {
  const status = /\b\d{3}\b/.exec(result)?.[0];
  if (result.startsWith('Allowed')) return `read ${status}`;
  if (result.includes('never sent')) return 'unsent';
  return `kept ${status}`;
}

(chromiumPath ? describe : describe.skip)('in Chromium', () => {
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    browser = await launchChromium();
    context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
    await mkdir(pictures, { recursive: true });
  });

  afterAll(() => browser.close());

  async function open(origin: string, size?: { width: number; height: number }): Promise<Page> {
    const page = await context.newPage();
    if (size) await page.setViewportSize(size);
    await page.goto(origin);
    await allSent(page);
    return page;
  }
  const originOf = (host: string) => `http://${host}.localhost:${pagesPort}`;
  const picture = (page: Page, path: string) =>
    page.screenshot({ path, fullPage: true, animations: 'disabled' });
  const allSent = (page: Page) => page.locator('#all:enabled').waitFor();

  describe.each([
    ['app', 2],
    ['partner', 3],
    ['evil', 4],
  ] as const)('the page of %s', (host, column) => {
    let page: Page;
    let rows: Row[];
    const errors: Error[] = [];

    beforeAll(async () => {
      context.on('weberror', (error) => errors.push(error.error()));
      page = await open(originOf(host));
      rows = await rowsOf(page);
    });

    afterAll(() => page.close());

    test('shows for every request what its script could read', async () => {
      expect(rows.map((row) => [row.request, outcome(row)])).toEqual(
        matrix.map((row) => [row[0], row[column]]),
      );
      const read = matrix.filter((row) => row[column].startsWith('read')).length;
      expect(await page.locator('#readable').innerText()).toBe(`${read} of ${matrix.length}`);
    });

    test('shows which preflights the API received', () => {
      expect(rows.map(({ request, preflight }) => [request, preflight.slice(0, 4)])).toEqual(
        matrix.map(([request, preflight]) => [request, preflight === 'sent' ? 'sent' : 'none']),
      );
    });

    test('shows that the browser did in every row what the policy says', async () => {
      for (const { request, policy, result, agreement } of rows) {
        const expected = policy.startsWith('Granted') ? 'Allowed' : 'Blocked';
        expect([request, result.split(/\s/)[0], agreement]).toEqual([request, expected, 'yes']);
      }
      const all = `${matrix.length} of ${matrix.length}`;
      expect(await page.locator('#agreeing').innerText()).toBe(all);
    });

    test('is saved as a picture, and met no error', async () => {
      await picture(page, `${pictures}/getting-started-${host}.png`);
      expect(errors).toEqual([]);
    });
  });

  test('the page of the app reads what its cookie opens', async () => {
    const rows = await rowsOf(await open(originOf('app')));
    const profile = rowOf(rows, 'GET /profile, with cookies');
    expect(profile?.result).toContain('{"name":"Ada","card":"•••• 4242"}');
  });

  test('scripts read exposed headers, and only those', async () => {
    const rows = await rowsOf(await open(originOf('partner')));
    expect(rowOf(rows, 'GET /orders, X-Api-Key')?.result).toMatch(/exposed x-quota-remaining: 41$/);
    expect(rowOf(rows, 'GET /widget/news/1')?.result).toMatch(/exposed etag: W\//);
    expect(rowOf(rows, 'GET /widget')?.result).not.toContain('exposed');
  });

  test('a request is sent again with its button, by keyboard, and no other', async () => {
    const page = await open(originOf('app'));
    const button = page.getByRole('button', { name: 'Send again: GET /profile, with cookies' });
    const sent = page.waitForRequest((request) => request.url().includes('/profile?run='));
    await button.press('Enter');
    await sent;
    await page.locator('tr[data-request="GET /profile, with cookies"][data-sent="2"]').waitFor();
    expect(await page.locator('tr[data-sent="1"]').count()).toBe(matrix.length - 1);
    expect(await button.evaluate((element) => element.matches(':focus'))).toBe(true);

    await page.getByRole('button', { name: 'Send all again' }).click();
    await page.locator('tr[data-request="GET /profile, with cookies"][data-sent="3"]').waitFor();
    await allSent(page);
    expect(await page.locator('tr[data-sent="2"]').count()).toBe(matrix.length - 1);
  });

  test('a page links to the two others, and fits a phone', async () => {
    const page = await open(originOf('evil'), { width: 390, height: 844 });
    const links = await page.getByRole('navigation').getByRole('link').all();
    expect(await Promise.all(links.map((link) => link.getAttribute('href')))).toEqual(
      ['app', 'partner', 'evil'].map(originOf),
    );
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await page.getByRole('row').count()).toBe(1 + 4 + matrix.length);
  });

  test('another host name gets the links to the three pages', async () => {
    const page = await context.newPage();
    await page.goto(`http://localhost:${pagesPort}`);
    const links = page.getByRole('main').getByRole('link');
    await links.first().waitFor();
    expect(await links.count()).toBe(3);
  });

  test.each([
    ['light', 'getting-started.png'],
    ['dark', 'getting-started-dark.png'],
  ] as const)('the picture for the README, %s', async (colorScheme, file) => {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1200, height: 800 } });
    await page.goto(originOf('partner'));
    await allSent(page);
    await picture(page, `${updateScreenshots ? 'docs' : pictures}/${file}`);
    await page.close();
  });
});

describe('npm run report', () => {
  async function written(env: NodeJS.ProcessEnv) {
    const folder = await mkdtemp(join(tmpdir(), 'cors-report-'));
    const { code, output } = await runCompiled(name, env, 'report.js', folder).ended;
    const files = (await readdir(folder)).toSorted();
    expect([code, output.trim().split('\n').toSorted()]).toEqual([
      0,
      files.map((file) => join(folder, file)),
    ]);
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    await rm(folder, { recursive: true });
    return Object.fromEntries(files.map((file, at) => [file, texts[at] ?? '']));
  }

  test('writes a page, Markdown and JSON, and says where', async () => {
    const {
      'cors-report.html': page = '',
      'cors-report.json': json = '',
      'cors-report.md': markdown = '',
      ...others
    } = await written({});
    expect(page).toMatch(/^<!doctype html>/);
    expect(markdown).toMatch(/^# CORS report\n/);
    expect((JSON.parse(json) as CorsReportData).policies.map(({ name }) => name)).toEqual([
      'CorsModule.forRoot',
      'policies.partner',
      'policies.public',
      'policies.public + WidgetController.news',
    ]);
    expect(others).toEqual({});
  });

  test('in production, tells of no controller that serves it', async () => {
    const reports = await Promise.all([{}, { NODE_ENV: 'production' }].map(written));
    const served = reports.map(({ 'cors-report.md': text }) => text?.includes('ReportController'));
    expect(served).toEqual([true, false]);
  });
});

describe('a start that cannot work ends with code 1 and says what to change', () => {
  /** Runs to the end and gives what was printed, or fails if it has not ended by itself with 1. */
  async function failedStart(env: NodeJS.ProcessEnv, directory = name): Promise<string> {
    const { code, output } = await runCompiled(directory, env).ended;
    expect(output).not.toMatch(/^\s+at |\[Nest\]/m);
    expect(code).toBe(1);
    return output;
  }

  test.each(['API_PORT', 'PAGES_PORT'])('%s is a port in use', async (variable) => {
    const [other] = await freePorts(1);
    const taken = await occupy();
    const ports = { API_PORT: `${other}`, PAGES_PORT: `${other}`, [variable]: `${taken.port}` };
    const output = await failedStart(ports);
    taken.close();
    expect(output).toContain(`Port ${taken.port} is in use`);
    expect(output).toContain(`another ${variable}`);
  });

  test('API_PORT is no number', async () => {
    expect(await failedStart({ API_PORT: 'http' })).toContain('API_PORT "http" is no port');
  });

  test('.env lacks entries', async () => {
    const copy = 'without-entries';
    await cp(`sample/dist/${name}`, `sample/dist/${copy}`, { recursive: true });
    try {
      const env = await readFile(`sample/${name}/.env`, 'utf8');
      await writeFile(`sample/dist/${copy}/.env`, env.replaceAll(/^.*_ORIGINS=.*$/gm, ''));
      expect(await failedStart({}, copy)).toContain(
        `Not set: APP_ORIGINS, PARTNER_ORIGINS. Set it in sample/${name}/.env`,
      );
    } finally {
      await rm(`sample/dist/${copy}`, { recursive: true });
    }
  });

  test('APP_ORIGINS has a malformed origin', async () => {
    const output = await failedStart({ APP_ORIGINS: 'http://app.localhost:3001/' });
    expect(output).toContain('"http://app.localhost:3001/"');
    expect(output).toContain('remove the trailing slash');
    expect(output).toContain(`APP_ORIGINS and PARTNER_ORIGINS are set in sample/${name}/.env`);
  });
});

describe('both servers stop, with code 0,', () => {
  async function stop(running: Sample, signal: NodeJS.Signals, ports: number[]) {
    running.signal(signal);
    expect(await running.ended).toMatchObject({ code: 0 });
    expect(await Promise.all(ports.map(isFree))).toEqual([true, true]);
  }

  test('on SIGTERM', async () => {
    const [api = 0, pages = 0] = await freePorts(2);
    const running = runCompiled(name, { API_PORT: `${api}`, PAGES_PORT: `${pages}` });
    await running.printed('Ctrl-C');
    await stop(running, 'SIGTERM', [api, pages]);
  });

  // The last test: it ends the sample that the others use.
  test('on Ctrl-C in the terminal of npm start', () =>
    stop(sample, 'SIGINT', [apiPort, pagesPort]));
});
