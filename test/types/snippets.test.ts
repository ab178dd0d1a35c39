import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { HEAD, ILLEGAL, LEGAL } from './snippets.js';
import { fileOf, marksOf, MOST_LINES, withoutMarks } from './snippet-file.js';

/** What is marked, and what is said there; of all snippets in one program. */
const reports = compile([...LEGAL, ...ILLEGAL.map(([code]) => code)]);

describe('the compiler takes', () => {
  it.each(LEGAL)('%s', (code) => {
    expect(reports.get(code)).toEqual([]);
  });
});

describe('the compiler refuses', () => {
  it.each(ILLEGAL)('%s: %s', (code, ...sentences) => {
    expect(reports.get(code)).toEqual(
      marksOf(code).map((marked, index) => ({
        marked,
        message: expect.stringContaining(sentences[index]!),
      })),
    );
  });

  it('in few lines, and never with "never"', () => {
    const messages = [...reports.values()].flatMap((found) => found.map(({ message }) => message));
    expect(messages.filter((message) => message.split('\n').length > MOST_LINES)).toEqual([]);
    expect(messages.filter((message) => /\bnever'/.test(message))).toEqual([]);
  });
});

function compile(codes: readonly string[]) {
  const folder = `${process.cwd()}/test/types`;
  const files = new Map([[`${folder}/head.ts`, HEAD]]);
  const codeOf = new Map(codes.map((code, index) => [`${folder}/snippet-${index}.ts`, code]));
  for (const [file, code] of codeOf) files.set(file, fileOf(withoutMarks(code)));
  const config = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path))
    .config as object;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
  options.noUnusedLocals = false;
  const host = ts.createCompilerHost(options);
  host.fileExists = (path) => files.has(path) || ts.sys.fileExists(path);
  host.readFile = (path) => files.get(path) ?? ts.sys.readFile(path);
  const program = ts.createProgram([...files.keys()], options, host);
  const found = new Map<string, { marked: string; message: string }[]>();
  for (const [file, code] of codeOf) {
    const source = program.getSourceFile(file);
    found.set(
      code,
      program.getSemanticDiagnostics(source).map(({ start = 0, length = 0, messageText }) => ({
        marked: source!.text.slice(start, start + length),
        message: ts.flattenDiagnosticMessageText(messageText, '\n'),
      })),
    );
  }
  return found;
}
