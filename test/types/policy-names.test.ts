import { expect, it } from '@jest/globals';
import ts from 'typescript';

const source = (name: string) => `
import { Cors } from 'nestjs-cors';
declare module 'nestjs-cors' {
  interface CorsPolicyNames { public: true; partner: true }
}
Cors(${JSON.stringify(name)});
`;

// A program of its own: an augmentation holds for everything that is compiled with it.
it.each([
  ['public', 0],
  ['partner', 0],
  ['publik', 1],
])('once CorsPolicyNames is augmented, @Cors(%j) has %i errors', (name, errors) => {
  const file = `${process.cwd()}/test/types/augmented.ts`;
  const config = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path))
    .config as object;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
  const host = ts.createCompilerHost(options);
  host.fileExists = (path) => path === file || ts.sys.fileExists(path);
  host.readFile = (path) => (path === file ? source(name) : ts.sys.readFile(path));
  const program = ts.createProgram([file], options, host);
  expect(program.getSemanticDiagnostics(program.getSourceFile(file))).toHaveLength(errors);
});
