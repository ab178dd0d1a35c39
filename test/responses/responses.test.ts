import { beforeAll, describe, expect, it } from '@jest/globals';
import { platforms } from '../support/test-app.js';
import { expectInReadme } from '../support/readme-region.js';
import { EngineApps } from './engine-apps.js';
import { LINES } from './lines.js';
import { inOrder, signsOf } from './row.js';
import { renderTable } from './table.js';

let apps: EngineApps;
beforeAll(async () => {
  apps = await EngineApps.start();
}, 120_000);

// R33: on errors too; R38: before the first byte of a stream.
describe.each(platforms)('the headers of the policy, and no others, on %s:', (platform) => {
  const rows = LINES.flatMap(([line, rows]) =>
    rows
      .filter((row) => row.platforms.includes(platform))
      .map((row) => [line, row.name, row] as const),
  );

  it.each(rows)('%s (%s)', async (_line, _name, row) => {
    for (const { origin, cors } of row.expected) {
      const response = await apps.answer(platform, 'nestjs-cors', row, origin);
      expect({ origin, ...signsOf(response, row.signs), cors: inOrder(response.cors) }).toEqual({
        origin,
        ...row.signs,
        cors: inOrder(cors),
      });
    }
  });
});

it('README says what every engine does (UPDATE_README=1 writes it anew)', async () => {
  expectInReadme('responses', await renderTable(apps));
}, 120_000);

it('no app has warned of anything', () => {
  // Nest 11 sends it with events, over HTTP/2 too, where Node drops it.
  const known =
    /.* UnsupportedWarning: The provided connection header is not valid.*\n.*trace-warn.*\n/g;
  expect(apps.printed().replaceAll(known, '')).toBe('');
});
