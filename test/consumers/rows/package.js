// The package itself: its files, its declarations, and that both builds are one at run time.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../commands.js';
import { root } from '../workspace.js';

const PAPERS = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];
/** An app installs one platform only, and a bundler follows every import. */
const PLATFORM = /(?:from|import\(|import|require\() *['"](@nestjs\/platform-|express|fastify['"])/;
/** What does not survive in a bundle, in CommonJS or in Jest. */
const NOT_PORTABLE = /import\.meta|createRequire|node:module/;

export function rows({ workspace }) {
  const identity = (app, nest, order) => ({
    app,
    where: `${order.join(', then ')}: one copy`,
    run: async () => {
      const folder = join(await workspace[nest](), 'rows/identity');
      mkdirSync(folder, { recursive: true });
      copyFileSync(join(root, 'test/consumers/app/identity.js'), join(folder, 'identity.mjs'));
      await run(folder, process.execPath, ['identity.mjs', ...order]);
    },
  });
  const checker = (name, cli, ...flags) => ({
    app: 'the package',
    where: name,
    run: async () => {
      const program = join(await workspace.tools(), cli);
      await run(workspace.folder, process.execPath, [program, await workspace.tarball(), ...flags]);
    },
  });
  return [
    { app: 'the package', where: 'its files', run: () => checkFiles(workspace) },
    ...[
      ['import', 'require'],
      ['require', 'import'],
    ].flatMap((order) => [
      identity('Nest 11, both', 'nest11', order),
      identity('Nest 12, both', 'nest12', order),
    ]),
    checker('publint', 'publint/src/cli.js', '--strict'),
    checker('are the types wrong', '@arethetypeswrong/cli/dist/index.js'),
  ];
}

async function checkFiles(workspace) {
  const folder = join(workspace.folder, 'packed');
  mkdirSync(folder, { recursive: true });
  await run(folder, 'tar', ['-xf', await workspace.tarball(), '--strip-components=1']);
  const listed = await run(folder, 'tar', ['-tf', await workspace.tarball()]);
  const files = listed
    .trim()
    .replaceAll(/^package\//gm, '')
    .split('\n')
    .sort();

  const compiled = files.filter((file) => /^dist\/.*(\.js|\.d\.ts)$/.test(file));
  assert.deepEqual(
    files.filter((file) => !compiled.includes(file)),
    [...PAPERS, 'dist/cjs/package.json'].sort(),
  );
  const textOf = (file) => readFileSync(join(folder, file), 'utf8');
  assert.deepEqual(
    compiled.filter((file) => PLATFORM.test(textOf(file))),
    [],
  );
  assert.deepEqual(
    compiled.filter((file) => file.endsWith('.js') && NOT_PORTABLE.test(textOf(file))),
    [],
  );
  const size = files.reduce((total, file) => total + statSync(join(folder, file)).size, 0);
  return { detail: `${files.length} files, ${Math.round(size / 1000)} kB` };
}
