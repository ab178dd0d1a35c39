// Every Node.js that the package allows, at its oldest, and what is not Node.js.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../commands.js';
import { serveBoth } from './compilers.js';

/** Whether `require` of an ES module works, which Nest 12 is. */
const NODES = [
  { version: '20.19.0', requiresModules: true },
  { version: '22.0.0', requiresModules: false },
  { version: '22', requiresModules: true },
  { version: '24', requiresModules: true },
];

export function rows({ workspace, compiled }) {
  const binary = async (...candidates) => {
    const tools = await workspace.tools();
    return candidates.map((file) => join(tools, file)).find((file) => existsSync(file));
  };
  const row = (app, where, program, args = []) => ({
    app,
    where,
    run: async () => {
      const file = await program();
      if (file === undefined) return 'no binary for this machine';
      const version = await run(workspace.folder, file, ['--version']);
      await serveBoth(await compiled[app].nodenext(), file, args);
      return { detail: version.trim().split('\n')[0] };
    },
  });

  const nodes = NODES.flatMap(({ version, requiresModules }) => {
    const apps = Object.keys(compiled).filter(
      (app) => requiresModules || app !== 'Nest 12, CommonJS',
    );
    const program = () => binary(`node-${version}/bin/node`);
    return apps.map((app) => row(app, `Node.js ${version}`, program));
  });
  const bun = () => binary('@oven/bun-linux-x64/bin/bun', '@oven/bun-linux-aarch64/bin/bun');
  const deno = () => binary(`@deno/linux-${process.arch}-glibc/deno`);
  const others = ['Nest 11, CommonJS', 'Nest 12, ES modules'].flatMap((app) => [
    row(app, 'Bun', bun),
    // Without the last one it takes CommonJS for ES modules, unless package.json says so.
    row(app, 'Deno', deno, [
      'run',
      '--allow-all',
      '--no-lock',
      '--node-modules-dir=manual',
      '--unstable-detect-cjs',
    ]),
  ]);
  return [...nodes, ...others];
}
