// Compiles the library twice, for `import` into dist and for `require` into dist/cjs, and gives both
// builds entry points that share one copy at run time, and one set of declarations.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'dist');
const cjs = join(dist, 'cjs');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

function write(file, ...lines) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${lines.join('\n')}\n`);
}

/** Adds the declarations that a declaration imports, and those that they import. */
function collect(declaration, into) {
  if (into.has(declaration)) return into;
  into.add(declaration);
  const text = readFileSync(declaration, 'utf8');
  for (const [, path] of text.matchAll(/(?:from|import\() *'(\.[^']+)\.js'/g)) {
    collect(resolve(dirname(declaration), `${path}.d.ts`), into);
  }
  return into;
}

/**
 * Moves the declarations that the entry points need to dist/cjs, and removes the others. They are of
 * CommonJS there: both kinds of modules may import those, and a class stays one type in an app that
 * has both.
 */
function shareDeclarations(entries) {
  const needed = new Set();
  for (const folder of entries) collect(join(dist, folder, 'index.d.ts'), needed);
  for (const file of readdirSync(dist, { recursive: true })) {
    if (!file.endsWith('.d.ts')) continue;
    if (needed.has(join(dist, file))) renameSync(join(dist, file), join(cjs, file));
    else rmSync(join(dist, file));
  }
}

/** Writes `entry.js` beside an `index.js`: its exports, of the copy that was loaded first. */
async function writeEntry(folder) {
  const up = relative(folder, '') || '.';
  const { default: _, ...exports } = await import(pathToFileURL(join(dist, folder, 'index.js')));
  const names = Object.keys(exports).sort().join(', ');
  const copy = `firstCopy('${version}', '${folder || '.'}', own)`;

  write(
    join(dist, folder, 'entry.js'),
    `import * as own from './index.js';`,
    `import { firstCopy } from '${up}/loaded-copies.js';`,
    `export const { ${names} } = ${copy};`,
  );
  write(
    join(cjs, folder, 'entry.js'),
    `'use strict';`,
    `const own = require('./index.js');`,
    `const { firstCopy } = require('${up}/loaded-copies.js');`,
    `const { ${names} } = ${copy};`,
    // In this form Node.js finds the names without running the module.
    `module.exports = { ${names} };`,
  );
  write(join(cjs, folder, 'entry.d.ts'), `export * from './index.js';`);
  write(join(dist, folder, 'entry.d.ts'), `export * from '${up}/cjs/${join(folder, 'index.js')}';`);
}

function compile(project) {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', project], { cwd: root, stdio: 'inherit' });
}

rmSync(dist, { recursive: true, force: true });
compile('tsconfig.build.json');
compile('tsconfig.cjs.json');
write(join(cjs, 'package.json'), JSON.stringify({ type: 'commonjs' }));
const entries = ['', 'testing'];
shareDeclarations(entries);
await Promise.all(entries.map(writeEntry));
