// Package managers that let a package import only what it declares.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, serve } from '../commands.js';
import { once, PLATFORMS, writeJson } from '../workspace.js';

const versions = (packages, version) =>
  Object.fromEntries(packages.map((name) => [`@nestjs/${name}`, version]));

export function rows({ workspace, compiled }) {
  const dependencies = async (platforms) => ({
    ...versions(['common', 'core', ...platforms.map((name) => `platform-${name}`)], '^11.1.6'),
    'nestjs-cors': `file:${await workspace.tarball()}`,
    'reflect-metadata': '^0.2.2',
    rxjs: '^7.8.1',
  });

  // Only one platform is installed, as in most apps.
  const pnpm = (platform) => ({
    app: 'Nest 11, CommonJS',
    where: `pnpm, ${platform} alone`,
    run: async () => {
      const project = join(workspace.folder, `pnpm-${platform}`);
      cpSync(await compiled['Nest 11, CommonJS'].nodenext(), project, { recursive: true });
      writeJson(join(project, 'package.json'), {
        private: true,
        dependencies: await dependencies([platform]),
      });
      const cli = join(await workspace.tools(), 'pnpm/bin/pnpm.mjs');
      await run(project, process.execPath, [
        cli,
        'install',
        '--no-frozen-lockfile',
        '--ignore-scripts',
      ]);
      await serve(project, process.execPath, [`main-${platform}.js`]);
    },
  });

  const yarnProject = once(async () => {
    const project = join(workspace.folder, 'yarn');
    mkdirSync(project);
    for (const [folder, app] of [
      ['commonjs', 'Nest 11, CommonJS'],
      ['module', 'Nest 11, ES modules'],
    ]) {
      cpSync(await compiled[app].nodenext(), join(project, folder), { recursive: true });
      writeJson(join(project, folder, 'package.json'), { type: folder });
    }
    writeJson(join(project, 'package.json'), {
      private: true,
      dependencies: await dependencies(PLATFORMS),
    });
    const registry = (await run(project, 'npm', ['config', 'get', 'registry'])).trim();
    writeFileSync(
      join(project, '.yarnrc.yml'),
      [
        'nodeLinker: pnp',
        'enableTelemetry: false',
        'enableImmutableInstalls: false',
        'enableScripts: false',
        `npmRegistryServer: ${JSON.stringify(registry)}`,
      ].join('\n'),
    );
    writeFileSync(join(project, 'yarn.lock'), '');
    const cli = join(await workspace.tools(), '@yarnpkg/cli-dist/bin/yarn.js');
    await run(project, process.execPath, [cli, 'install']);
    return { project, cli };
  });
  const yarn = (app, folder) => ({
    app,
    where: "Yarn Plug'n'Play",
    run: async () => {
      const { project, cli } = await yarnProject();
      for (const platform of PLATFORMS) {
        await serve(project, process.execPath, [cli, 'node', `${folder}/main-${platform}.js`]);
      }
    },
  });

  return [
    pnpm('express'),
    pnpm('fastify'),
    yarn('Nest 11, CommonJS', 'commonjs'),
    yarn('Nest 11, ES modules', 'module'),
  ];
}
