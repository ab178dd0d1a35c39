// Compiles the app for a folder: node test/agents/compile.js FOLDER commonjs|module
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const [, , folder, type] = process.argv;
const { outputText } = ts.transpileModule(
  readFileSync(join(import.meta.dirname, 'app.ts'), 'utf8'),
  {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: type === 'commonjs' ? ts.ModuleKind.CommonJS : ts.ModuleKind.ES2022,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
    },
  },
);
writeFileSync(join(folder, 'app.js'), outputText);
writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type }));
