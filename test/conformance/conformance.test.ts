import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { platforms } from '../support/test-app.js';
import { cases, groupOf, summaries } from './cases.js';
import { nestjsCors } from './engines/nestjs-cors.js';
import { unknownKeys } from './expectations.js';
import { headsFor } from './row.js';
import { Session } from './session.js';

describe('the cases', () => {
  it('have names of their own', () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  });

  it('expect what somebody looks at', () => {
    const unknown = cases.flatMap(({ expect, contract = {} }) => [
      ...unknownKeys(expect),
      ...unknownKeys(contract),
    ]);
    expect(unknown).toEqual([]);
  });

  it('are those that docs/conformance.md is about', () => {
    const page = readFileSync('docs/conformance.md', 'utf8');
    const heads = page.split('\n').find((line) => line.startsWith('| ')) ?? '';
    const [, ...columns] = heads.split('|').slice(1, -1);
    expect(columns.map((head) => head.trim())).toEqual(headsFor(cases));
    expect(summaries().filter((summary) => !page.includes(summary))).toEqual([]);
  });
});

describe.each(platforms)('this library, on %s', (platform) => {
  const session = new Session(nestjsCors(platform));
  afterAll(() => session.close());

  it.each(cases.map((one) => [groupOf(one), one.id, one] as const))(
    '%s: %s',
    async (_, __, one) => {
      const { result, faults, leaks = [] } = await session.run(one);
      expect({ result, faults, leaks }).toEqual({ result: 'passed', faults: [], leaks: [] });
    },
  );
});
