import { deepStrictEqual as deepEqual } from 'node:assert';
import { format, resolveConfig } from 'prettier';
import { type Platform, platforms } from '../support/test-app.js';
import { type Engine, engines, EVIL } from './app/policy.js';
import type { EngineApps } from './engine-apps.js';
import { LINES } from './lines.js';
import { isNest12 } from './nest-12.js';
import { outcomeOf } from './outcome.js';
import { type Row, signsOf } from './row.js';

interface Outcome {
  readonly outcome: string;
  readonly platform: Platform;
  readonly row: string;
}

const HEADS: Readonly<Record<Engine, string>> = {
  'nestjs-cors': 'nestjs-cors',
  'enableCors()': '`enableCors()`',
  'an interceptor': 'an interceptor',
};

/** Renders what each engine does about each kind of response, as README shows it. */
export async function renderTable(apps: EngineApps): Promise<string> {
  const lines: (readonly string[])[] = [
    ['response', ...engines.map((engine) => HEADS[engine])],
    ['-', ...engines.map(() => '-')],
  ];
  for (const [line, rows] of LINES) {
    const cells: string[] = [];
    for (const engine of engines) cells.push(cell(await outcomes(apps, engine, rows)));
    lines.push([line, ...cells]);
  }
  const table = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return format(table, { ...(await resolveConfig('README.md')), parser: 'markdown' });
}

async function outcomes(
  apps: EngineApps,
  engine: Engine,
  rows: readonly Row[],
): Promise<readonly Outcome[]> {
  const found: Outcome[] = [];
  for (const row of rows) {
    for (const platform of row.platforms) {
      const granted = await apps.answer(platform, engine, row, row.expected[0].origin);
      const refused = await apps.answer(platform, engine, row, EVIL);
      if (row.kind === 'actual') {
        // With any engine it has to be the response that is meant.
        const context = `${row.name} with ${engine} on ${platform}`;
        deepEqual([context, signsOf(granted, row.signs)], [context, row.signs]);
        deepEqual([context, signsOf(refused, row.signs)], [context, row.signs]);
      }
      const outcome = outcomeOf(row, granted, refused);
      found.push(onNest12(engine, { outcome, platform, row: row.name }));
    }
  }
  return found;
}

/**
 * README shows Nest 12. Nest 11 sends events without the headers of Fastify's reply, so that an
 * interceptor misses them: README says so below its table.
 */
function onNest12(engine: Engine, found: Outcome): Outcome {
  const differs = engine === 'an interceptor' && found.platform === 'fastify';
  if (isNest12 || !differs || found.row !== 'events') return found;
  deepEqual(found.outcome, 'no');
  return { ...found, outcome: 'yes' };
}

/** One word if all are the same, or else one for each platform, or else those that differ. */
function cell(found: readonly Outcome[]): string {
  const [same = '', ...others] = distinct(found);
  if (others.length === 0) return same;
  const ofPlatforms = platforms.map((platform) =>
    distinct(found.filter((one) => one.platform === platform)),
  );
  if (ofPlatforms.every((outcomes) => outcomes.length === 1)) {
    return platforms
      .map((platform, at) => `${TITLES[platform]}: ${ofPlatforms[at]![0]}`)
      .join('; ');
  }
  return distinct(found)
    .map((outcome) => {
      const rows = found.filter((one) => one.outcome === outcome);
      return `${outcome}: ${rows.map(({ row, platform }) => `${row} on ${TITLES[platform]}`).join(', ')}`;
    })
    .join('; ');
}

const TITLES: Readonly<Record<Platform, string>> = { express: 'Express', fastify: 'Fastify' };

const distinct = (found: readonly Outcome[]) => [...new Set(found.map(({ outcome }) => outcome))];
