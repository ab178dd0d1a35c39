// The conformance runner: every case, every engine, a scoreboard. It is compiled into a folder that
// Git ignores, inside the package, so that it finds the built library by its name, as users do.
//
//   npm run build && node test/conformance/run.js
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

const OUT = 'coverage/conformance';

// What tsconfig.json says about what comes out. It asks the package for the kind of module, which
// one file for itself does not know.
const compilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
};

function compile(file) {
  const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
    compilerOptions,
    fileName: file,
  });
  const out = join(OUT, file.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, outputText);
}

for (const folder of ['test/conformance', 'test/conformance/engines', 'test/support']) {
  for (const name of readdirSync(folder)) {
    if (/(?<!\.test|\.d)\.ts$/.test(name)) compile(join(folder, name));
  }
}
await import(pathToFileURL(resolve(OUT, 'test/conformance/main.js')).href);
