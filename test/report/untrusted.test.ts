import { Controller, Get } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, CorsReport } from 'nestjs-cors';
import { markup } from '../../lib/report/markup.js';
import { TestApp } from '../support/test-app.js';

const SCRIPT = '<script>alert`1`</script>';

@Cors(SCRIPT)
@Controller('<script>alert')
class HostileController {
  @Get('a|b') pipe() {}
  @Get('`tick`') tick() {}
  @Get('turned\u202Earound') turned() {}
}

describe('names that are markup', () => {
  let app: TestApp;
  let report: CorsReport;
  beforeAll(async () => {
    app = await TestApp.start('express', {
      imports: [
        CorsModule.forRootAsync({
          useFactory: () => ({
            policies: { [SCRIPT]: { origin: /^https:\/\/(?:<script>|[a-z])\.example$/ } },
          }),
        }),
      ],
      controllers: [HostileController],
    });
    report = app.nest.get(CorsReport);
  });
  afterAll(() => app.close());

  it('are text on the page', () => {
    const page = report.html();
    expect(page).not.toMatch(/<script/i);
    expect(page.split('&lt;script&gt;alert').length).toBeGreaterThan(5);
    expect(page).not.toContain('\u202E');
    expect(page).toContain('turned\\u202earound');
  });

  it('are text on the page that answers a question', async () => {
    const page = await report.page({
      origin: `"><script>alert(1)</script>`,
      method: '"onfocus=alert(1) x="',
      path: "/'<script>alert(1)</script>",
      headers: '<script>, "x"',
      credentials: '"><script>',
    });
    expect(page).not.toMatch(/<script|"onfocus|'</i);
    expect(page).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
  });

  it('are code in Markdown, and end no cell of a table', () => {
    expect(report.markdown()).not.toMatch(/(?<!`[^`\n]*)<script/);
    const cells = report
      .markdown()
      .split('\n')
      .filter((line) => line.includes('HostileController.'))
      .map((line) => line.split('|').length);
    expect(cells).toEqual([5, 5, 5]);
    expect(report.markdown()).toContain(
      '| <code>GET /&#60;script>alert/a&#124;b</code> | `HostileController.pipe` |  |\n',
    );
  });
});

it('what is put into markup is text, unless it is markup', () => {
  const parts = ['<', markup`<b>${'&'}</b>`, [`"'`, 7, false as const, undefined]];
  expect(markup`<i title="${'"'}">${parts}</i>`.text).toBe(
    '<i title="&quot;">&lt;<b>&amp;</b>&quot;&#39;7</i>',
  );
});
