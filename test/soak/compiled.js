// Compiles the app into a folder that Git ignores. It is inside the package, so that the app finds
// the built library by its name, as its users do.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

/** Compiles each module of a folder for itself, and says where they are then. */
export function compiled(folder) {
  const out = join('coverage', folder);
  mkdirSync(out, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.ts')) continue;
    const source = readFileSync(join(folder, name), 'utf8');
    const { outputText } = ts.transpileModule(source, { compilerOptions, fileName: name });
    writeFileSync(join(out, `${basename(name, '.ts')}.js`), outputText);
  }
  return out;
}

// What tsconfig.json says about what comes out. It asks the package for the kind of module, which
// one file for itself does not know.
const compilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
};
