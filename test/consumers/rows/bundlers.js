// One file each, with no package beside it, made from what tsc wrote.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { run } from '../commands.js';
import { PLATFORMS } from '../workspace.js';
import { serveBoth } from './compilers.js';

/** What Nest loads only in apps that use it, and every bundle of a Nest app leaves out. */
const OPTIONAL = [
  '@nestjs/microservices',
  '@nestjs/microservices/microservices-module',
  '@nestjs/microservices/microservices-module.js',
  '@nestjs/websockets',
  '@nestjs/websockets/socket-module',
  '@nestjs/websockets/socket-module.js',
  'class-transformer',
  'class-transformer/storage',
  'class-validator',
  '@fastify/multipart',
  '@fastify/static',
  '@fastify/view',
];
/** Express is CommonJS: in an ES module it asks for Node's modules by `require`. */
const REQUIRE = `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);`;

export function rows({ workspace, compiled }) {
  /** A row whose bundler turns one file into another. */
  const row = (app, where, extension, bundle) => ({
    app,
    where,
    run: async () => {
      const dist = await compiled[app].nodenext();
      const out = join(workspace.folder, 'bundles', `${app} ${where}`.replaceAll(/\W+/g, '-'));
      mkdirSync(out, { recursive: true });
      const project = join(dist, '../../..');
      const load = createRequire(join(project, 'package.json'));
      for (const platform of PLATFORMS) {
        const input = join(dist, `main-${platform}.js`);
        await bundle({ load, project, input, output: join(out, `main-${platform}.${extension}`) });
      }
      await serveBoth(out, process.execPath, [], { extension });
    },
  });
  return [
    row(
      'Nest 11, CommonJS',
      'esbuild, cjs, minified',
      'cjs',
      esbuild({ format: 'cjs', minify: true }),
    ),
    row('Nest 11, CommonJS', 'esbuild, esm', 'mjs', esbuild({ format: 'esm' })),
    row('Nest 11, ES modules', 'esbuild, esm', 'mjs', esbuild({ format: 'esm' })),
    row('Nest 12, ES modules', 'esbuild, esm', 'mjs', esbuild({ format: 'esm' })),
    row('Nest 11, CommonJS', 'webpack, no externals', 'cjs', webpack),
    row('Nest 11, CommonJS', 'ncc', 'cjs', ncc),
    row('Nest 12, ES modules', 'rollup, esm', 'mjs', rollup),
  ];
}

const esbuild =
  (options) =>
  async ({ load, input, output }) => {
    await load('esbuild').build({
      entryPoints: [input],
      outfile: output,
      bundle: true,
      platform: 'node',
      external: OPTIONAL,
      logLevel: 'silent',
      ...(options.format === 'esm' && { banner: { js: REQUIRE } }),
      ...options,
    });
  };

async function webpack({ load, input, output }) {
  const compiler = load('webpack')({
    entry: input,
    output: { path: join(output, '..'), filename: output.split('/').at(-1) },
    mode: 'none',
    target: 'node',
    externals: OPTIONAL,
    externalsType: 'commonjs',
  });
  const stats = await new Promise((resolve, reject) => {
    compiler.run((error, result) => (error ? reject(error) : resolve(result)));
  });
  if (stats.hasErrors()) throw new Error(stats.toString({ all: false, errors: true }));
}

async function ncc({ project, input, output }) {
  const folder = `${output}-ncc`;
  const cli = join(project, 'node_modules/@vercel/ncc/dist/ncc/cli.js');
  const external = OPTIONAL.flatMap((name) => ['--external', name]);
  await run(project, process.execPath, [cli, 'build', input, '--out', folder, ...external]);
  writeFileSync(output, readFileSync(join(folder, 'index.js')));
}

async function rollup({ load, input, output }) {
  const plugin = (name) => load(`@rollup/plugin-${name}`).default ?? load(`@rollup/plugin-${name}`);
  const bundle = await load('rollup').rollup({
    input,
    external: OPTIONAL,
    plugins: [
      plugin('node-resolve')({ preferBuiltins: true, exportConditions: ['node'] }),
      plugin('commonjs')({ ignoreDynamicRequires: true }),
      plugin('json')(),
    ],
    onLog: () => undefined,
  });
  await bundle.write({ file: output, format: 'es', banner: REQUIRE, inlineDynamicImports: true });
  await bundle.close();
}
