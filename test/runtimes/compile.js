// Compiles the app of test/responses and its table, each file by itself, into a folder that Git ignores.
// It is inside the package, so that they find the built library by its name, as its users do.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

export const root = resolve(import.meta.dirname, '../..');
const FOLDERS = ['test/support', 'test/responses', 'test/responses/app'];

/** Compiles them, and returns the folder in which they lie as their sources do. */
export function compile() {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (name) =>
    ts.sys.readFile(name),
  );
  const { options: compilerOptions } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, module: 'esnext' },
    root,
  );
  const out = join(root, 'coverage/runtimes');
  for (const folder of FOLDERS) {
    mkdirSync(join(out, folder), { recursive: true });
    for (const name of readdirSync(join(root, folder))) {
      if (!/(?<!\.d|\.test)\.ts$/.test(name)) continue;
      const source = readFileSync(join(root, folder, name), 'utf8');
      const { outputText } = ts.transpileModule(source, { compilerOptions, fileName: name });
      writeFileSync(join(out, folder, name.replace(/ts$/, 'js')), outputText);
    }
  }
  return out;
}
