import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { HEAD, ILLEGAL, LEGAL } from './snippets.js';
import { fileOf, withoutMarks } from './snippet-file.js';

// `npm run test:types` gives the folders of other versions, and has them read the built declarations.
const compilers = process.env['TYPESCRIPT_FOLDERS']?.split(delimiter) ?? [
  'node_modules/typescript',
];
const declarations =
  process.env['TYPESCRIPT_FOLDERS'] === undefined ? 'lib/index.ts' : 'dist/entry.d.ts';

const folder = join(process.cwd(), 'coverage/types', String(process.pid));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Report {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

describe.each(compilers)('the compiler of %s', (compiler) => {
  it('takes and refuses the same, with the same sentences in the same places', async () => {
    const codes: readonly string[] = [...LEGAL, ...ILLEGAL.map(([code]) => code)];
    const found = await compile(compiler, codes.map(withoutMarks));
    const sentences = new Map(ILLEGAL.map(([code, ...said]) => [code, said]));
    expect(codes.map((code, index) => [code, found.get(index) ?? []])).toEqual(
      codes.map((code) => [
        code,
        placesOf(code).map((place, index) => ({
          ...place,
          message: expect.stringContaining(sentences.get(code)![index]!),
        })),
      ]),
    );
  }, 120_000);
});

/** Where marks begin, as a compiler counts: the first line of the file has the imports. */
function placesOf(code: string): Omit<Report, 'message'>[] {
  const parts = code.split('«');
  return parts.slice(1).map((_, index) => {
    const lines = withoutMarks(parts.slice(0, index + 1).join('')).split('\n');
    return { line: lines.length + 1, column: lines.at(-1)!.length + 1 };
  });
}

async function compile(compiler: string, codes: readonly string[]): Promise<Map<number, Report[]>> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'head.ts'), HEAD);
  codes.forEach((code, index) => writeFileSync(join(folder, `${index}.ts`), fileOf(code)));
  const compilerOptions = {
    noUnusedLocals: false,
    rootDir: process.cwd(),
    types: ['node'],
    paths: { 'nestjs-cors': [join(process.cwd(), declarations)] },
  };
  const project = {
    extends: '../../../tsconfig.json',
    compilerOptions,
    include: ['*.ts'],
    exclude: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
  const output = await printed(join(compiler, 'bin/tsc'), [
    '--noEmit',
    '--pretty',
    'false',
    '-p',
    folder,
  ]);
  const found = new Map<number, Report[]>();
  for (const [, index, line, column, message] of output.matchAll(
    /^\S*?(\d+)\.ts\((\d+),(\d+)\): (error .*(?:\n .*)*)/gm,
  )) {
    const reports = found.get(Number(index)) ?? [];
    reports.push({ line: Number(line), column: Number(column), message: message! });
    found.set(Number(index), reports);
  }
  const lost = output.split('\n').filter((line) => line !== '' && !/^ |^\S*?\d+\.ts\(/.test(line));
  expect(lost).toEqual([]);
  return found;
}

/** A compiler that finds errors exits with a code of its own. */
function printed(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], (_error, out, err) => resolve(out + err));
  });
}
