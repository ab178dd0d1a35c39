import { Controller, Get, type Type } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, CorsReport, type CorsOptions } from 'nestjs-cors';
import { TestApp } from '../support/test-app.js';

const ORIGIN = 'https://app.example.com';

/** A controller of one route with a policy of its own, or with what it inherits. */
function controllerOf(name: string, options?: CorsOptions): Type {
  const { [name]: Named } = {
    [name]: class {
      read() {}
    },
  } as Record<string, Type>;
  const descriptor = Object.getOwnPropertyDescriptor(Named!.prototype, 'read')!;
  Get()(Named!.prototype, 'read', descriptor);
  if (options !== undefined) Cors(options)(Named!);
  Controller(name.toLowerCase())(Named!);
  return Named!;
}

const APP = [
  controllerOf('Birds'),
  controllerOf('Cats', { origin: ORIGIN, maxAge: 60 }),
  controllerOf('Dogs'),
  controllerOf('Eels', { origin: '*', credentials: false }),
];

async function reportOf(controllers: readonly Type[]) {
  const imports = [CorsModule.forRoot({ origin: ORIGIN })];
  const app = await TestApp.start('express', { imports, controllers: [...controllers] });
  const report = app.nest.get(CorsReport);
  const made = {
    markdown: report.markdown(),
    html: report.html(),
    json: JSON.stringify(report.data(), null, 2),
  };
  await app.close();
  return made;
}

/** The lines of a text that another one has not got, in blocks that stand together. */
function blocks(text: string, other: string): readonly (readonly string[])[] {
  const [lines, others] = [text.split('\n'), other.split('\n')];
  const common = commonLines(lines, others);
  const found: string[][] = [];
  lines.forEach((line, at) => {
    if (common.has(at)) return;
    if (common.has(at - 1) || at === 0) found.push([]);
    found.at(-1)?.push(line);
  });
  return found;
}

/** Which lines belong to the longest common subsequence. */
function commonLines(lines: readonly string[], others: readonly string[]): ReadonlySet<number> {
  const lengths = Array.from({ length: lines.length + 1 }, () =>
    Array.from({ length: others.length + 1 }, () => 0),
  );
  for (let one = lines.length - 1; one >= 0; one--) {
    for (let other = others.length - 1; other >= 0; other--) {
      lengths[one]![other] =
        lines[one] === others[other]
          ? lengths[one + 1]![other + 1]! + 1
          : Math.max(lengths[one + 1]![other]!, lengths[one]![other + 1]!);
    }
  }
  const common = new Set<number>();
  for (let one = 0, other = 0; one < lines.length && other < others.length;) {
    if (lines[one] === others[other]) {
      common.add(one++);
      other++;
    } else if (lengths[one + 1]![other]! >= lengths[one]![other + 1]!) one++;
    else other++;
  }
  return common;
}

describe.each([
  ['first', 0, 'Ants'],
  ['in the middle', 2, 'Crabs'],
  ['last', 4, 'Zebras'],
])('where a route is added %s, a diff of the report shows', (_, at, name) => {
  it('its line, if it has a policy that is there', async () => {
    const [before, after] = [
      await reportOf(APP),
      await reportOf(APP.toSpliced(at, 0, controllerOf(name))),
    ];
    const route = `GET /${name.toLowerCase()}`;
    expect(blocks(before.markdown, after.markdown)).toEqual([]);
    expect(blocks(after.markdown, before.markdown)).toEqual([
      [`| \`${route}\` | \`${name}.read\` |  |`],
    ]);
    const [added, ...others] = blocks(after.json, before.json);
    expect([others, added?.some((line) => line.includes(`"${name}.read"`))]).toEqual([[], true]);
    expect(
      blocks(after.html, before.html)
        .flat()
        .filter((line) => !line.includes(name)),
    ).toEqual([
      expect.stringMatching(/<ul class="counts">.*5<\/b> routes/),
      expect.stringContaining('4 routes of policy CorsModule.forRoot'),
    ]);
  });

  it('its block and its origin, if it has a policy of its own', async () => {
    const added = controllerOf(name, { origin: `https://${name.toLowerCase()}.example` });
    const [before, after] = [await reportOf(APP), await reportOf(APP.toSpliced(at, 0, added))];
    expect(blocks(before.markdown, after.markdown)).toEqual([]);
    const [origin, block, ...others] = blocks(after.markdown, before.markdown);
    expect([origin, block?.length, others]).toEqual([
      [`| \`https://${name.toLowerCase()}.example\` | exact | \`${name}\` |`],
      14,
      [],
    ]);
    expect(blocks(after.json, before.json)).toHaveLength(1);
    expect(
      blocks(before.json, after.json)
        .flat()
        .filter((line) => !/^ *\}$/.test(line)),
    ).toEqual([]);
    expect(blocks(before.html, after.html)).toEqual([
      [expect.stringMatching(/<ul class="counts">/)],
    ]);
  });
});
