// Temporary projects with the packed package, as few installs as will do.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { run } from './commands.js';

const here = import.meta.dirname;
export const root = resolve(here, '../..');
export const PLATFORMS = ['express', 'fastify'];

export const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
export const writeJson = (file, value) => writeFileSync(file, JSON.stringify(value, null, 2));

/** Runs a function once, however often its result is asked for. */
export function once(make) {
  let made;
  return () => (made ??= make());
}

const ROLLUP_PLUGINS = ['commonjs', 'json', 'node-resolve'].map((name) => `@rollup/plugin-${name}`);

/** The folder of everything that is made, and the package in it. */
export class Workspace {
  /** `CONSUMERS_FOLDER` is kept, and what is installed there already is not installed again. */
  kept = process.env.CONSUMERS_FOLDER;
  folder = this.kept ?? mkdtempSync(join(tmpdir(), 'nestjs-cors-consumers-'));

  tarball = once(async () => {
    await run(root, 'npm', ['pack', '--ignore-scripts', '--pack-destination', this.folder]);
    return join(this.folder, `nestjs-cors-${readJson(join(root, 'package.json')).version}.tgz`);
  });

  /** A project as `nest new` makes it, with the package and what its rows need beside. */
  nest11 = once(() =>
    this.nestProject(11, ['@swc/cli', '@swc/core', '@vercel/ncc', 'esbuild', 'webpack']),
  );

  nest12 = once(() =>
    this.nestProject(12, ['@swc/cli', '@swc/core', 'esbuild', 'rollup', ...ROLLUP_PLUGINS]),
  );

  /** Programs that no project depends on: runs one by the path of its file in node_modules. */
  tools = once(async () => {
    const tools = join(this.folder, 'tools');
    const modules = join(tools, 'node_modules');
    if (existsSync(modules)) return modules;
    const checkers = ['publint', '@arethetypeswrong/cli'];
    await this.install(tools, ['pnpm', '@yarnpkg/cli-dist', ...checkers, ...binaries()]);
    return modules;
  });

  async nestProject(major, packages) {
    const project = join(this.folder, `nest${major}`);
    if (existsSync(join(project, 'node_modules'))) {
      await this.install(project, [await this.tarball()]);
      return project;
    }
    const options = ['--skip-git', '--skip-install', '--package-manager', 'npm'];
    const cli = ['-y', `@nestjs/cli@${major}`, 'new', `nest${major}`, ...options];
    await run(this.folder, 'npx', cli);
    withoutLinters(join(project, 'package.json'));
    const platform = `@nestjs/platform-fastify@${major}`;
    await this.install(project, [await this.tarball(), platform, '@nestjs/config', ...packages]);
    return project;
  }

  /**
   * Makes a folder in a project for one row, with the app for both platforms: it finds the project's
   * packages, and has a package.json of its own.
   */
  folderOf(project, name, type, folder = '.') {
    const row = join(project, 'rows', name);
    mkdirSync(row, { recursive: true });
    writeJson(join(row, 'package.json'), { private: true, ...(type === 'module' && { type }) });
    const sources = join(row, folder);
    writeSource(type, 'app.ts', join(sources, 'app.ts'));
    for (const platform of PLATFORMS) {
      writeSource(type, 'main.ts', join(sources, `main-${platform}.ts`), platform);
    }
    return row;
  }

  /** Compiles the app with the compiler of a project, and returns the folder of what came out. */
  async compile(project, type, compilerOptions) {
    const name = ['tsc', type, ...Object.values(compilerOptions)].join('-');
    const row = this.folderOf(project, name, type);
    writeJson(join(row, 'tsconfig.json'), {
      compilerOptions: {
        target: 'ES2023',
        outDir: 'dist',
        rootDir: '.',
        types: ['node'],
        strict: true,
        esModuleInterop: true,
        skipLibCheck: true,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        ...compilerOptions,
      },
      include: ['*.ts'],
    });
    await run(row, process.execPath, [join(project, 'node_modules/typescript/bin/tsc')]);
    return join(row, 'dist');
  }

  async install(project, packages) {
    mkdirSync(project, { recursive: true });
    const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
    await run(project, 'npm', ['install', ...quiet, ...packages]);
  }

  close() {
    if (this.kept === undefined) rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Other Node.js and other runtimes, as packages that are nothing but a binary. */
function binaries() {
  const nodes = ['20.19.0', '22.0.0', '22', '24'];
  if (process.platform !== 'linux') return [];
  const bun = { x64: 'x64', arm64: 'aarch64' }[process.arch];
  return [
    ...nodes.map((version) => `node-${version}@npm:node-linux-${process.arch}@${version}`),
    `@oven/bun-linux-${bun}`,
    `@deno/linux-${process.arch}-glibc`,
  ];
}

/** Nothing here is linted, and it is a third of what there is to install. */
function withoutLinters(file) {
  const manifest = readJson(file);
  for (const name of Object.keys(manifest.devDependencies)) {
    if (/lint|prettier|globals|coverage|mau/.test(name)) delete manifest.devDependencies[name];
  }
  writeJson(file, manifest);
}

/** Copies a source of the app: CommonJS leaves the extension of imports out, as `nest new` does. */
export function writeSource(type, source, target, platform = 'express') {
  const name = platform[0].toUpperCase() + platform.slice(1);
  const text = readFileSync(join(here, 'app', source), 'utf8')
    .replaceAll('platform-express', `platform-${platform}`)
    .replaceAll('ExpressAdapter', `${name}Adapter`);
  const relative = /(from '\.[^']*)\.js'/g;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, type === 'module' ? text : text.replaceAll(relative, "$1'"));
}
