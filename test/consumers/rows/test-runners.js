// The tests of a project as `nest new` makes it, with the specs of the app beside its own.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../commands.js';
import { root, writeSource } from '../workspace.js';

export function rows({ workspace }) {
  const prepare = async (nest, type) => {
    const project = await workspace[nest]();
    writeSource(type, 'app.ts', join(project, 'src/app.ts'));
    writeSource(type, 'app.spec.ts', join(project, 'src/cors.spec.ts'));
    writeSource(type, 'app.e2e-spec.ts', join(project, 'test/cors.e2e-spec.ts'));
    return project;
  };
  const detail = (printed) => ({ detail: /Tests:? +(.*)/.exec(printed)?.[1] });
  return [
    {
      app: 'Nest 11, CommonJS',
      where: 'Jest of nest new, unit',
      run: async () => {
        const project = await prepare('nest11', 'commonjs');
        return detail(await run(project, 'npm', ['test']));
      },
    },
    {
      app: 'Nest 11, CommonJS',
      where: 'Jest of nest new, e2e',
      run: async () => {
        const project = await prepare('nest11', 'commonjs');
        const reset = 'test/reset-modules.e2e-spec.ts';
        copyFileSync(
          join(root, 'test/consumers/app/reset-modules.e2e-spec.ts'),
          join(project, reset),
        );
        return detail(await run(project, 'npm', ['run', 'test:e2e']));
      },
    },
    {
      app: 'Nest 12, ES modules',
      where: 'Vitest of nest new, unit',
      run: async () => {
        const project = await prepare('nest12', 'module');
        return detail(await run(project, 'npm', ['test', '--', '--exclude', '**/*.e2e-spec.ts']));
      },
    },
    {
      app: 'Nest 12, ES modules',
      where: 'Vitest of nest new, e2e',
      run: async () => {
        const project = await prepare('nest12', 'module');
        return detail(await run(project, 'npm', ['run', 'test:e2e']));
      },
    },
  ];
}
