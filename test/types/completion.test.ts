import { expect, it } from '@jest/globals';
import ts from 'typescript';

const OPTIONS = [
  'allowedHeaders',
  'credentials',
  'dangerouslyAllowInsecureOrigins',
  'dangerouslyAllowNullOrigin',
  'dangerouslyAllowPublicSuffixes',
  'exposedHeaders',
  'maxAge',
  'methods',
  'optionsSuccessStatus',
  'origin',
  'originTimeout',
  'preflightContinue',
];
const LAYER = [...OPTIONS, 'reportOnly'];
const ROOT = [...LAYER, 'paths', 'policies'];

it.each([
  ['Cors({ | })', LAYER],
  ['Cors({ cred| })', LAYER],
  ['Cors((inherited) => ({ | }))', LAYER],
  ['Cors({ reportOnly: { | } })', OPTIONS],
  ['CorsModule.forRoot({ | })', ROOT],
  ['CorsModule.forRoot({ policies: { public: { | } } })', LAYER],
  ['CorsModule.forRoot({ paths: [{ | }] })', ['path', 'policy', 'upstream']],
  ["CorsModule.forRoot({ paths: [{ path: '/a', policy: { | } }] })", LAYER],
  [
    'CorsModule.forRootAsync({ | })',
    ['imports', 'inject', 'provideInjectionTokensFrom', 'useClass', 'useExisting', 'useFactory'],
  ],
])('an editor completes %s', (code, names) => {
  expect(completions(code)).toEqual([...names].sort());
});

it('an editor completes what a factory of options returns', () => {
  const names = completions('CorsModule.forRootAsync({ useFactory: () => ({ | }) })');
  expect(names).toEqual(expect.arrayContaining(ROOT));
});

const HEAD = "import { Cors, CorsModule } from 'nestjs-cors';\n";
const file = `${process.cwd()}/test/types/completed.ts`;
let text = '';
let version = 0;
let service: ts.LanguageService | undefined;

function completions(code: string): string[] {
  text = HEAD + code.replace('|', '');
  version++;
  service ??= languageService();
  const found = service.getCompletionsAtPosition(file, HEAD.length + code.indexOf('|'), {});
  return found === undefined ? [] : found.entries.map(({ name }) => name).sort();
}

function languageService(): ts.LanguageService {
  const config = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path))
    .config as object;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
  return ts.createLanguageService({
    getScriptFileNames: () => [file],
    getScriptVersion: (path) => (path === file ? String(version) : '0'),
    getScriptSnapshot: (path) => {
      const read = path === file ? text : ts.sys.readFile(path);
      return read === undefined ? undefined : ts.ScriptSnapshot.fromString(read);
    },
    getCurrentDirectory: () => process.cwd(),
    getCompilationSettings: () => options,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => path === file || ts.sys.fileExists(path),
    readFile: (path) => ts.sys.readFile(path),
    readDirectory: (...given) => ts.sys.readDirectory(...given),
    directoryExists: (path) => ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
  });
}
