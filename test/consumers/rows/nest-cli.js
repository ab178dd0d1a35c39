// `nest build` with each of its builders, in a project as `nest new` makes it.
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, serve } from '../commands.js';
import { writeJson } from '../workspace.js';
import { serveBoth } from './compilers.js';

/** As Nest's documentation has it for a bundle without externals. */
const WITHOUT_EXTERNALS = `module.exports = (options, webpack) => ({
  ...options,
  externals: [],
  plugins: [
    ...options.plugins,
    new webpack.IgnorePlugin({
      resourceRegExp: /^(@nestjs\\/(microservices|websockets)|class-(transformer|validator)|@fastify\\/(static|view))/,
    }),
  ],
});
`;

export function rows({ workspace }) {
  const prepare = async (nest, type, name) => {
    const project = await workspace[nest]();
    const row = workspace.folderOf(project, name, type, 'src');
    copyFileSync(join(project, 'tsconfig.json'), join(row, 'tsconfig.json'));
    copyFileSync(join(project, 'tsconfig.build.json'), join(row, 'tsconfig.build.json'));
    const build = async (builder, entryFile) => {
      const compilerOptions = { builder, deleteOutDir: true };
      writeJson(join(row, 'nest-cli.json'), { sourceRoot: 'src', entryFile, compilerOptions });
      await run(row, process.execPath, [
        join(project, 'node_modules/@nestjs/cli/bin/nest.js'),
        'build',
      ]);
    };
    return { row, build };
  };
  const builder = (app, nest, type, name) => ({
    app,
    where: `nest build, ${name}`,
    run: async () => {
      const { row, build } = await prepare(nest, type, `nest-build-${name}`);
      await build(name, 'main-express');
      await serveBoth(join(row, 'dist'), process.execPath);
    },
  });
  return [
    builder('Nest 11, CommonJS', 'nest11', 'commonjs', 'tsc'),
    builder('Nest 11, CommonJS', 'nest11', 'commonjs', 'swc'),
    builder('Nest 12, ES modules', 'nest12', 'module', 'tsc'),
    builder('Nest 12, ES modules', 'nest12', 'module', 'swc'),
    {
      app: 'Nest 11, CommonJS',
      where: 'nest build, webpack',
      run: async () => {
        const { row, build } = await prepare('nest11', 'commonjs', 'nest-build-webpack');
        await build('webpack', 'main-express');
        await serve(row, process.execPath, ['dist/main-express.js']);
        writeFileSync(join(row, 'webpack.config.js'), WITHOUT_EXTERNALS);
        await build('webpack', 'main-fastify');
        await serve(row, process.execPath, ['dist/main-fastify.js']);
      },
    },
  ];
}
