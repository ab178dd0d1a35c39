// Every kind of modules that TypeScript writes, on both versions of Nest.
import { join } from 'node:path';
import { serve } from '../commands.js';
import { once, PLATFORMS } from '../workspace.js';

const NODE10 = { module: 'commonjs', moduleResolution: 'node10' };
const NODE16 = { module: 'node16' };
const NODE20 = { module: 'node20' };
const NODENEXT = { module: 'nodenext' };
const BUNDLER = { module: 'esnext', moduleResolution: 'bundler' };

/** Compiles the app for Nest 11 or 12, once for each kind of modules. */
export function compilations(workspace) {
  const of = (nest, type, options) =>
    once(async () => workspace.compile(await workspace[nest](), type, options));
  return {
    'Nest 11, CommonJS': {
      commonjs: of('nest11', 'commonjs', NODE10),
      node16: of('nest11', 'commonjs', NODE16),
      node20: of('nest11', 'commonjs', NODE20),
      nodenext: of('nest11', 'commonjs', NODENEXT),
    },
    'Nest 11, ES modules': {
      node16: of('nest11', 'module', NODE16),
      nodenext: of('nest11', 'module', NODENEXT),
      'esnext, bundler': of('nest11', 'module', BUNDLER),
    },
    'Nest 12, CommonJS': {
      node20: of('nest12', 'commonjs', NODE20),
      nodenext: of('nest12', 'commonjs', NODENEXT),
    },
    'Nest 12, ES modules': {
      node16: of('nest12', 'module', NODE16),
      nodenext: of('nest12', 'module', NODENEXT),
      'esnext, bundler': of('nest12', 'module', BUNDLER),
    },
  };
}

export function rows({ compiled }) {
  return Object.entries(compiled).flatMap(([app, kinds]) =>
    Object.entries(kinds).map(([kind, dist]) => ({
      app,
      where: `TypeScript, module ${kind}`,
      run: async () => serveBoth(await dist(), process.execPath),
    })),
  );
}

/** Runs both platforms' apps of a folder. */
export async function serveBoth(dist, program, args = [], options = {}) {
  const { extension = 'js', env } = options;
  for (const platform of PLATFORMS) {
    const file = join(dist, `main-${platform}.${extension}`);
    await serve(dist, program, [...args, file], env);
  }
}
